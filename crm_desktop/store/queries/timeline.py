"""What happened at an account and everything below it, a contact or an opportunity, newest first."""

from collections.abc import Collection
from dataclasses import dataclass

from crm_desktop.models.record import Record
from crm_desktop.store.queries.history import HistoryLine, line_of
from crm_desktop.store.queries.records import records
from crm_desktop.store.reader import Reader
from crm_desktop.store.rows import as_json

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


CHANGE = "change"
"""Named in `only`: what was changed in the record itself and in those that belong to it."""
_CHANGED = ("account", "contact", "opportunity")
_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT ? UNION SELECT a.id FROM accounts a JOIN below ON a.parent_id = below.id WHERE a.deleted_at IS NULL
    )
    SELECT id FROM below LIMIT 1000
"""
"""An account and all accounts below it; the set of ids stays finite even where two people closed a ring."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened, or is to happen, and when; `change` where a record was changed."""

    moment: int
    record: Record
    change: HistoryLine | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from all others."""
        return (self.record.kind, self.record.id, self.change.transaction if self.change is not None else "")


def timeline(
    reader: Reader,
    kind: str,
    record_id: str,
    limit: int = 50,
    before: int | None = None,
    only: Collection[str] = (),
) -> list[TimelineEntry]:
    """Return what belongs to a record, newest first; `before` is the moment of the last entry already shown.

    `only` names the kinds of entries that are wanted, all but CHANGE where it is empty.
    """
    entries = _records(reader, kind, record_id, limit, before, only)
    if CHANGE in only:
        entries = sorted([*entries, *_changes(reader, kind, record_id, limit, before)], key=_order, reverse=True)
    return entries[:limit]


def _order(entry: TimelineEntry) -> tuple[int, str]:
    return entry.moment, entry.record.id


def _records(
    reader: Reader, kind: str, record_id: str, limit: int, before: int | None, only: Collection[str]
) -> list[TimelineEntry]:
    homes, marks = _homes(reader, kind, record_id)
    parts, parameters = [], []
    for part, condition in _sources(kind, marks):
        if only and part not in only:
            continue
        parts.append(
            f"SELECT '{part}', id, {_MOMENTS[part]} AS moment FROM {_TABLES[part]} WHERE {condition}"
            " AND deleted_at IS NULL"
        )
        parameters += [kind, record_id] if condition.startswith("record_kind") else homes
    if not parts:
        return []
    earlier = "" if before is None else "WHERE moment < ?"
    sql = f"SELECT * FROM ({' UNION '.join(parts)}) {earlier} ORDER BY moment DESC, id DESC LIMIT ?"
    rows = reader.all(sql, *parameters, *([] if before is None else [before]), limit)
    found = {part: records(reader, part, [row[1] for row in rows if row[0] == part]) for part in {r[0] for r in rows}}
    return [TimelineEntry(moment or 0, found[part][each]) for part, each, moment in rows]


def _homes(reader: Reader, kind: str, record_id: str) -> tuple[list[str], str]:
    """Return the records by which entries belong here, and as many question marks."""
    homes = [str(row[0]) for row in reader.all(_BELOW, record_id)] if kind == "account" else [record_id]
    return homes, ", ".join("?" * len(homes))


def _sources(kind: str, marks: str) -> list[tuple[str, str]]:
    """Return kinds and conditions: by the link that says so, and what was pinned to the very record."""
    linked = [(part, f"{_LINKS[kind]} IN ({marks})") for part in _LINKED.get(kind, ())]
    return linked + [(part, "record_kind = ? AND record_id = ?") for part in _ANNOTATIONS]


def _changes(reader: Reader, kind: str, record_id: str, limit: int, before: int | None) -> list[TimelineEntry]:
    """Return what was changed in the record, of an account also in the accounts, people and deals below it."""
    if kind not in _CHANGED:
        return []
    homes, marks = _homes(reader, kind, record_id)
    ids = [record_id]
    if kind == "account":
        ids = [*homes]
        for table in ("contacts", "opportunities"):
            sql = f"SELECT id FROM {table} WHERE deleted_at IS NULL AND account_id IN ({marks})"
            ids += [str(row[0]) for row in reader.all(sql, *homes)]
    sql = f"""
        SELECT t.id, t.act, t.user_id, t.device, t.made_at, t.state, c.operation, c.fields, c.by_server,
               c.kind, c.record_id
        FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE c.record_id IN (SELECT value FROM json_each(?)) AND t.state <> 'discarded' AND t.direction = 'do'
          AND c.kind IN ({", ".join(f"'{each}'" for each in _CHANGED)}) {"" if before is None else "AND t.made_at < ?"}
        ORDER BY t.made_at DESC, t.number DESC, c.ordinal DESC LIMIT ?
    """
    rows = reader.all(sql, as_json(ids), *([] if before is None else [before]), limit)
    found = {
        each: records(reader, each, [row[10] for row in rows if row[9] == each]) for each in {row[9] for row in rows}
    }
    lines = [(line_of(row[:9]), found[row[9]].get(row[10])) for row in rows]
    return [TimelineEntry(line.made_at, changed, line) for line, changed in lines if changed is not None]
