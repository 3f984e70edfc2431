"""A person's days: visits when they start, tasks when they are due, and what is overdue."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from crm_desktop.models.calendars.recurrence import occurrences, read_stamp
from crm_desktop.models.clock import DAY_MS, local_day
from crm_desktop.models.record import Record
from crm_desktop.models.values import members
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.record_view import linked_titles
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader

MOST_TO_DO = 500
_MISSED_DAYS, _AHEAD_DAYS = 31, 400


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """One day's visits and tasks, each by its time."""

    day: date
    visits: tuple[Record, ...] = ()
    tasks: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """Some days, open tasks from before today, and open tasks without a day."""

    days: tuple[AgendaDay, ...]
    overdue: tuple[Record, ...]
    undated: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """One day's visits and tasks, everything else that is to do, and the names of what it all links to by id."""

    day: date
    visits: tuple[Record, ...] = ()
    tasks: tuple[Record, ...] = ()
    """Those due on the day, finished ones too."""
    to_do: tuple[Record, ...] = ()
    """Open tasks, the earliest first, those without a day last."""
    finished: tuple[Record, ...] = ()
    """Tasks finished today, whatever day they were due."""
    linked: Mapping[str, str] = field(default_factory=dict)


def day_view(reader: Reader, day: date, seen_from: Standpoint) -> DayView:
    """Return one's own day, and what is to do beyond it."""
    found = agenda(reader, day, 1, seen_from, frozenset({seen_from.me})).days[0]
    mine = "owner_id = ? AND deleted_at IS NULL"
    open_task = f"{mine} AND NOT coalesce(done, 0)"
    once = f"{open_task} AND recurrence IS NULL ORDER BY due_at IS NULL, due_at, sort_key, id LIMIT ?"
    series = where(reader, "task", f"{open_task} AND recurrence > '' LIMIT ?", seen_from.me, MOST_TO_DO)
    waiting = [
        each for task in series if (each := next_of(task, seen_from.day_begins(seen_from.today), seen_from.zone))
    ]
    to_do = sorted([*where(reader, "task", once, seen_from.me, MOST_TO_DO), *waiting], key=_by_due)
    begin = seen_from.day_begins(seen_from.today)
    finished = where(
        reader, "task", f"{mine} AND done AND done_at >= ? AND done_at < ? ORDER BY done_at", seen_from.me, begin,
        begin + DAY_MS,
    )  # fmt: skip
    records = [*found.visits, *found.tasks, *to_do, *finished]
    linked = linked_titles(reader, records)
    return DayView(day, found.visits, found.tasks, tuple(to_do), tuple(finished), linked)


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


def agenda(reader: Reader, first: date, days: int, seen_from: Standpoint, people: frozenset[str]) -> Agenda:
    """Return the agenda of these people for `days` days from `first`; finished tasks stand on the day they were due."""
    begin, end = (seen_from.day_begins(first + timedelta(days=offset)) for offset in (0, days))
    whose = f"owner_id IN ({', '.join('?' * len(people))}) AND deleted_at IS NULL"
    who = sorted(people)
    visits = where(
        reader, "visit", f"{whose} AND starts_at >= ? AND starts_at < ? ORDER BY starts_at, id", *who, begin, end
    )
    tasks = where(reader, "task", f"{whose} AND due_at >= ? AND due_at < ? ORDER BY due_at, id", *who, begin, end)
    open_task = f"{whose} AND NOT coalesce(done, 0)"
    today = seen_from.day_begins(seen_from.today)
    return Agenda(
        _by_day(first, days, seen_from.zone, visits, tasks),
        tuple(where(reader, "task", f"{open_task} AND due_at < ? ORDER BY due_at, id", *who, today)),
        tuple(where(reader, "task", f"{open_task} AND due_at IS NULL ORDER BY sort_key, id", *who)),
    )


def _by_day(first: date, days: int, zone: str, visits: list[Record], tasks: list[Record]) -> tuple[AgendaDay, ...]:
    visits_on, tasks_on = _on_days(visits, "starts_at", zone), _on_days(tasks, "due_at", zone)
    every = [first + timedelta(days=offset) for offset in range(days)]
    return tuple(AgendaDay(day, tuple(visits_on[day]), tuple(tasks_on[day])) for day in every)


def _on_days(found: list[Record], name: str, zone: str) -> dict[date, list[Record]]:
    days: dict[date, list[Record]] = defaultdict(list)
    for each in found:
        moment = each.get(name)
        if isinstance(moment, int):
            days[local_day(moment, zone)].append(each)
    return days
