"""Reminders of this device: which are due, and which were told already, so that none comes twice.

Kept beside the records and never sent: each device reminds for itself.
"""

from collections.abc import Iterable

from crm_desktop.models.calendars.entries import Entry, entry_of
from crm_desktop.models.calendars.recurrence import occurrences
from crm_desktop.models.calendars.reminding import EARLIEST_MS, FORGOTTEN_MS, Reminder, is_due, remind_at
from crm_desktop.models.clock import Clock
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.identity import identity
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader

_ASKED = {
    "visit": "remind_minutes IS NOT NULL AND state = 'planned'",
    "task": "remind_at IS NOT NULL AND NOT coalesce(done, 0)",
}
_NEAR = {"visit": "starts_at", "task": "remind_at"}
_PUT_OFF = "SELECT record_id FROM reminders WHERE again_at IS NOT NULL"
_TOLD = "SELECT kind, record_id, occurrence_at, due_at, again_at FROM reminders"
_TELL = """
    INSERT INTO reminders (kind, record_id, occurrence_at, due_at, told_at, again_at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (kind, record_id, occurrence_at)
    DO UPDATE SET due_at = excluded.due_at, told_at = excluded.told_at, again_at = excluded.again_at
"""
_Key = tuple[str, str, int]


class Reminders:
    """One for each open replica; any thread may use it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def due(self, zone: str) -> list[Reminder]:
        """Return what is to be told now and was not yet, the earliest first."""
        with self._database.reading() as connection:
            return self._due(connection, zone)

    def claim(self, zone: str) -> list[Reminder]:
        """Return what is due and note that it has been told: a second window, or the next start, does not tell it."""
        if not self.due(zone):
            return []
        with self._database.writing() as connection:
            found = self._due(connection, zone)
            now = self._clock.now()
            connection.executemany(_TELL, [(*each.key, each.due_at, now, None) for each in found])
            connection.execute("DELETE FROM reminders WHERE due_at < ? AND again_at IS NULL", (now - 4 * FORGOTTEN_MS,))
        return found

    def put_off(self, reminder: Reminder, until: int) -> None:
        """Tell it again at a moment."""
        with self._database.writing() as connection:
            connection.execute(_TELL, (*reminder.key, reminder.due_at, self._clock.now(), until))

    def note_seen(self, event: str, record_id: str, at: int) -> None:
        """Note that a to-do which ends by being seen was seen: an assignment, a mention."""
        with self._database.writing() as connection:
            now = self._clock.now()
            connection.execute(_TELL, (f"to_do.{event}", record_id, at, now, now, None))

    def _due(self, connection: Connection, zone: str) -> list[Reminder]:
        now, me = self._clock.now(), identity(connection).user_id
        told: dict[_Key, tuple[int, int | None]] = {
            (kind, record_id, at): (due_at, again_at)
            for kind, record_id, at, due_at, again_at in connection.execute(_TOLD).fetchall()
        }
        found = []
        for entry in self._asked(Reader(connection), me, now, zone, list(told)):
            moment = remind_at(entry)
            if moment is None:
                continue
            reminder = Reminder(entry, moment)
            due_at, again_at = told.get(reminder.key, (None, None))
            if due_at == moment and again_at is not None and again_at <= now:
                found.append(Reminder(entry, moment, again=True))
            elif due_at != moment and is_due(moment, now):
                found.append(reminder)
        return sorted(found, key=lambda each: (each.due_at, each.key))

    def _asked(self, reader: Reader, me: str, now: int, zone: str, told: list[_Key]) -> Iterable[Entry]:
        """Return all entries that may be due: those near now, and those that were put off."""
        begin, end = now - FORGOTTEN_MS, now + EARLIEST_MS
        put_off = {record_id for _, record_id, _ in told}
        for kind, asked in _ASKED.items():
            mine = f"owner_id = ? AND deleted_at IS NULL AND {asked}"
            near = f"({_NEAR[kind]} BETWEEN ? AND ? OR id IN ({_PUT_OFF}))"
            for each in where(reader, kind, f"{mine} AND recurrence IS NULL AND {near}", me, begin, end):
                entry = entry_of(each, zone)
                if entry is not None:
                    yield entry
            for each in where(reader, kind, f"{mine} AND recurrence > ''", me):
                since = begin - EARLIEST_MS if each.id in put_off else begin
                yield from occurrences(each, since, end, zone)
