"""What happened and what is to happen: activities, tasks and visits."""

from crm_desktop.models.fields import (
    Field,
    RecordKind,
    Rule,
    Searched,
    Shown,
    choice,
    coordinate,
    flag,
    integer,
    link,
    members,
    moment,
    note,
    text,
)

_SINCE = 5


def _series(kind: str) -> tuple[Field, ...]:
    """Declare what makes a task or visit repeat; what it means stands in `rules/recurrence.py`.

    The left-out moments are a set: two people who each change another occurrence disturb nobody.
    """
    return (
        members("exceptions", since=_SINCE, shown=Shown.INTERNAL),
        link("series_id", kind, since=_SINCE, shown=Shown.INTERNAL),
        moment("occurrence_at", since=_SINCE, shown=Shown.INTERNAL),
        text("uid", limit=255, indexed=True, since=_SINCE, shown=Shown.INTERNAL),
    )


ACTIVITY = RecordKind(
    name="activity",
    plural="activities",
    icon="notebook-pen",
    title="subject",
    custom=True,
    fields=(
        choice("form", "call", "message", "visit", "meeting", "note", "email", default="note"),
        text("subject", required=True, searched=Searched.NAME),
        moment("happened_at", required=True, indexed=True),
        text("zone", limit=60, shown=Shown.INTERNAL),
        link("account_id", "account"),
        link("contact_id", "contact"),
        link("opportunity_id", "opportunity"),
        link("owner_id", "user"),
        text("outcome"),
        text("next_step"),
        note("body"),
        members("participant_ids", "contact"),
    ),
)

TASK = RecordKind(
    name="task",
    plural="tasks",
    icon="list-checks",
    title="subject",
    page=True,
    custom=True,
    fields=(
        text("subject", required=True, searched=Searched.NAME),
        choice("priority", "urgent", "high", "medium", "low", default="medium", shown=Shown.LIST),
        moment("due_at", indexed=True, shown=Shown.LIST),
        text("zone", limit=60, shown=Shown.INTERNAL),
        flag("done", indexed=True, shown=Shown.LIST),
        moment("done_at"),
        link("account_id", "account", shown=Shown.LIST),
        link("opportunity_id", "opportunity"),
        link("contact_id", "contact"),
        link("owner_id", "user", shown=Shown.LIST),
        text("recurrence", indexed=True, shown=Shown.INTERNAL),
        moment("remind_at"),
        note("notes"),
        *_series("task"),
    ),
)

VISIT = RecordKind(
    name="visit",
    plural="visits",
    icon="map-pin",
    title="subject",
    page=True,
    custom=True,
    fields=(
        text("subject", required=True, searched=Searched.NAME),
        choice("state", "planned", "under_way", "done", "cancelled", default="planned", shown=Shown.LIST),
        moment("starts_at", required=True, indexed=True, shown=Shown.LIST),
        moment("ends_at", shown=Shown.LIST),
        text("zone", limit=60, shown=Shown.INTERNAL),
        link("account_id", "account", shown=Shown.LIST),
        link("contact_id", "contact"),
        link("owner_id", "user", shown=Shown.LIST),
        text("place"),
        members("participant_ids", "contact"),
        moment("checked_in_at", rule=Rule.GROUP, group="check_in"),
        coordinate("check_in_latitude", of="check_in"),
        coordinate("check_in_longitude", of="check_in"),
        moment("checked_out_at"),
        text("outcome"),
        text("next_step"),
        note("notes"),
        text("recurrence", indexed=True, since=_SINCE, shown=Shown.INTERNAL),
        integer("remind_minutes", least=0, most=40_320, since=_SINCE),
        *_series("visit"),
    ),
)
