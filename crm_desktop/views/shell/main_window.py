"""The one window: the workplace, or what must come before it (signing in, unlocking, the first sync).

It joins the parts of the frame; each part says in its own file what it does.
"""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.shell.announcements import Announcements
from crm_desktop.views.shell.covering import Cover
from crm_desktop.views.shell.menus import Menus, fill
from crm_desktop.views.shell.panes import next_pane
from crm_desktop.views.shell.sections import companions
from crm_desktop.views.shell.sync_panel import SyncPanel
from crm_desktop.views.shell.tools import Tools
from crm_desktop.views.shell.undoing import Undoing
from crm_desktop.views.shell.window_actions import Doings, quit_all, window_actions
from crm_desktop.views.shell.workplace import Workplace
from crm_desktop.views.widgets.menu import Menu

if TYPE_CHECKING:
    from crm_desktop.views.shell.rail_figures import RailReader

LEAST_SIZE = (1100, 680)


class MainWindow(QMainWindow):
    """`MainWindow(tools)`, `show`, then `furnish(desk)` once the store is open, or `show_stage(page)` before."""

    painted = Signal()
    """The window has been painted for the first time."""
    closing = Signal()
    sign_out_wanted = Signal()
    lock_wanted = Signal()
    sync_wanted = Signal()
    another_wanted = Signal(object)
    """Another window, at a Place."""
    covered_changed = Signal(bool)
    quit_wanted = Signal()
    """All windows are about to close, because the person ends the program."""
    furnished = Signal()
    """There is a desk, and everything that floats over the pages is loaded."""
    cleared = Signal()
    """The desk is taken away."""

    def __init__(self, tools: Tools, *, first: bool = True) -> None:
        super().__init__()
        self.tools = tools
        self._first = first
        self._wanted_file: Path | None = None
        # From the outside in: each change of parent makes everything inside look at its style again.
        self._stages = QStackedWidget(self)
        self.setCentralWidget(self._stages)
        self.workplace = Workplace(self._stages)
        self._stages.addWidget(self.workplace)
        self._cover = Cover(self, self._stages)
        self.undoing = Undoing()
        self.menus = Menus(self, tools.actions)
        self.announcements = Announcements(self, tools, self.workplace.bar.bell, self.undoing.undo)
        self.sync_panel = SyncPanel(tools, self.workplace)
        self._rail_reader: RailReader | None = None
        self._companions: list[QObject] = []
        self._was_painted = False
        self.setMinimumSize(*LEAST_SIZE)
        self._connect()
        current_language().changed.connect(self._name_window)
        self._name_window()

    @property
    def at_work(self) -> bool:
        """Whether the workplace is shown, and not what comes before it."""
        return self._stages.currentWidget() is self.workplace

    def furnish(self, desk: Desk) -> None:
        """Give the workplace its desk and show it."""
        from crm_desktop.views.shell.rail_figures import RailReader

        self.undoing.desk = self.sync_panel.desk = desk
        self._offer_desk_actions(desk)
        self._rail_reader = RailReader(desk, self.workplace)
        self._rail_reader.read()
        self.workplace.host.furnish(desk)
        self.show_workplace()
        # After the page: a person sees their records before anything that only floats over them is loaded.
        QTimer.singleShot(0, self, lambda: self._accompany(desk))

    def clear(self) -> None:
        """Take the desk away again, as at signing out."""
        self.undoing.desk = self.sync_panel.desk = None
        self.tools.actions.withdraw(self.workplace.host)
        if self._rail_reader is not None:
            self._rail_reader.deleteLater()
            self._rail_reader = None
        for companion in self._companions:
            companion.deleteLater()
        self._companions = []
        self._cover.drop()
        self.announcements.hold(held=False)
        self.cleared.emit()
        self.workplace.host.clear()

    def show_workplace(self) -> None:
        """Show the workplace; whatever came before it is taken down."""
        self._show(self.workplace)
        self._drop_stages(None)

    def show_stage(self, stage: QWidget) -> None:
        """Show a page that fills the window in the workplace's stead."""
        self._stages.addWidget(stage)
        self._show(stage)
        self._drop_stages(stage)
        if not self.covered:
            stage.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def covered(self) -> bool:
        """Whether a page hides everything else."""
        return self._cover.page is not None

    def cover(self, page: QWidget) -> None:
        """Hide everything behind a page, dialogs and what is said in passing too; it stays as it is."""
        self.announcements.hold(held=True)
        self._cover.put(page)
        self._name_window()
        self.covered_changed.emit(True)

    def uncover(self) -> None:
        """Show again what was hidden."""
        self._cover.lift()
        self.announcements.hold(held=False)
        self._name_window()
        self.covered_changed.emit(False)

    def _show(self, stage: QWidget) -> None:
        if self.covered:
            self._cover.beneath = stage
        else:
            self._stages.setCurrentWidget(stage)

    def open_file(self, path: Path) -> None:
        """Offer a file of this device to whoever imports its kind, as soon as somebody is there to do that."""
        self._wanted_file = None if self._companions else path
        if self._companions:
            self.tools.navigator.open_file(path)

    def come_to_front(self) -> None:
        """Show the window before all others: somebody started the program again."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def place_as(self, geometry: str) -> None:
        """Stand where the window stood when it was closed last; at the design's size the first time."""
        kept = QByteArray(base64.b64decode(geometry)) if geometry else QByteArray()
        if not self.restoreGeometry(kept):
            self.resize(1440, 900)

    def placed(self) -> str:
        """Return where the window stands, for `place_as`."""
        return base64.b64encode(bytes(self.saveGeometry().data())).decode("ascii")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the program ends; the window goes at once, what is to be written is written behind it."""
        self.closing.emit()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the window is there for the first time."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def _connect(self) -> None:
        parts, tools = self.workplace, self.tools
        host = parts.host
        self.undoing.page = lambda: host.page
        do = Doings(
            menu=self._open_menu,
            keys=self._show_keys,
            rail=parts.toggle_rail,
            pane=lambda by: next_pane(self, by),
        )
        tools.actions.contribute(parts, window_actions(tools, host, do), everywhere=True)
        end = partial(quit_all, self.quit_wanted.emit)
        quit_action = Action(key="quit", run=end, menu="file", icon="log-out", shortcut="Ctrl+Q")
        tools.actions.contribute(self, [quit_action], everywhere=True)
        tools.navigator.requested.connect(host.go)
        tools.navigator.window_requested.connect(self.another_wanted)
        parts.bar.search_wanted.connect(tools.navigator.open_palette)
        parts.bar.notices_wanted.connect(self.announcements.open_list)
        parts.bar.new_wanted.connect(self._open_new)
        parts.rail.workspace_wanted.connect(self._open_menu)
        host.arrived.connect(self._name_window)

    def _accompany(self, desk: Desk) -> None:
        if self.undoing.desk is desk and not self._companions:
            from crm_desktop.views.shell.rail_drops import RailDrops

            self._companions = [*companions(desk, self, first=self._first), RailDrops(desk, self.workplace)]
            self.furnished.emit()
            if self._wanted_file is not None:
                self.open_file(self._wanted_file)

    def _offer_desk_actions(self, desk: Desk) -> None:
        from crm_desktop.views.shell.desk_actions import (
            DeskDoings,
            copy_link,
            desk_actions,
            save_diagnostics_of,
            show_recent,
            show_whats_new,
        )

        do = DeskDoings(
            undo=self.undoing.undo,
            redo=self.undoing.redo,
            sync_now=self.sync_wanted.emit,
            new=self._new_here,
            lock=self.lock_wanted.emit,
            sign_out=self.sign_out_wanted.emit,
            window=lambda: self.another_wanted.emit(self.workplace.host.place),
            recent=partial(show_recent, desk, self.workplace),
            news=partial(show_whats_new, self),
            diagnostics=partial(save_diagnostics_of, desk, self),
            link=partial(copy_link, self.tools, lambda: self.workplace.host.place),
        )
        self.tools.actions.contribute(self.workplace.host, desk_actions(self.tools, do), everywhere=True)

    def _new_here(self) -> None:
        from crm_desktop.views.shell.desk_actions import kind_here

        kind = kind_here(self.workplace.host.place)
        if kind:
            self.tools.navigator.create(kind)
        else:
            self._open_new()

    def _open_new(self) -> None:
        from crm_desktop.views.shell.desk_actions import creatable

        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        board = self.tools.actions
        fill(menu, [each for name in creatable() if (each := board.find(f"new_{name}")) is not None])
        menu.open_below(self.workplace.bar.new, right=True)

    def _show_keys(self) -> None:
        from crm_desktop.views.shell.keys_dialog import show_keys

        show_keys(self, self.menus)

    def _open_menu(self) -> None:
        rail = self.workplace.rail
        self.menus.open_below(rail.workspace if not rail.collapsed else rail)

    def _name_window(self) -> None:
        product = str(text("widgets", "Fieldline CRM"))
        crumbs = self.workplace.crumbs()
        self.setWindowTitle(f"{crumbs[-1][0]} · {product}" if self.at_work else product)

    def _drop_stages(self, keep: QWidget | None) -> None:
        stages = [stage for index in range(self._stages.count()) if (stage := self._stages.widget(index)) is not None]
        for stage in stages:
            if stage not in (self.workplace, keep, self._cover.page):
                self._stages.removeWidget(stage)
                stage.deleteLater()
        self._name_window()
