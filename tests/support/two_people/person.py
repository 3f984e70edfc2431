"""One person at a whole program in a process of its own: does what a line of JSON says, answers with a line of JSON.

Acts go through the real window by keys and the mouse; `tell` reads what the window says and what the store holds.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from crm_desktop.app import start
from crm_desktop.composition.options import Options
from crm_desktop.models.edits import Create
from crm_desktop.models.record import SyncState
from crm_desktop.settings import Profile
from crm_desktop.store.attachments.attaching import Target
from crm_desktop.store.queries.attachments import file_counts
from crm_desktop.store.queries.field_states import field_states
from crm_desktop.store.queries.records import record, where
from crm_desktop.store.queries.sync_state import sync_counts
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.first_sync.first_sync_page import FirstSyncPage
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.fact import Fact
from crm_desktop.views.records.record_page import RecordPage
from crm_desktop.views.shell.sync_popover import SyncPopover
from crm_desktop.views.sign_in.sign_in_page import SignInPage
from crm_desktop.views.sync_centre.page import SyncCentrePage
from crm_desktop.views.widgets.paragraph import Paragraph
from tests.support.office import PASSWORD

W = TypeVar("W", bound=QWidget)
PATIENCE = 60.0
_LEFT = Qt.MouseButton.LeftButton
_PAUSE = threading.Event()
"""Never set: waiting for it lets other threads work."""


class AtWork:
    """A running program, and what is found in its window and its store."""

    def __init__(self, folder: Path, address: str, language: str) -> None:
        self.application = QApplication([])
        self._folder = folder.parent
        profile = Profile(folder)
        profile.prepare()
        self.program = start(self.application, Options(language=language, server=address), profile)
        self.window = self.program.window
        self.window.resize(1440, 900)
        self.window.show()

    def pump(self, seconds: float) -> None:
        """Let the program live for so long."""
        end = time.monotonic() + seconds
        while True:
            self.application.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if time.monotonic() > end:
                return
            _PAUSE.wait(0.005)

    def until(self, condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
        """Let the program live until something holds."""
        end = time.monotonic() + patience
        while not condition():
            self.pump(0.02)
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain: {what}")

    def stir(self) -> None:
        """Touch a key of the window itself: the keys pressed in its widgets do not tell it that somebody is there."""
        handle = self.window.windowHandle()
        if handle is not None:
            QTest.keyClick(handle, Qt.Key.Key_Shift)

    def close(self) -> None:
        """End the program as a person does."""
        self.window.close()
        self.program.close()

    def _store(self) -> Any:
        assert self.program.workspace is not None
        return self.program.workspace.store

    def _desk(self) -> Any:
        desk = self.window.sync_panel.desk
        assert desk is not None
        return desk

    def _counts(self) -> Any:
        return self._store().read(sync_counts)

    def _position(self) -> int:
        position = self._store().replica.position()
        return position.sequence if position is not None else -1

    def _record(self, record_id: str) -> Any:
        return self._store().read(record, "account", record_id)

    def _value(self, record_id: str, field: str) -> Any:
        found = self._record(record_id)
        return found.get(field) if found is not None else None

    def _held(self, record_id: str) -> Any:
        found = self._record(record_id)
        if found is None:
            return None
        return [found.deleted, *(found.get(name) for name in ("name", "next_step", "website"))]

    def _named(self, name: str) -> str:
        found = self._store().read(where, "account", "name = ?", name)
        return found[0].id if found else ""

    def _states(self, record_id: str) -> dict[str, str]:
        found = self._store().read(field_states, "account", [record_id]).get(record_id, {})
        return {"": self._record(record_id).state.value, **{name: state.value for name, state in found.items()}}

    def _marks(self, record_id: str) -> dict[str, str]:
        """Return the marks that the record's page shows, the record's own under ""."""
        self._go(Place("accounts", record_id, tab="details"))
        self.until(lambda: self._page(record_id) is not None, "the page shows the record")
        self.pump(0.1)
        page = self._page(record_id)
        assert page is not None
        shown = {
            each.field.name: each.state.value
            for each in page.findChildren(Fact)
            if each.isVisible() and each.state is not SyncState.SYNCED
        }
        return {"": page.header.sync.text() if page.header.sync.isVisible() else "", **shown}

    def _popover(self) -> str:
        popover = self.window.sync_panel.open_popover()
        self.pump(0.1)
        content = popover.findChild(SyncPopover)
        said = " ".join(each.text() for each in content.findChildren(Paragraph) if each.isVisible()) if content else ""
        popover.close_popover()
        return said

    def _centre(self, tab: str = "all") -> SyncCentrePage:
        self._go(Place("sync", tab=tab))
        self.until(lambda: bool(self._visible(SyncCentrePage)), "the sync centre opens")
        self.pump(0.2)
        return self._visible(SyncCentrePage)[0]

    def _centre_says(self) -> dict[str, Any]:
        page = self._centre()
        return {
            "tabs": [page.tabs.accessibleTabName(index) for index in range(4)],
            "waiting": page.status._facts["waiting"].text(),
            "deciding": page.status._facts["conflicts"].text(),
            "conflicts": sum(len(each.conflicts) for each in page.list.entries.entries),
            "title": page.status._title.text(),
        }

    def _fact(self, record_id: str, field: str) -> Fact:
        self._go(Place("accounts", record_id, tab="details"))
        found: list[Fact] = []

        def there() -> bool:
            page = self._page(record_id)
            facts = page.findChildren(Fact) if page is not None else []
            found[:] = [each for each in facts if each.field.name == field and each.isVisible()]
            return bool(found)

        self.until(there, f"the page shows {field}")
        self.pump(0.1)
        return found[0]

    def _page(self, record_id: str) -> RecordPage | None:
        for page in self._visible(RecordPage):
            if page.record_id == record_id and page.content is not None:
                return page
        return None

    def _go(self, place: Place) -> None:
        self.program.tools.navigator.go(place)
        self.pump(0.05)

    def _stage(self, kind: type[W]) -> W:
        self.until(lambda: isinstance(self.window._stages.currentWidget(), kind), kind.__name__)
        shown = self.window._stages.currentWidget()
        assert isinstance(shown, kind)
        return shown

    def _visible(self, kind: type[W]) -> list[W]:
        return [each for each in self.window.findChildren(kind) if each.isVisible()]


class Person(AtWork):
    """The hands and eyes of one person."""

    # Hands

    def sign_in(self, name: str) -> None:
        """Sign in with real keys and begin to work."""
        page = self._stage(SignInPage)
        QTest.keyClicks(page.name.editor, name)
        QTest.keyClicks(page.password.editor, PASSWORD)
        QTest.keyClick(page.password.editor, Qt.Key.Key_Return)
        first = self._stage(FirstSyncPage)
        self.until(first.start.isEnabled, "the first sync goes so far that one can start")
        QTest.mouseClick(first.start, _LEFT)
        self.until(lambda: self.window.at_work, "work begins")

    def begin_a_form(self, words: str) -> bool:
        """Open the form of an account with its key and type; tell whether the first sync still runs."""
        self.until(lambda: bool(self.window._companions), "the window has all its parts")
        self._go(Place("accounts"))
        QTest.keyClick(self.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        self.until(lambda: bool(self._visible(CreateDialog)), "the form opens")
        QTest.keyClicks(self._name_line(), words)
        status = self.program.tools.sync.status
        return status is not None and status.first_sync

    def go_on_after_first_sync(self, words: str) -> Any:
        """Wait until the first sync has ended, type on, and return what the form says."""
        sync = self.program.tools.sync
        self.until(lambda: sync.status is not None and not sync.status.first_sync, "the first sync ends", 100.0)
        self.pump(1.0)
        QTest.keyClicks(self._name_line(), words)
        return self._visible(CreateDialog)[0].entered().get("name")

    def _name_line(self) -> QLineEdit:
        forms = self._visible(CreateDialog)
        assert forms, "the form is gone"
        line = forms[0].form.fields["name"].findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        return line

    def create(self, name: str) -> str:
        """Make an account; how its form takes keys is proven in tests/views/forms."""
        self._desk().act("account.create", [Create("account", {"name": name})])
        self.until(lambda: bool(self._named(name)), "the record is there")
        return self._named(name)

    def edit(self, record_id: str, field: str, words: str) -> None:
        """Open the record's page and write a field in its place."""
        fact = self._fact(record_id, field)
        fact.value.setFocus()
        QTest.keyClick(fact.value, Qt.Key.Key_Return)
        assert fact.editor is not None
        line = fact.editor.focusProxy()
        assert isinstance(line, QLineEdit), type(line)
        line.selectAll()
        QTest.keyClicks(line, words)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.until(lambda: self._value(record_id, field) == words, "what was typed is in the store")

    def delete(self, record_id: str) -> None:
        """Move the record to the bin."""
        self._go(Place("accounts", record_id))
        self.until(lambda: self._page(record_id) is not None, "the page shows the record")
        self.program.tools.actions.run("record.delete")
        self.until(lambda: (found := self._record(record_id)) is None or found.deleted, "the record is in the bin")

    def attach(self, record_id: str, name: str, text: str) -> None:
        """Put a file on the record, as a drop does once its bytes are read."""
        path = self._folder / name
        path.write_text(text, encoding="utf-8")
        self._go(Place("accounts", record_id))
        self.until(lambda: self._page(record_id) is not None, "the page shows the record")
        file_acts_of(self._desk()).add([path], Target("account", record_id))
        self.until(lambda: bool(self._store().read(where, "attachment", "file_name = ?", name)), "the file is attached")

    def press(self, key: str) -> None:
        """Press F9 or another key in the window."""
        QTest.keyClick(self.window, getattr(Qt.Key, f"Key_{key}"))

    def settle(self, mine: bool) -> int:
        """Decide everything that is open in the sync centre for one side; return how many were open."""
        page = self._centre("conflicts")
        count = int(self._counts().conflicts)
        if not count:
            return 0
        if page.list.ticking:
            QTest.mouseClick(page.choose_all, _LEFT, pos=QPoint(46, page.choose_all.height() // 2))
            self.until(lambda: page.details.currentWidget() is page.many, "the chosen conflicts are shown")
        run = self.program.tools.actions.run
        run("conflict_keep_mine" if mine else "conflict_keep_theirs")
        if page.details.currentWidget() is page.many:
            run("conflict_apply")
        self.until(lambda: self._counts().conflicts < count, "the conflicts are settled")
        return count

    def give_up(self) -> int:
        """Discard what was not accepted; return how many acts that were."""
        ids = [row[0] for row in self._store().read(_parked_ids)]
        if ids:
            committed = self._store().door.discard(ids)
            self._desk().announce(committed)
        return len(ids)

    def picture(self, path: str) -> None:
        """Write what the window shows."""
        self.pump(0.3)
        above = [each for each in self.application.topLevelWidgets() if each.isVisible() and each is not self.window]
        (above[0] if above else self.window).grab().save(path)

    # Eyes

    def tell(self, records: list[str], look: bool) -> dict[str, Any]:
        """Return what the window says beside what the store holds, at one moment."""
        self.pump(0.15)
        counts, status = self._counts(), self.program.tools.sync.status
        files = self._store().read(file_counts)
        bar = self.window.workplace.bar
        said: dict[str, Any] = {
            "pill": bar.pill.accessibleName(),
            "pill_sentence": bar.pill.accessibleDescription(),
            "strip": self.window.workplace.strip.isVisible(),
            "state": status.state.value if status is not None else "",
            "failure": status.failure.code if status is not None and status.failure is not None else "",
            "rail": self.window.workplace.rail._items["sync"].accessibleName(),
        }
        held: dict[str, Any] = {
            "waiting": counts.waiting,
            "parked": counts.parked,
            "conflicts": counts.conflicts,
            "files": files.to_send,
            "position": self._position(),
            "names": {each: self._held(each) for each in records},
        }
        if look:
            said["popover"] = self._popover()
            said["centre"] = self._centre_says()
            said["marks"] = {each: self._marks(each) for each in records if self._record(each) is not None}
            held["marks"] = {each: self._states(each) for each in records if self._record(each) is not None}
        return {"said": said, "held": held, "counts_after": self._counts() == counts}


def _parked_ids(reader: Any) -> list[tuple[str]]:
    return list(reader.all("SELECT id FROM transactions WHERE state IN ('refused', 'parked') ORDER BY number"))


def main(folder: str, address: str, language: str) -> None:
    """Do what is said until the input ends."""
    person = Person(Path(folder), address, language)
    for line in sys.stdin:
        verb, *arguments = msgspec.json.decode(line)
        person.stir()
        try:
            answer = {"ok": getattr(person, verb)(*arguments)}
        except AssertionError as problem:
            answer = {"problem": str(problem)}
            faulthandler.dump_traceback()
            person.picture(f"{folder}-problem.png")
        sys.stdout.write("» " + msgspec.json.encode(answer).decode() + "\n")
        sys.stdout.flush()
    person.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
