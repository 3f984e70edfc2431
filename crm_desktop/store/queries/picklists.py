"""What fields offer to choose from: picklist options, stages, people, units, tags. Small, read as a whole."""

from dataclasses import dataclass

from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of an organisation's picklist."""

    key: str
    label: str
    label_zh: str = ""
    active: bool = True


def options(reader: Reader, picklist: str) -> list[Option]:
    """Return one picklist in its order; inactive entries name old values and are not to be chosen."""
    return picklists(reader).get(picklist, [])


def picklists(reader: Reader) -> dict[str, list[Option]]:
    """Return all picklists by name."""
    found: dict[str, list[Option]] = {}
    rows = reader.all(
        "SELECT picklist, key, label, label_zh, active FROM picklist_options"
        " WHERE deleted_at IS NULL ORDER BY picklist, position, sort_key"
    )
    for name, key, label, label_zh, active in rows:
        found.setdefault(name, []).append(Option(key, label, label_zh or "", active != 0))
    return found


def stages(reader: Reader) -> list[Record]:
    """Return the stages of an opportunity, first to last."""
    return where(reader, "stage", "deleted_at IS NULL ORDER BY position, id")


def users(reader: Reader, active_only: bool = True) -> list[Record]:
    """Return the people of the organisation by name."""
    working = "coalesce(active, 1) AND" if active_only else ""
    return where(reader, "user", f"{working} deleted_at IS NULL ORDER BY sort_key, id")


def units(reader: Reader) -> list[Record]:
    """Return the units of the organisation; `parent_id` makes them a tree."""
    return where(reader, "unit", "deleted_at IS NULL ORDER BY position, sort_key, id")


def tags(reader: Reader) -> list[Record]:
    """Return all tags by name."""
    return where(reader, "tag", "deleted_at IS NULL ORDER BY sort_key, id")


def saved_views(reader: Reader, kind: str) -> list[Record]:
    """Return the saved views of one kind of record, pinned ones first."""
    order = "ORDER BY coalesce(pinned, 0) DESC, position, sort_key, id"
    return where(reader, "saved_view", f"record_kind = ? AND deleted_at IS NULL {order}", kind)


def team_of(reader: Reader, user_id: str) -> frozenset[str]:
    """Return the ids of everyone in the user's unit, the user included."""
    rows = reader.all("SELECT id FROM users WHERE unit_id = (SELECT unit_id FROM users WHERE id = ?)", user_id)
    return frozenset(row[0] for row in rows) | {user_id}
