"""A person's days: visits when they start, tasks when they are due, and what is overdue."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from crm_desktop.models.clock import local_day
from crm_desktop.models.record import Record
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader


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
