"""What a person does with an entry: open, finish, move, make longer, delete; of a series this one, the rest or all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from crm_desktop.models.calendars.entries import Entry, begins_at, shifted, timed, zone_of
from crm_desktop.models.calendars.series import Reach
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Edit, Update
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.record import Record
from crm_desktop.store.queries.series import Asked, deleting_series, editing_series
from crm_desktop.views.calendar.ics import CalendarFiles
from crm_desktop.views.calendar.outcome import VisitOutcome
from crm_desktop.views.calendar.repeat_dialog import RepeatDialog
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.widgets.menu import Menu

_MINUTE_MS = 60_000
_BEFORE = (0, 10, 30, 60, 24 * 60)
"""Minutes before the begin at which one may be reminded."""


class CalendarActs:
    """The acts of one page; `anchor` returns the widget beside which something is asked about an entry."""

    def __init__(self, desk: Desk, page: QWidget, anchor: Callable[[Entry], QWidget]) -> None:
        self._desk, self._page, self._anchor = desk, page, anchor
        self._changing = Changing(desk, page, desk.notices.fail)
        self.files = CalendarFiles(desk, page)

    def open(self, entry: Entry) -> None:
        """Go to the record's page; what was logged is read on its account's."""
        record = entry.record
        if record.kind == "activity":
            self._desk.navigator.go(Place("accounts", str(record.get("account_id") or "")))
        else:
            self._desk.navigator.go(Place(KINDS[record.kind].plural, record.id))

    def finish(self, entry: Entry) -> None:
        """Complete a task, or ask what came of a visit; what is done already is opened again."""
        record = entry.record
        if record.kind == "task" and not entry.repeats:
            self._changing.finish_task(record, done=not record.get("done"))
        elif record.kind == "task":
            done: dict[str, Value] = {"done": True, "done_at": self._desk.clock.now()}
            said = text("records", "{title} completed", title=record.title)
            self._edit_series(entry, done, Reach.THIS, "task.complete", said)
        elif record.kind == "visit" and record.get("state") == "done":
            self._changing.change(record, {"state": "planned"})
        elif record.kind == "visit":
            asked = VisitOutcome(record, self._desk)
            asked.told.connect(partial(self._finish_visit, entry))
            asked.open_at(self._anchor(entry))

    def move(self, entry: Entry, days: int, minutes: int) -> None:
        """Move an entry on the wall clock; its length and reminder move along."""
        zone = zone_of(entry.record, current_formats(self._desk.clock.now()).zone)
        begins = shifted(entry.begins, timedelta(days=days, minutes=minutes), zone)
        said = text("calendar", "{title} moved", title=entry.record.title)
        self._change(entry, timed(entry.record, begins), said)

    def resize(self, entry: Entry, minutes: int) -> None:
        """Let a visit end earlier or later."""
        said = text("calendar", "{title} changed", title=entry.record.title)
        self._change(entry, {"ends_at": entry.ends + minutes * _MINUTE_MS}, said)

    def remind(self, entry: Entry, minutes: int | None) -> None:
        """Remind of an entry so many minutes before it begins; None for not at all."""
        said = text("calendar", "{title} changed", title=entry.record.title)
        if entry.record.kind == "visit":
            values: dict[str, Value] = {"remind_minutes": minutes}
        else:
            values = {"remind_at": None if minutes is None else entry.begins - minutes * _MINUTE_MS}
        self._change(entry, values, said)

    def repeat(self, entry: Entry) -> None:
        """Ask how often it repeats."""
        formats = current_formats(self._desk.clock.now())
        dialog = RepeatDialog(entry, formats, self._page)
        dialog.told.connect(partial(self._repeat, entry))
        dialog.open()

    def delete(self, entry: Entry) -> None:
        """Move the record to the bin, or take one of a series out."""
        if not entry.repeats:
            self._changing.delete(entry.record)
            return
        said = text("records", "{title} moved to the bin", title=entry.record.title)
        self._ask_reach(entry, lambda reach: self._delete_series(entry, reach, said))

    def menu(self, entry: Entry, screen: QPoint) -> None:
        """Offer all of it."""
        menu, record = Menu(self._page), entry.record
        menu.add_entry(text("calendar", "Open"), partial(self.open, entry), icon="square-arrow-out-up-right")
        if record.kind != "activity":
            done = record.get("done") or record.get("state") == "done"
            words = text("calendar", "Not done yet") if done else text("calendar", "Mark as done")
            menu.add_entry(words, partial(self.finish, entry), icon="circle-check", shortcut="Ctrl+Return")
            menu.add_line()
            menu.add_entry(text("calendar", "Repeat…"), partial(self.repeat, entry), icon="repeat")
            menu.add_entry(text("calendar", "Remind me…"), partial(self._ask_reminder, entry, screen), icon="bell")
            save = partial(self.files.ask_to_save_one, entry)
            menu.add_entry(text("calendar", "Save as calendar file…"), save, icon="download")
            menu.add_line()
            delete = label("acts", f"{record.kind}.delete")
            menu.add_entry(delete, partial(self.delete, entry), icon="trash-2", shortcut="Del", danger=True)
        self._pop(menu, screen)

    def _ask_reminder(self, entry: Entry, screen: QPoint) -> None:
        menu, formats = Menu(self._page), current_formats(self._desk.clock.now())
        menu.add_entry(text("calendar", "No reminder"), partial(self.remind, entry, None), icon="bell-off")
        for minutes in _BEFORE:
            said = text("calendar", "{time} before", time=formats.duration(minutes))
            words = said if minutes else text("calendar", "When it begins")
            menu.add_entry(words, partial(self.remind, entry, minutes), icon="bell")
        self._pop(menu, screen)

    def _change(self, entry: Entry, values: Values, said: Wording) -> None:
        record = entry.record
        if entry.repeats:
            act = f"{record.kind}.edit"
            self._ask_reach(entry, lambda reach: self._edit_series(entry, values, reach, act, said))
        else:
            self._changing.act(f"{record.kind}.edit", [Update(record.kind, record.id, values)], said)

    def _repeat(self, entry: Entry, rule: str) -> None:
        record = entry.record
        said = text("calendar", "{title} repeats now", title=record.title) if rule else None
        zone = zone_of(record, current_formats(self._desk.clock.now()).zone)
        values: dict[str, Value] = {"recurrence": rule or None, "zone": zone}
        words = said or text("calendar", "{title} no longer repeats", title=record.title)
        if entry.repeats and rule:
            self._change(entry, values, words)
        else:
            # Without a rule the series is what its first occurrence was.
            self._changing.act(f"{record.kind}.edit", [Update(record.kind, record.id, values)], words)

    def _finish_visit(self, entry: Entry, values: Values) -> None:
        if entry.repeats:
            said = text("records", "{title} marked as done", title=entry.record.title)
            self._edit_series(entry, values, Reach.THIS, "visit.done", said)
        else:
            self._changing.finish_visit(entry.record, values)

    def _edit_series(self, entry: Entry, values: Values, reach: Reach, act: str, said: Wording) -> None:
        self._look_up(editing_series, entry, (values, reach), lambda edits: self._changing.act(act, edits, said))

    def _delete_series(self, entry: Entry, reach: Reach, said: Wording) -> None:
        act = f"{entry.record.kind}.delete"
        self._look_up(deleting_series, entry, ({}, reach), lambda edits: self._changing.act(act, edits, said))

    def _look_up(
        self,
        query: Callable[..., list[Edit]],
        entry: Entry,
        wish: tuple[Values, Reach],
        then: Callable[[list[Edit]], None],
    ) -> None:
        formats = current_formats(self._desk.clock.now())
        asked = Asked(entry.record.kind, entry.record.id, entry.occurrence_at or 0, *wish)
        self._desk.read(self._page, then, query, asked, formats.now, formats.zone)

    def _ask_reach(self, entry: Entry, then: Callable[[Reach], None]) -> None:
        menu = Menu(self._page)
        menu.add_entry(text("calendar", "Only this one"), partial(then, Reach.THIS), icon="calendar-1")
        menu.add_entry(
            text("calendar", "This and all that follow"), partial(then, Reach.FOLLOWING), icon="calendar-range"
        )
        menu.add_entry(text("calendar", "All of the series"), partial(then, Reach.ALL), icon="repeat")
        anchor = self._anchor(entry)
        self._pop(menu, anchor.mapToGlobal(anchor.rect().center()))

    @staticmethod
    def _pop(menu: Menu, screen: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(screen)
        menu.setActiveAction(menu.actions()[0])


def single(record: Record) -> Entry:
    """Return a task from a list of what is to do as an entry; one that repeats comes as one of its occurrences."""
    begins, at = begins_at(record) or 0, record.get("occurrence_at")
    repeats = bool(record.get("recurrence")) and isinstance(at, int)
    return Entry(record, begins, begins, occurrence_at=at if repeats and isinstance(at, int) else None)
