"""The end of a snapshot: rows that it did not contain are gone from our sight. Too many at once are not believed."""

from crm_desktop.models.errors import Refused
from crm_desktop.store.engine import Connection
from crm_desktop.store.leaving import let_go
from crm_desktop.store.schema import RECORDS

MOST_PER_CENT = 50


def sweep(connection: Connection, *, said_so: bool) -> set[tuple[str, str]]:
    """Take rows off the device which the snapshot did not contain; return them.

    Raises Refused sync.purge_stopped when that were more than half of all, unless the server `said_so`.
    """
    gone: set[tuple[str, str]] = set()
    total = 0
    for kind, table in RECORDS.items():
        total += _count(connection, table.name)
        gone |= {(kind, each) for each in _unseen(connection, kind, table.name)}
    gone |= _unseen_unknown(connection)
    if not said_so and len(gone) * 100 > total * MOST_PER_CENT:
        raise Refused("sync.purge_stopped", gone=len(gone), total=total)
    let_go(connection, gone)
    return gone


def _count(connection: Connection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _unseen(connection: Connection, kind: str, table: str) -> list[str]:
    """Return the ids that the snapshot did not bring, without records made here that the server cannot know yet."""
    sql = f"""
        SELECT id FROM {table} WHERE id NOT IN (SELECT record_id FROM seen WHERE kind = ?1)
        AND id NOT IN (SELECT record_id FROM bases WHERE kind = ?1 AND row IS NULL AND NOT gone)
    """
    return [row[0] for row in connection.execute(sql, (kind,)).fetchall()]


def _unseen_unknown(connection: Connection) -> set[tuple[str, str]]:
    seen = "(SELECT 1 FROM seen WHERE kind = u.kind AND record_id = u.id)"
    sql = f"SELECT kind, id FROM unknown_rows u WHERE NOT EXISTS {seen}"
    return {(kind, each) for kind, each in connection.execute(sql).fetchall()}
