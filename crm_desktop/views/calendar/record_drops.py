"""Records carried from a list to a calendar: tasks and visits move there, for others a visit is planned there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.models.calendars.entries import HOUR_MS, at_wall, begins_at, ends_at, timed, wall
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.rules.linking import link_field
from crm_desktop.store.queries.records import records
from crm_desktop.store.queries.writable import writable
from crm_desktop.store.reader import Reader
from crm_desktop.views.calendar.blocks import moment_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.records.record_drag import Carried, carried_in

_TIMED = ("task", "visit")
_MORNING = 9 * 60


@dataclass(frozen=True, slots=True)
class Landing:
    """Where something would come to lie: a day, and a minute where the calendar has hours."""

    day: date
    minute: int | None = None


class Calendar(Protocol):
    """A canvas over which records are carried."""

    def aim(self, spot: QPointF | None) -> tuple[int, int | None] | None:
        """Show where it would land; return the day, counted from the first one shown, and the minute."""


class RecordDrops(QObject):
    """`RecordDrops(canvas, calendar, desk, first)`; `first` tells the first day that the canvas shows."""

    def __init__(self, canvas: QWidget, calendar: Calendar, desk: Desk, first: Callable[[], date]) -> None:
        super().__init__(canvas)
        self._calendar, self._desk, self._first = calendar, desk, first
        canvas.setAcceptDrops(True)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags of records that have a time, or with which a visit can be planned."""
        if isinstance(event, QDropEvent):
            return self._over(event)
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Hide):
            self._calendar.aim(None)
        return False

    def take(self, carried: Carried, landing: Landing) -> None:
        """Move tasks and visits there, or plan a visit for each of the others."""
        if carried.kind not in _TIMED and len(carried.ids) == 1:
            self._desk.read(self, lambda found: self._plan_one(found, landing), records, carried.kind, carried.ids)
        else:
            self._desk.read(self, lambda found: self._take_all(found, landing), _carried, self._desk.me, carried)

    def _over(self, event: QDropEvent) -> bool:
        carried = carried_in(event.mimeData())
        if carried is None or not (carried.kind in _TIMED or link_field("visit", carried.kind)):
            return False
        aimed = self._calendar.aim(event.position())
        if event.type() == QEvent.Type.Drop:
            self._calendar.aim(None)
            if aimed is not None:
                self.take(carried, Landing(self._first() + timedelta(days=aimed[0]), aimed[1]))
        event.setDropAction(Qt.DropAction.LinkAction)
        event.setAccepted(aimed is not None)
        return True

    def _plan_one(self, found: dict[str, Record], landing: Landing) -> None:
        zone = current_formats(self._desk.clock.now()).zone
        for each in found.values():
            begins = moment_of(landing.day, _MORNING if landing.minute is None else landing.minute, zone)
            times = {"starts_at": begins, "ends_at": begins + HOUR_MS, "zone": zone}
            self._desk.navigator.create("visit", {**times, **_linked(each)})

    def _take_all(self, found: list[Record], landing: Landing) -> None:
        if not found:
            self._desk.notices.fail(Refused("list.out_of_reach", count=1))
            return
        zone = current_formats(self._desk.clock.now()).zone
        if found[0].kind in _TIMED:
            edits: list[Edit] = moved(found, landing, zone)
            name = found[0].title if len(edits) == 1 else text("calendar", "%n entr(y|ies)", n=len(edits))
            self._desk.act(f"{found[0].kind}.edit", edits, text("calendar", "{title} moved", title=name))
        else:
            edits = planned(found, landing, zone, self._desk.me)
            self._desk.act("visit.create", edits, text("calendar", "%n visit(s) planned", n=len(edits)))


def moved(found: list[Record], landing: Landing, zone: str) -> list[Edit]:
    """Return the edits that bring tasks or visits there: onto a day at their own time, or one after the other."""
    edits: list[Edit] = []
    following = moment_of(landing.day, landing.minute or 0, zone)
    for each in found:
        before = begins_at(each)
        if landing.minute is None:
            clock = wall(before, zone).time() if before is not None else time(_MORNING // 60)
            begins = at_wall(datetime.combine(landing.day, clock), zone)
        else:
            begins = following
        edits.append(Update(each.kind, each.id, timed(each, begins)))
        if each.kind == "visit":  # tasks are due together, visits take their time
            following = begins + ends_at(each, before or begins) - (before or begins)
    return edits


def planned(found: list[Record], landing: Landing, zone: str, me: str) -> list[Edit]:
    """Return the visits for records, an hour each and one after the other."""
    begins = moment_of(landing.day, _MORNING if landing.minute is None else landing.minute, zone)
    made: list[Edit] = []
    for number, each in enumerate(found):
        at = begins + number * HOUR_MS
        times: dict[str, Value] = {"starts_at": at, "ends_at": at + HOUR_MS, "zone": zone}
        # An account stands before the subject wherever a visit is shown.
        subject = tr("calendar", "Visit") if each.kind == "account" else each.title
        made.append(Create("visit", {"subject": subject, "owner_id": me, **times, **_linked(each)}))
    return made


def _linked(record: Record) -> dict[str, Value]:
    """Return the fields by which a visit belongs to the record, and to the record's account."""
    account = record.get("account_id")
    values: dict[str, Value] = {link_field("visit", record.kind): record.id}
    return {"account_id": account, **values} if account else values


def _carried(reader: Reader, me: str, carried: Carried) -> list[Record]:
    """Return what is carried, in order: of tasks and visits those that the person may change."""
    ids = set(writable(reader, me, carried.kind, list(carried.ids)) if carried.kind in _TIMED else carried.ids)
    found = records(reader, carried.kind, ids)
    return [found[each] for each in carried.ids if each in found and not found[each].deleted]
