"""What a person has to do, whatever day it is due; the days themselves stand in `calendar.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.models.calendars.recurrence import occurrences, read_stamp
from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.record import Record
from crm_desktop.models.values import members
from crm_desktop.store.queries.calendar import thin
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.records import titles
from crm_desktop.store.reader import Reader

MOST_TO_DO = 500
_MISSED_DAYS, _AHEAD_DAYS = 31, 400


@dataclass(frozen=True, slots=True)
class ToDoView:
    """One's own tasks that are to do, those finished today, and the names of the accounts they are for, by id."""

    to_do: tuple[Record, ...] = ()
    """Open tasks, the earliest first, those without a day last."""
    finished: tuple[Record, ...] = ()
    """Tasks finished today, whatever day they were due."""
    linked: Mapping[str, str] = field(default_factory=dict)


def to_do_view(reader: Reader, seen_from: Standpoint) -> ToDoView:
    """Return what one has to do, as thin records."""
    mine = "owner_id = ? AND deleted_at IS NULL"
    open_task = f"{mine} AND NOT coalesce(done, 0)"
    once = f"{open_task} AND recurrence IS NULL ORDER BY due_at IS NULL, due_at, sort_key, id LIMIT ?"
    series = thin(reader, "task", f"{open_task} AND recurrence > '' LIMIT ?", seen_from.me, MOST_TO_DO)
    begin = seen_from.day_begins(seen_from.today)
    waiting = [each for task in series if (each := next_of(task, begin, seen_from.zone))]
    to_do = sorted([*thin(reader, "task", once, seen_from.me, MOST_TO_DO), *waiting], key=_by_due)
    of_today = f"{mine} AND done AND done_at >= ? AND done_at < ? ORDER BY done_at"
    finished = thin(reader, "task", of_today, seen_from.me, begin, begin + DAY_MS)
    accounts = {str(account) for each in (*to_do, *finished) if (account := each.get("account_id"))}
    return ToDoView(tuple(to_do), tuple(finished), titles(reader, "account", accounts))


def next_of(series: Record, today: int, zone: str) -> Record | None:
    """Return the occurrence of a repeating task that is to be done: the first since the last one that was handled.

    What was missed more than a month ago is not asked for any more.
    """
    handled = max((moment for each in members(series.get("exceptions")) if (moment := read_stamp(each))), default=0)
    since = max(handled + 1, today - _MISSED_DAYS * DAY_MS)
    found = next(iter(occurrences(series, since, today + _AHEAD_DAYS * DAY_MS, zone)), None)
    return found.record if found is not None else None


def _by_due(task: Record) -> tuple[bool, int, str]:
    due = task.get("due_at")
    return due is None, due if isinstance(due, int) else 0, task.id
