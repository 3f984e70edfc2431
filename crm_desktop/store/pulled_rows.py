"""Taking in rows as the server sends them, thousands at a time; what this version does not know is kept as it came."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlcipher3 import dbapi2

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.exchange import Rows
from crm_desktop.models.pinyin import sort_key
from crm_desktop.models.values import encode_set
from crm_desktop.store.bases import base_rows, set_bases
from crm_desktop.store.derived import SORT_KEY_LENGTH, index_stored
from crm_desktop.store.engine import Connection
from crm_desktop.store.rows import Row, as_json, shape, upsert
from crm_desktop.store.working_set import WorkingSet


def take_rows(connection: Connection, batch: Rows) -> list[str]:
    """Store the rows of one kind; those with pending edits become the base below them.

    Returns the ids of the latter, which must be overlaid again. Raises Incompatible for rows of a wrong shape.
    """
    if not {len(batch.columns)}.issuperset(map(len, batch.rows)) or "id" not in batch.columns:
        raise Incompatible("sync.garbage")
    try:
        return _take_known(connection, batch) if batch.kind in KINDS else _keep_unknown(connection, batch)
    except (dbapi2.InterfaceError, OverflowError, TypeError, ValueError):
        raise Incompatible("sync.garbage") from None  # the cause may quote what a customer's record contains


def _take_known(connection: Connection, batch: Rows) -> list[str]:
    way = _way(batch.kind, tuple(batch.columns))
    lying_below = {row[0] for row in connection.execute("SELECT record_id FROM bases WHERE kind = ?", (batch.kind,))}
    rows = [way.stored(row) for row in batch.rows]
    if lying_below:
        below = {row[way.id]: row for row in rows if row[way.id] in lying_below}
        known = base_rows(connection, batch.kind, below)
        set_bases(connection, batch.kind, {each: way.decoded(row, known[each].row) for each, row in below.items()})
        rows = [row for row in rows if row[way.id] not in below]
    else:
        below = {}
    _store(connection, way, rows)
    return list(below)


@dataclass(frozen=True, slots=True)
class _Way:
    """How rows with the sender's columns get into our table."""

    kind: str
    columns: tuple[str, ...]
    """Ours, in the order in which they are stored: those of the sender that we know, and `extra`."""
    pick: Callable[[Sequence[Any]], Iterable[Any]]
    sets: tuple[int, ...]
    unknown: tuple[tuple[str, int], ...]
    """Names and places, in the sender's order, of columns that we do not know."""
    extra: int
    """Place of `extra` in the sender's order, -1 where it sends none."""
    upsert: str

    @property
    def id(self) -> int:
        """Place of the id in a stored row."""
        return self.columns.index("id")

    def stored(self, row: Sequence[Any]) -> list[Any]:
        """Return a sender's row as its table keeps it."""
        values = list(self.pick(row))
        for place in self.sets:
            if values[place] is not None:
                values[place] = encode_set(values[place])
        if self.unknown:
            known = json.loads(row[self.extra]) if self.extra >= 0 and row[self.extra] else {}
            known |= {name: row[place] for name, place in self.unknown if row[place] is not None}
            values.append(as_json(known) if known else None)
        return values

    def decoded(self, stored: Sequence[Any], before: Row | None) -> Row:
        """Return a stored row as values, with what was there before for columns that the sender does not know."""
        lies = shape(self.kind)
        sent = dict(zip(self.columns, stored, strict=True))
        row = lies.decode([sent.get(name) for name in lies.columns])
        return row if before is None else row | {name: before.get(name) for name in lies.columns if name not in sent}


@lru_cache(maxsize=100)
def _way(kind: str, columns: tuple[str, ...]) -> _Way:
    lies = shape(kind)
    known = [name for name in columns if name in lies.columns]
    unknown = tuple((name, place) for place, name in enumerate(columns) if name not in lies.columns)
    extra = columns.index("extra") if "extra" in columns else -1
    if unknown:
        known = [name for name in known if name != "extra"]
    places = [columns.index(name) for name in known]
    stored = (*known, "extra") if unknown else tuple(known)
    return _Way(
        kind=kind,
        columns=stored,
        pick=_picker(places, len(columns)),
        sets=tuple(place for place, name in enumerate(known) if name in lies.sets),
        unknown=unknown,
        extra=extra,
        upsert=upsert(lies.table, (*stored, "sort_key")),
    )


def _picker(places: list[int], sent: int) -> Callable[[Sequence[Any]], Iterable[Any]]:
    """Return what picks some places out of a row."""
    if places == list(range(sent)):
        return lambda row: row
    return itemgetter(*places) if len(places) > 1 else lambda row: (row[places[0]],)


def _store(connection: Connection, way: _Way, rows: list[list[Any]]) -> None:
    lies = shape(way.kind)
    if not lies.searched.issubset(way.columns):
        _store_part(connection, way, rows)
        return
    title = way.columns.index(lies.kind.title)
    index_stored(connection, way.kind, way.columns, rows)
    for row in rows:
        row.append(sort_key(row[title])[:SORT_KEY_LENGTH] if row[title] else None)
    connection.executemany(way.upsert, rows)


def _store_part(connection: Connection, way: _Way, rows: list[list[Any]]) -> None:
    """Store rows of a sender who does not know all that search looks at: what is there already counts too."""
    working = WorkingSet(connection)
    lies = shape(way.kind)
    working.load(way.kind, [row[way.id] for row in rows])
    for row in rows:
        before = working.stored(way.kind, row[way.id]) or dict.fromkeys(lies.columns)
        working.put(way.kind, row[way.id], way.decoded(row, before))
    working.write_back()


def _keep_unknown(connection: Connection, batch: Rows) -> list[str]:
    place = batch.columns.index("id")
    connection.executemany(
        "INSERT INTO unknown_rows (kind, id, row) VALUES (?, ?, ?)"
        " ON CONFLICT (kind, id) DO UPDATE SET row = excluded.row",
        [(batch.kind, row[place], as_json(dict(zip(batch.columns, row, strict=True)))) for row in batch.rows],
    )
    return []
