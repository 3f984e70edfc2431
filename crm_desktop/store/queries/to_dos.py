"""What is to be done by a person now, gathered from everything that raises a to-do (`models/rules/to_dos.py`)."""

from collections.abc import Iterable
from datetime import timedelta

from crm_desktop.models.calendars.recurrence import occurrences
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.record import Record
from crm_desktop.models.rules.to_dos import (
    MISSED_DAYS,
    RENEWAL_DAYS,
    Event,
    ToDo,
    in_order,
    of_account,
    of_opportunity,
    of_task,
    of_visit,
)
from crm_desktop.store.journal import decode_fields
from crm_desktop.store.queries.agenda import next_of
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.records import records, where
from crm_desktop.store.queries.sync_state import sync_counts
from crm_desktop.store.reader import Reader

MOST = 200
_RECENT_DAYS = 14
_GIVEN = ("account", "opportunity", "task", "visit")


def to_dos(reader: Reader, now: int, seen_from: Standpoint) -> list[ToDo]:
    """Return one's own to-dos, the most pressing first."""
    found = [
        *_decisions(reader),
        *_tasks(reader, now, seen_from),
        *_visits(reader, now, seen_from),
        *_opportunities(reader, now, seen_from),
        *_renewals(reader, now, seen_from),
        *_unseen(reader, [*_assigned(reader, now, seen_from.me), *_mentioned(reader, now, seen_from.me)]),
    ]
    return in_order(found)[:MOST]


def _decisions(reader: Reader) -> Iterable[ToDo]:
    waiting = sync_counts(reader).to_decide
    if waiting:
        yield ToDo(Event.TO_DECIDE, Record("conflict", "", {}), late=True, count=waiting)


def _tasks(reader: Reader, now: int, seen_from: Standpoint) -> Iterable[ToDo]:
    tomorrow = seen_from.day_begins(seen_from.today + timedelta(days=1))
    mine = "owner_id = ? AND deleted_at IS NULL AND NOT coalesce(done, 0)"
    due = f"{mine} AND recurrence IS NULL AND due_at < ? ORDER BY due_at LIMIT ?"
    found = where(reader, "task", due, seen_from.me, tomorrow, MOST)
    series = where(reader, "task", f"{mine} AND recurrence > ''", seen_from.me)
    today = seen_from.day_begins(seen_from.today)
    found += [each for task in series if (each := next_of(task, today, seen_from.zone)) is not None]
    return filter(None, (of_task(each, now, tomorrow) for each in found))


def _visits(reader: Reader, now: int, seen_from: Standpoint) -> Iterable[ToDo]:
    mine = "owner_id = ? AND deleted_at IS NULL AND state IN ('planned', 'under_way')"
    since = now - MISSED_DAYS * DAY_MS
    single = f"{mine} AND recurrence IS NULL AND starts_at > ? AND starts_at < ? LIMIT ?"
    found = where(reader, "visit", single, seen_from.me, since, now, MOST)
    # Of a series only yesterday's and today's: nobody logs a month of stand-ups.
    for each in where(reader, "visit", f"{mine} AND recurrence > ''", seen_from.me):
        if each.get("account_id"):
            found += [entry.record for entry in occurrences(each, now - DAY_MS, now, seen_from.zone)]
    return filter(None, (of_visit(each, now) for each in found))


def _opportunities(reader: Reader, now: int, seen_from: Standpoint) -> Iterable[ToDo]:
    stages = {each.id: each for each in where(reader, "stage", "deleted_at IS NULL")}
    rots = {
        each: stage.get("rots_after_days") for each, stage in stages.items() if stage.get("outcome") in (None, "open")
    }
    for each in where(reader, "opportunity", "owner_id = ? AND deleted_at IS NULL", seen_from.me):
        stage = str(each.get("stage_id") or "")
        found = of_opportunity(each, rots[stage], now, seen_from.today) if stage in rots else None
        if found is not None:
            yield found


def _renewals(reader: Reader, now: int, seen_from: Standpoint) -> Iterable[ToDo]:
    condition = "owner_id = ? AND deleted_at IS NULL AND renewal_on BETWEEN ? AND ? ORDER BY renewal_on LIMIT ?"
    until = seen_from.today + timedelta(days=RENEWAL_DAYS)
    near = where(reader, "account", condition, seen_from.me, seen_from.today.isoformat(), until.isoformat(), MOST)
    return filter(None, (of_account(each, now, seen_from.today) for each in near))


def _assigned(reader: Reader, now: int, me: str) -> Iterable[ToDo]:
    """Return what others gave to this person lately, and the person still has."""
    marks = ", ".join("?" * len(_GIVEN))
    rows = reader.all(
        f"""
        SELECT c.kind, c.record_id, c.fields, t.made_at FROM transactions t
        JOIN changes c ON c.transaction_number = t.number
        WHERE t.origin = 'server' AND t.made_at > ? AND t.user_id <> ? AND c.operation = 'update'
        AND c.kind IN ({marks}) AND c.fields LIKE '%"owner_id"%' ORDER BY t.number DESC LIMIT ?
        """,
        now - _RECENT_DAYS * DAY_MS, me, *_GIVEN, MOST,
    )  # fmt: skip
    given: dict[tuple[str, str], int] = {}
    for kind, record_id, fields, made_at in rows:
        change = decode_fields(fields).get("owner_id")
        if change is not None and change.after == me and change.before not in (None, me):
            given.setdefault((kind, record_id), made_at)
    for kind in _GIVEN:
        ids = [record_id for of, record_id in given if of == kind]
        for each in records(reader, kind, ids).values():
            if each.get("owner_id") == me and not each.deleted:
                yield ToDo(Event.ASSIGNED, each, given[(kind, each.id)])


def _mentioned(reader: Reader, now: int, me: str) -> Iterable[ToDo]:
    """Return what others logged lately with `@` and this person's name."""
    name = reader.value("SELECT name FROM users WHERE id = ?", me)
    if not name:
        return
    at = "%@" + str(name).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    condition = (
        "deleted_at IS NULL AND happened_at > ? AND coalesce(created_by, '') <> ?"
        " AND (body LIKE ? ESCAPE '\\' OR subject LIKE ? ESCAPE '\\') LIMIT ?"
    )
    for each in where(reader, "activity", condition, now - _RECENT_DAYS * DAY_MS, me, at, at, MOST):
        moment = each.get("happened_at")
        yield ToDo(Event.MENTIONED, each, moment if isinstance(moment, int) else None)


def _unseen(reader: Reader, found: list[ToDo]) -> Iterable[ToDo]:
    seen = set(reader.all("SELECT kind, record_id, occurrence_at FROM reminders WHERE kind LIKE 'to_do.%'"))
    return (each for each in found if (f"to_do.{each.event}", each.record.id, each.at or 0) not in seen)


KINDS_CONCERNED = frozenset({*_GIVEN, "activity", "conflict", "stage"}) & KINDS.keys()
"""A change of one of these may raise or end a to-do."""
