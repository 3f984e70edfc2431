"""Statements about calendar feeds: whose they are, and what stands in a person's own calendar."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from crm_desktop.models.access import Rights, hidden_fields, visible
from crm_desktop.models.calendars.entries import BEGINS
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_server.store.rows import in_parts, read_rows
from crm_server.store.tables import CALENDAR_FEEDS, RECORDS

_KINDS = ("visit", "task")


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """A feed as stored."""

    org_id: str
    user_id: str
    id: str
    name: str
    created_at: int
    used_at: int | None


def list_feeds(connection: Connection, org_id: str, user_id: str) -> list[StoredFeed]:
    """Return a person's feeds, the newest first."""
    mine = (CALENDAR_FEEDS.c.org_id == org_id) & (CALENDAR_FEEDS.c.user_id == user_id)
    return [StoredFeed(*row) for row in connection.execute(_SELECTED.where(mine).order_by(CALENDAR_FEEDS.c.id.desc()))]


def find_feed(connection: Connection, token_hash: str) -> StoredFeed | None:
    """Return the feed with this secret."""
    row = connection.execute(_SELECTED.where(CALENDAR_FEEDS.c.token_hash == token_hash)).one_or_none()
    return StoredFeed(*row) if row is not None else None


def count_feeds(connection: Connection, org_id: str, user_id: str) -> int:
    """Return how many feeds a person has."""
    mine = (CALENDAR_FEEDS.c.org_id == org_id) & (CALENDAR_FEEDS.c.user_id == user_id)
    return int(connection.scalar(select(func.count()).select_from(CALENDAR_FEEDS).where(mine)) or 0)


def add_feed(connection: Connection, feed: StoredFeed, token_hash: str) -> None:
    """Keep a new feed."""
    connection.execute(
        insert(CALENDAR_FEEDS).values(
            org_id=feed.org_id, user_id=feed.user_id, id=feed.id, name=feed.name, created_at=feed.created_at,
            used_at=None, token_hash=token_hash,
        )
    )  # fmt: skip


def remove_feed(connection: Connection, org_id: str, user_id: str, feed_id: str) -> bool:
    """Forget a feed; False when the person has no such feed."""
    mine = (CALENDAR_FEEDS.c.org_id == org_id) & (CALENDAR_FEEDS.c.user_id == user_id)
    return bool(connection.execute(delete(CALENDAR_FEEDS).where(mine, CALENDAR_FEEDS.c.id == feed_id)).rowcount)


def touch_feed(connection: Connection, feed: StoredFeed, now: int) -> None:
    """Note that a feed was read."""
    same = (CALENDAR_FEEDS.c.org_id == feed.org_id) & (CALENDAR_FEEDS.c.user_id == feed.user_id)
    connection.execute(update(CALENDAR_FEEDS).where(same, CALENDAR_FEEDS.c.id == feed.id).values(used_at=now))


def read_calendar(connection: Connection, org_id: str, rights: Rights, window: tuple[int, int]) -> list[Record]:
    """Return a person's own visits and open tasks that begin within the window, and all that repeat."""
    found = []
    for name in _KINDS:
        kind, table = KINDS[name], RECORDS[name]
        begins = table.c[BEGINS[name]]
        wanted = or_(table.c.recurrence.is_not(None), begins.between(*window))
        mine = (table.c.org_id == org_id, table.c.owner_id == rights.user_id, table.c.deleted_at.is_(None))
        ids = connection.scalars(select(table.c.id).where(*mine, wanted, visible(rights, kind, RECORDS))).all()
        hidden = hidden_fields(rights, name)
        for row in read_rows(connection, org_id, name, ids):
            values = {key: value for key, value in row.items() if key not in hidden}
            if not values.get("done"):
                found.append(Record(name, str(row["id"]), values))
    return found


def account_names(connection: Connection, org_id: str, rights: Rights, ids: set[str]) -> dict[str, str]:
    """Return the names of those of the accounts that the person sees, by id."""
    kind, table = KINDS["account"], RECORDS["account"]
    if "name" in hidden_fields(rights, "account"):
        return {}
    found: dict[str, str] = {}
    for part in in_parts(sorted(ids)):
        condition = (table.c.org_id == org_id, table.c.id.in_(part), visible(rights, kind, RECORDS))
        found |= {
            row.id: row.name or "" for row in connection.execute(select(table.c.id, table.c.name).where(*condition))
        }
    return found


_SELECTED = select(
    CALENDAR_FEEDS.c.org_id,
    CALENDAR_FEEDS.c.user_id,
    CALENDAR_FEEDS.c.id,
    CALENDAR_FEEDS.c.name,
    CALENDAR_FEEDS.c.created_at,
    CALENDAR_FEEDS.c.used_at,
)
