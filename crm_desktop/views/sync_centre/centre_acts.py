"""What a person does in the sync centre: settle conflicts, send again or give up what was not accepted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.models.edits import Edit
from crm_desktop.models.record import Record
from crm_desktop.models.rescue import LeftWork
from crm_desktop.models.rules.settling import Choice, settle
from crm_desktop.store.queries.sync_state import ConflictDetail
from crm_desktop.store.settling import settle_many
from crm_desktop.store.write_door import Committed
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.sync_centre.left_feed import LeftWorkFeed
from crm_desktop.views.widgets.dialog import ask


class CentreActs(QObject):
    """The acts of one sync centre page."""

    def __init__(self, desk: Desk, left_work: LeftWorkFeed, page: QWidget) -> None:
        super().__init__(page)
        self.desk, self._left_work, self._page = desk, left_work, page

    def settle(self, record: Record | None, choices: list[Choice]) -> None:
        """Settle a record's conflicts as chosen."""
        edits = settle(choices, record, self.desk.me, self.desk.clock.now())
        self.desk.act("conflict.settle", edits, text("sync_centre", "%n conflict(s) settled", n=len(choices)))

    def settle_many(self, details: list[ConflictDetail], mine: bool) -> None:
        """Settle many conflicts for one side; their ticks go with them."""
        conflicts = [(each.entry, each.record) for each in details]
        work = partial(settle_many, self.desk.store.door, conflicts, self.desk.me, self.desk.clock.now(), mine=mine)
        said = text("sync_centre", "%n conflict(s) settled", n=len(details))

        def done(written: list[Committed]) -> None:
            for committed in written:
                self.desk.announce(committed)
            self.desk.notices.say_done(said)

        self.desk.background.write(work, done, self.desk.notices.fail, owner=self._page)

    def send_again(self, ids: list[str]) -> None:
        """Send acts once more that were not accepted."""
        self._write(partial(self.desk.store.door.send_again, ids), text("sync_centre", "Waiting to be sent again"))

    def send_edited(self, transaction: str, edits: list[Edit]) -> None:
        """Send an act in another shape."""
        door = self.desk.store.door
        self._write(partial(door.send_edited, transaction, edits), text("sync_centre", "Waiting to be sent again"))

    def discard(self, ids: list[str]) -> None:
        """Give acts up, after a question."""
        question = text("sync_centre", "Discard what was not accepted?")
        explanation = text("sync_centre", "%n change(s) of yours are given up for good.", n=len(ids))
        said = text("sync_centre", "%n change(s) discarded", n=len(ids))
        work = partial(self.desk.store.door.discard, ids)
        verb = text("sync_centre", "Discard")
        ask(self._page, question, explanation, verb, lambda: self._write(work, said), destructive=True)

    def discard_left(self, work: LeftWork) -> None:
        """Give up what somebody left behind, after a question."""
        question = text("sync_centre", "Discard what was left behind?")
        explanation = text("sync_centre", "Nobody applies it any more; it stays in this list as discarded.")
        verb = text("sync_centre", "Discard")
        ask(self._page, question, explanation, verb, partial(self._left_work.discard, work), destructive=True)

    def _write(self, work: partial[Committed], said: Wording) -> None:
        def done(committed: Committed) -> None:
            self.desk.announce(committed)
            self.desk.notices.inform(said)

        self.desk.background.write(work, done, self.desk.notices.fail, owner=self._page)
