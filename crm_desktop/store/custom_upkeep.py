"""What follows on this device from definitions of own fields: an index for each that lists go by, and search anew.

Both are made in quiet moments after a definition came, whoever wrote it. An index holds only records with own values:
where there are none, it costs nothing.
"""

from collections.abc import Iterable

import msgspec

from crm_desktop.models.custom_fields import CustomField
from crm_desktop.models.fields import FieldType
from crm_desktop.store.custom_definitions import custom_fields
from crm_desktop.store.engine import Connection
from crm_desktop.store.identity import fact, remember
from crm_desktop.store.rows import shape

_SEARCHED, _MARKING = "custom_searched", "custom_marking"
_PREFIX = "cx_"
_FEW_VALUES = frozenset({FieldType.CHOICE, FieldType.LINK})
_INDEXED = _FEW_VALUES | {FieldType.TEXT, FieldType.NUMBER, FieldType.MONEY, FieldType.DATE, FieldType.MOMENT}
_AT_ONCE = 5_000


def follow_definitions(connection: Connection) -> bool:
    """Do the next thing that is lacking; return whether there may be more."""
    known = [each for each in custom_fields(connection).values() if each.active]
    return _follow_indexes(connection, known) or _follow_search(connection, known)


def _follow_indexes(connection: Connection, known: Iterable[CustomField]) -> bool:
    wanted = {f"{_PREFIX}{each.kind}_{each.name}": each for each in known if each.field.type in _INDEXED}
    asked = "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'cx!_%' ESCAPE '!'"
    there = {row[0] for row in connection.execute(asked).fetchall()}
    for name in sorted(there - wanted.keys()):
        connection.execute(f'DROP INDEX "{name}"')
        return True
    for name in sorted(wanted.keys() - there):
        field, table = wanted[name], shape(wanted[name].kind).table
        # As with declared fields: one with few values stands in the order of titles, as most lists do.
        beside = ", sort_key" if field.field.type in _FEW_VALUES else ""
        value = f"json_extract(extra, '$.{field.name}')"
        connection.execute(f'CREATE INDEX "{name}" ON {table} (deleted_at, {value}{beside}) WHERE extra IS NOT NULL')
        return True
    return False


def _follow_search(connection: Connection, known: Iterable[CustomField]) -> bool:
    """Let search look again at records with own values, where other fields are to be found than before."""
    now: dict[str, list[str]] = {}
    for each in known:
        if each.field.searched:
            now.setdefault(each.kind, []).append(each.name)
    then = msgspec.json.decode(fact(connection, _SEARCHED) or "{}", type=dict[str, list[str]])
    marking = fact(connection, _MARKING)
    if marking is not None:
        kind, last = marking.split()
        _mark(connection, kind, int(last))
        return True
    for kind in sorted(now.keys() | then.keys()):
        names = sorted(now.get(kind, ()))
        if names != then.get(kind, []):
            kept = {**then, kind: names} if names else {of: some for of, some in then.items() if of != kind}
            remember(connection, **{_SEARCHED: msgspec.json.encode(kept).decode(), _MARKING: f"{kind} 0"})
            return True
    return False


def _mark(connection: Connection, kind: str, last: int) -> None:
    """Mark the next records for search, and go on behind them."""
    table = shape(kind).table
    asked = f"SELECT rowid, id FROM {table} WHERE rowid > ? AND extra IS NOT NULL ORDER BY rowid LIMIT ?"
    rows = connection.execute(asked, (last, _AT_ONCE)).fetchall()
    connection.executemany(
        "INSERT OR IGNORE INTO to_enter (kind, record_id) VALUES (?, ?)", [(kind, row[1]) for row in rows]
    )
    remember(connection, **{_MARKING: f"{kind} {rows[-1][0]}" if rows else None})
