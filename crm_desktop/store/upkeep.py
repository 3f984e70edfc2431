"""Small work for quiet moments: search entries written lately are joined, keys of an older version computed anew."""

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.pinyin import SORT_KEY_VERSION
from crm_desktop.store.custom_upkeep import follow_definitions
from crm_desktop.store.derived import index, is_searched, sort_keys
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.identity import fact, remember
from crm_desktop.store.rows import shape
from crm_desktop.store.search.schema import create_search_tables, drop_search_tables, settle
from crm_desktop.store.search_marks import SLICE, enter_some

SEARCH_VERSION = 1
"""Raised whenever search keeps something else of a record than before."""
_DERIVED = f"{SORT_KEY_VERSION}.{SEARCH_VERSION}"
_STEP = 500
_JOINED_EACH = 2
_JOINED_PAGES = 32
"""So many are joined faster than the slices bring new ones, and within a frame."""


def tend(database: Database) -> bool:
    """Do a little, some ten milliseconds; return whether there may be more to do."""
    database.fold_log()
    with database.storing() as connection:
        kept_up = enter_some(connection) or _derive_again(connection) or follow_definitions(connection)
        return kept_up or settle(connection)


def enter_marked(database: Database) -> bool:
    """Enter the next records that wait for their place in search; return whether there are more.

    From time to time parts of the index are joined again: 64 of them would be joined at once, within somebody's act.
    """
    with database.reading() as connection:
        if connection.execute("SELECT 1 FROM to_enter LIMIT 1").fetchone() is None:
            return False
    with database.storing() as connection:
        enter_some(connection)
        ((left,),) = connection.execute("SELECT count(*) FROM to_enter").fetchall()
    if left // SLICE % _JOINED_EACH == 0:
        with database.storing() as connection:
            settle(connection, _JOINED_PAGES)
        database.fold_log()
    return bool(left)


def is_up_to_date(connection: Connection) -> bool:
    """Tell whether sort keys and search entries are of this version."""
    return fact(connection, "derived") == _DERIVED


def derived_now(connection: Connection) -> None:
    """Say that all there is was derived by this version."""
    remember(connection, derived=_DERIVED, deriving=None)


def _derive_again(connection: Connection) -> bool:
    """Derive some rows again where an older version had derived them; return whether that was necessary."""
    if is_up_to_date(connection):
        return False
    at = fact(connection, "deriving")
    if at is None:
        drop_search_tables(connection)
        create_search_tables(connection)
        remember(connection, deriving=f"{next(iter(KINDS))} 0")
        return True
    kind, last = at.split()
    reached = _derive_some(connection, kind, int(last))
    if reached:
        remember(connection, deriving=f"{kind} {reached}")
        return True
    names = list(KINDS)
    following = names[names.index(kind) + 1 :]
    if following:
        remember(connection, deriving=f"{following[0]} 0")
    else:
        derived_now(connection)
    return True


def _derive_some(connection: Connection, kind: str, last: int) -> int:
    """Derive the next rows after a row number; return the last one's number, 0 when there were none."""
    lies = shape(kind)
    sql = lies.select.replace("SELECT ", "SELECT rowid, ", 1) + " WHERE rowid > ? ORDER BY rowid LIMIT ?"
    found = connection.execute(sql, (last, _STEP)).fetchall()
    rows = [lies.decode(stored[1:]) for stored in found]
    keys = sort_keys(kind, {lies.kind.title: [row[lies.kind.title] for row in rows]})
    numbers = [stored[0] for stored in found]
    sql = f"UPDATE {lies.table} SET sort_key = ? WHERE rowid = ?"
    connection.executemany(sql, zip(keys, numbers, strict=True))
    if is_searched(kind):
        index(connection, kind, rows)
    return numbers[-1] if numbers else 0
