"""What a person does with a visit or task in the agenda: open, finish, move, delete; each one act with Undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Update
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.views.agenda.outcome import VisitOutcome
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.widgets.menu import Menu

_MINUTE_MS = 60_000


class AgendaActs:
    """The acts of one page; `anchor` returns the widget beside which something is asked about a record."""

    def __init__(self, desk: Desk, page: QWidget, anchor: Callable[[Record], QWidget]) -> None:
        self._desk, self._page, self._anchor = desk, page, anchor
        self._changing = Changing(desk, page, desk.notices.fail)

    def open(self, record: Record) -> None:
        """Go to the record's page."""
        self._desk.navigator.go(Place(KINDS[record.kind].plural, record.id))

    def finish(self, record: Record) -> None:
        """Complete a task, or ask what came of a visit; what is done already is opened again."""
        if record.kind == "task":
            self._changing.finish_task(record, done=not record.get("done"))
        elif record.get("state") == "done":
            self._changing.change(record, {"state": "planned"})
        else:
            asked = VisitOutcome(record, self._desk)
            asked.told.connect(partial(self._changing.finish_visit, record))
            asked.open_at(self._anchor(record))

    def move(self, record: Record, minutes: int) -> None:
        """Move a visit, or the time a task is due, by some minutes."""
        values: dict[str, Value] = {}
        for name in ("due_at",) if record.kind == "task" else ("starts_at", "ends_at"):
            moment = record.get(name)
            if isinstance(moment, int):
                values[name] = moment + minutes * _MINUTE_MS
        said = text("agenda", "{title} moved", title=record.title)
        self._changing.act(f"{record.kind}.edit", [Update(record.kind, record.id, values)], said)

    def delete(self, record: Record) -> None:
        """Move the record to the bin."""
        self._changing.delete(record)

    def menu(self, record: Record, screen: QPoint) -> None:
        """Offer all of it."""
        menu = Menu(self._page)
        menu.add_entry(text("agenda", "Open"), partial(self.open, record), icon="square-arrow-out-up-right")
        done = record.get("done") or record.get("state") == "done"
        words = text("agenda", "Not done yet") if done else text("agenda", "Mark as done")
        menu.add_entry(words, partial(self.finish, record), icon="circle-check", shortcut="Ctrl+Return")
        menu.add_line()
        delete = label("acts", f"{record.kind}.delete")
        menu.add_entry(delete, partial(self.delete, record), icon="trash-2", shortcut="Del", danger=True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(screen)
