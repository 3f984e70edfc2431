"""The catalogue of what raises a to-do for a person, and how pressing each is. Pure: values in, to-dos out.

A to-do is no record: it is there as long as its reason is, and goes when the reason is dealt with. Two kinds have no
such end, an assignment and a mention; those are noted as seen.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record

RENEWAL_DAYS = 60
"""So many days before a renewal it wants to be prepared."""
MISSED_DAYS = 30
"""A visit that nobody logged for so long is history."""


class Event(StrEnum):
    """What raises a to-do. The order is how pressing they are on the same day."""

    TO_DECIDE = "to_decide"
    """A conflict, or work that the server did not accept."""
    TASK_DUE = "task_due"
    VISIT_TO_LOG = "visit_to_log"
    """A visit is over, and nobody has said what came of it."""
    CLOSE_PASSED = "close_passed"
    """An open opportunity was to be closed before today."""
    RENEWAL_NEAR = "renewal_near"
    ASSIGNED = "assigned"
    """Somebody else gave a record to this person."""
    MENTIONED = "mentioned"
    ROTTING = "rotting"
    """Nothing has happened about an opportunity for longer than its stage allows."""


SEEN = frozenset({Event.ASSIGNED, Event.MENTIONED})
"""Those that end by being seen."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do: its reason, the record where it is handled, and since or until when."""

    event: Event
    record: Record
    at: int | None = None
    """The moment it is about: due, ended, passed."""
    late: bool = False
    count: int = 1

    @property
    def key(self) -> str:
        """What tells it from others."""
        return f"{self.event}:{self.record.id}:{self.record.get('occurrence_at') or ''}"


def of_task(task: Record, now: int, tomorrow: int) -> ToDo | None:
    """Return a task's to-do: due today or before; None for one that is done or has time."""
    due = _moment(task.get("due_at"))
    if task.get("done") or due is None or due >= tomorrow:
        return None
    return ToDo(Event.TASK_DUE, task, due, late=due < now)


def of_visit(visit: Record, now: int) -> ToDo | None:
    """Return the to-do of a visit that is over and was not logged."""
    ended = _moment(visit.get("ends_at")) or _moment(visit.get("starts_at"))
    if visit.get("state") not in ("planned", "under_way") or ended is None:
        return None
    return ToDo(Event.VISIT_TO_LOG, visit, ended) if now - MISSED_DAYS * DAY_MS < ended <= now else None


def of_opportunity(opportunity: Record, rots_after_days: Value, now: int, today: date) -> ToDo | None:
    """Return the to-do of an open opportunity: its day has passed, else it rots."""
    close = opportunity.get("close_on")
    if isinstance(close, str) and close < today.isoformat():
        return ToDo(Event.CLOSE_PASSED, opportunity, now - (today - date.fromisoformat(close)).days * DAY_MS, late=True)
    last = _moment(opportunity.get("last_activity_at")) or _moment(opportunity.get("created_at"))
    if not isinstance(rots_after_days, int) or not rots_after_days or last is None:
        return None
    return ToDo(Event.ROTTING, opportunity, last) if now - last > rots_after_days * DAY_MS else None


def of_account(account: Record, now: int, today: date) -> ToDo | None:
    """Return the to-do of a customer whose renewal is near."""
    on = account.get("renewal_on")
    if not isinstance(on, str) or account.get("life_stage") == "lost":
        return None
    if not today.isoformat() <= on <= (today + timedelta(days=RENEWAL_DAYS)).isoformat():
        return None
    return ToDo(Event.RENEWAL_NEAR, account, now + (date.fromisoformat(on) - today).days * DAY_MS)


def in_order(to_dos: list[ToDo]) -> list[ToDo]:
    """Return the to-dos, what is late first, then by how pressing their reason is and by time."""
    order = list(Event)
    return sorted(to_dos, key=lambda each: (not each.late, order.index(each.event), each.at or 0, each.key))


def _moment(value: Value) -> int | None:
    return value if isinstance(value, int) else None
