"""What follows from work done: activities and visits move the customer's dates, a finished task gets its time."""

from crm_desktop.models.edits import Edit, Update
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.record import Record

_NEWEST = {"account": "last_contact_at", "opportunity": "last_activity_at"}


def contact_moment(kind: str, values: Values) -> int | None:
    """Return when the customer was met or talked to; None where that is still to come or was called off."""
    if kind == "activity":
        return _moment(values.get("happened_at"))
    if kind == "visit" and values.get("state") == "done":
        candidates = (values.get(name) for name in ("checked_out_at", "ends_at", "starts_at"))
        return next((moment for moment in map(_moment, candidates) if moment is not None), None)
    return None


def follow_up(kind: str, values: Values, now: int, *touched: Record | None) -> list[Edit]:
    """Return what a logged activity or a done visit changes at its account and opportunity, `touched`.

    Dates move forward, never back and never beyond `now`. A next step goes to the opportunity where there is one,
    else to the account, and only if nothing newer has been logged since.
    """
    moment = contact_moment(kind, values)
    records = [record for record in touched if record is not None and record.kind in _NEWEST]
    if moment is None or moment > now:
        return []
    next_step = values.get("next_step")
    place = max((record.kind for record in records), default="")
    edits: list[Edit] = []
    for record in records:
        name = _NEWEST[record.kind]
        newest = _moment(record.get(name))
        wanted: dict[str, Value] = {name: moment} if newest is None or moment > newest else {}
        if next_step is not None and record.kind == place and (newest is None or moment >= newest):
            wanted["next_step"] = next_step
        changed = {key: value for key, value in wanted.items() if record.get(key) != value}
        if changed:
            edits.append(Update(record.kind, record.id, changed))
    return edits


def finish_task(task: Record, now: int) -> Update:
    """Return the edit that completes a task."""
    return Update("task", task.id, {"done": True, "done_at": now})


def reopen_task(task: Record) -> Update:
    """Return the edit that takes completion back."""
    return Update("task", task.id, {"done": False, "done_at": None})


def _moment(value: Value) -> int | None:
    return value if isinstance(value, int) else None
