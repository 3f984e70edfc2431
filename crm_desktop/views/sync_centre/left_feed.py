"""Work that others left behind, as the server tells it: read when somebody looks, decided about online only.

It never lies on this device: who may see what of it is judged by the server at each reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from crm_desktop.models.access import Permission
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Transaction
from crm_desktop.models.record import Record
from crm_desktop.models.rescue import LeftWork
from crm_desktop.store.queries.record_view import linked_titles
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.lookups import Lookups


class LeftWorkFeed(QObject):
    """`read`, then `works` and `changed`; `apply` and `discard` read again."""

    changed = Signal()

    def __init__(self, desk: Desk, lookups: Lookups, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._lookups = desk, lookups
        self.works: list[LeftWork] = []
        self.linked: Mapping[str, str] = {}
        self.error: Exception | None = None
        """Why the list could not be read last time."""

    @property
    def concerns_me(self) -> bool:
        """Whether the person may decide about others' work, or has left some."""
        return bool(self.works) or self._lookups.may(Permission.SEE_PARKED)

    @property
    def open_count(self) -> int:
        """How much waits for a decision."""
        return sum(work.state == "open" for work in self.works)

    def read(self) -> None:
        """Ask the server."""
        server = self._desk.around.server
        if server is not None:
            self._desk.background.ask(server.left_work, self._take, self._failed, owner=self, token="left")  # noqa: S106

    def apply(self, work: LeftWork, transaction: Transaction) -> None:
        """Do something in a work's place, as an act of one's own."""
        server = self._desk.around.server
        if server is not None:
            self._write(partial(server.apply_left, work.id, transaction), text("sync_centre", "Applied as your change"))

    def discard(self, work: LeftWork) -> None:
        """Give a work up."""
        server = self._desk.around.server
        if server is not None:
            self._write(partial(server.discard_left, work.id), text("sync_centre", "Discarded"))

    def _write(self, work: Callable[[], object], said: Wording) -> None:
        def done(_answer: object) -> None:
            self._desk.notices.inform(said)
            self._desk.actions.run("sync_now")
            self.read()

        def failed(error: Exception) -> None:
            self._desk.notices.fail(error)
            self.read()

        self._desk.background.ask(work, done, failed, owner=self)

    def _take(self, works: list[LeftWork]) -> None:
        self.works, self.error = works, None
        self.changed.emit()
        self._desk.read(self, self._name, linked_titles, [each for work in works for each in _versions(work)])

    def _name(self, linked: dict[str, str]) -> None:
        self.linked = linked
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        self.error = error
        self.changed.emit()


def _versions(work: LeftWork) -> list[Record]:
    """Return the records as they were written and as they stand, to name what both link to."""
    known = [change for change in work.changes if change.kind in KINDS]
    typed = [Record(change.kind, change.id, {each.name: each.after for each in change.fields}) for change in known]
    return typed + [Record(each.kind, each.id, {one.name: one.present for one in each.fields}) for each in known]
