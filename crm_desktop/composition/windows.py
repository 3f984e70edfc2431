"""All windows of the program: the first, and others with a history of their own, on one store and one sync.

What hides the first window's data hides that of all: while the program is locked the others are not shown, and when
nobody works here any more they are gone. The places of all are kept as they change, so that they are there again after
a restart, and after a crash too.
"""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication

from crm_desktop.composition.program import Program
from crm_desktop.models.errors import Refused
from crm_desktop.views.actions import ActionBoard
from crm_desktop.views.navigation import OPENED, Navigator, Place
from crm_desktop.views.notices import Notices
from crm_desktop.views.shell.main_window import MainWindow
from crm_desktop.views.shell.sections import section
from crm_desktop.views.shell.tools import Tools

MOST = 8
_OFFSET = QPoint(32, 32)


class Windows(QObject):
    """`Windows(program)` before the first window is shown."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self._program = program
        self.others: list[MainWindow] = []
        window = program.window
        self._keeping = self._waiting = False
        """Not before the windows of the last time are there again, and no more when all close."""
        window.another_wanted.connect(self.open_new)
        window.quit_wanted.connect(self._end)
        window.covered_changed.connect(self._hide)
        window.furnished.connect(self._restore)
        window.cleared.connect(self.close_others)
        window.workplace.host.arrived.connect(self.keep)

    def open(self, target: str) -> None:
        """Show what an address or a file's path means, in the window that is used; come to the front in any case."""
        from crm_desktop.views.links import read_link

        window = self._used()
        place = read_link(target)
        if place is not None and _exists(place):
            window.workplace.host.go(place)
        elif target and not target.startswith("-") and place is None:
            path = Path(target)
            if path.is_file() and path.suffix.lower() in OPENED:
                window.open_file(path)
            else:
                code = "file.kind_unknown" if path.is_file() else "import.file_missing"
                window.tools.notices.fail(Refused(code, file=path.name))
        window.come_to_front()

    def open_new(self, place: Place) -> MainWindow | None:
        """Open another window at a place."""
        workspace, first = self._program.workspace, self._program.window
        if workspace is None or first.covered or len(self.others) >= MOST - 1:
            return None
        beside, tools = self._used(), self._tools()
        window = MainWindow(tools, first=False)
        window.setWindowIcon(first.windowIcon())
        window.resize(beside.size())
        window.move(beside.pos() + _OFFSET)
        window.workplace.collapse_rail(self._program.preferences.present.rail_collapsed)
        window.workplace.host.start_at(place)
        window.furnish(tools.desk(workspace.store, workspace.account.user_id))
        window.workplace.rail.set_person(workspace.account.user_name, "", workspace.account.user_id)
        for mine, theirs in (
            (window.another_wanted, self.open_new),
            (window.quit_wanted, first.quit_wanted),
            (window.sync_wanted, first.sync_wanted),
            (window.lock_wanted, first.lock_wanted),
            (window.sign_out_wanted, first.sign_out_wanted),
            (window.workplace.host.arrived, self.keep),
            (window.closing, partial(self._gone, window)),
        ):
            mine.connect(theirs)
        self.others.append(window)
        window.show()
        self.keep()
        return window

    def close_others(self) -> None:
        """Take every window down but the first: nobody works here any more."""
        self._keeping = False
        for window in list(self.others):
            window.close()

    def keep(self) -> None:
        """Remember the places of all windows."""
        if self._program.workspace is not None and self._keeping:
            shown = [self._program.window, *self.others]
            self._program.preferences.change(windows=[_kept(each.workplace.host.place) for each in shown])

    def _tools(self) -> Tools:
        """Return tools for another window: what it says and does is its own, the rest it shares."""
        shared = self._program.tools
        return Tools(
            background=shared.background,
            refresh=shared.refresh,
            actions=ActionBoard(),
            navigator=Navigator(),
            notices=Notices(),
            sync=shared.sync,
            clock=shared.clock,
            surroundings=shared.around,
        )

    def _used(self) -> MainWindow:
        """Return the window that is in front, else the first."""
        active = QApplication.activeWindow()
        return next((each for each in self.others if each is active), self._program.window)

    def _restore(self) -> None:
        """Open the windows again that were open when the program ended; the first has its place already."""
        self._waiting = self._program.window.covered
        if self._waiting:
            return
        for kept in self._program.preferences.present.windows[1:MOST]:
            place = _place(kept)
            if place is not None:
                self.open_new(place)
        self._keeping = True
        self.keep()

    def _end(self) -> None:
        """Keep the windows in mind that are about to close."""
        self.keep()
        self._keeping = False

    def _hide(self, covered: bool) -> None:
        for window in self.others:
            window.setVisible(not covered)
        if self._waiting and not covered:
            self._restore()
        first = self._program.window
        if covered and not first.isVisible() and self.others:
            first.show()

    def _gone(self, window: MainWindow) -> None:
        if window in self.others:
            self.others.remove(window)
            window.clear()
            window.deleteLater()
            self.keep()


def first_place(kept: list[str]) -> Place | None:
    """Return where the first window stood when the program ended."""
    return _place(kept[0]) if kept else None


def _kept(place: Place) -> str:
    """Return a place as it is kept; an address would need the declarations, which no first paint waits for."""
    return f"{place.section}|{place.record_id}|{place.view_id}|{place.tab}"


def _place(kept: object) -> Place | None:
    parts = str(kept).split("|")
    place = Place(*parts) if len(parts) == len(fields(Place)) else None
    return place if place is not None and _exists(place) else None


def _exists(place: Place) -> bool:
    try:
        section(place.section)
    except KeyError:
        return False
    return True
