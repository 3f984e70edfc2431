"""What happened at an account, a contact or an opportunity, newest first."""

from collections.abc import Collection
from dataclasses import dataclass

from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import records
from crm_desktop.store.reader import Reader

_MOMENTS = {
    "activity": "happened_at",
    "visit": "starts_at",
    "task": "coalesce(done_at, due_at, created_at)",
    "note": "created_at",
    "attachment": "created_at",
}
_LINKS = {"account": "account_id", "contact": "contact_id", "opportunity": "opportunity_id"}
_TABLES = {
    "activity": "activities",
    "visit": "visits",
    "task": "tasks",
    "note": "notes",
    "attachment": "attachments",
}
_LINKED = {
    "account": ("activity", "visit", "task", "note", "attachment"),
    "contact": ("activity", "visit", "task"),
    "opportunity": ("activity", "task"),
}
_ANNOTATIONS = ("note", "attachment")


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened, or is to happen, and when."""

    moment: int
    record: Record


def timeline(
    reader: Reader,
    kind: str,
    record_id: str,
    limit: int = 50,
    before: int | None = None,
    only: Collection[str] = (),
) -> list[TimelineEntry]:
    """Return what belongs to a record, newest first; `before` is the moment of the last entry already shown.

    `only` names the kinds of entries that are wanted, all where it is empty.
    """
    parts, parameters = [], []
    for part, condition in _sources(kind):
        if only and part not in only:
            continue
        parts.append(
            f"SELECT '{part}', id, {_MOMENTS[part]} AS moment FROM {_TABLES[part]} WHERE {condition}"
            " AND deleted_at IS NULL"
        )
        parameters += [record_id] if condition.count("?") == 1 else [kind, record_id]
    if not parts:
        return []
    earlier = "" if before is None else "WHERE moment < ?"
    sql = f"SELECT * FROM ({' UNION '.join(parts)}) {earlier} ORDER BY moment DESC, id DESC LIMIT ?"
    rows = reader.all(sql, *parameters, *([] if before is None else [before]), limit)
    found = {part: records(reader, part, [row[1] for row in rows if row[0] == part]) for part in {r[0] for r in rows}}
    return [TimelineEntry(moment or 0, found[part][each]) for part, each, moment in rows]


def _sources(kind: str) -> list[tuple[str, str]]:
    """Return kinds and conditions: by the link that says so, and what was pinned to the very record."""
    linked = [(part, f"{_LINKS[kind]} = ?") for part in _LINKED.get(kind, ())]
    return linked + [(part, "record_kind = ? AND record_id = ?") for part in _ANNOTATIONS]
