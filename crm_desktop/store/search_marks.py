"""Records that came in great numbers and are entered into global search a moment later: the marks, and the entering.

A mark is written in the transaction that wrote the record, so nothing of it is forgotten by a crash. How search finds
what is marked stands in `search/marked.py`.
"""

import json
from collections.abc import Collection, Sequence

from crm_desktop.models.catalog import KINDS
from crm_desktop.store.derived import forget, index_columns, is_searched, search_rows, searched_columns
from crm_desktop.store.engine import Connection
from crm_desktop.store.reader import marks, rows_by_id
from crm_desktop.store.rows import shape
from crm_desktop.store.search.marked import NOTHING_MARKED, Marked

MANY = 100
"""From so many records of one page on they are marked; fewer are entered at once, which nobody notices."""
_MOST = 60_000
"""Each question looks at every marked record: above this they are entered at once again."""
SLICE = 100
"""Records entered in one transaction: less than ten milliseconds, so that nobody's act waits longer than a frame."""


def take_later(connection: Connection, kind: str, ids: Sequence[str]) -> bool:
    """Mark the records; False where they are too few, or too many are marked, and they are to be entered at once."""
    if len(ids) < MANY or not is_searched(kind):
        return False
    ((marked,),) = connection.execute("SELECT count(*) FROM to_enter").fetchall()
    if marked > _MOST:
        return False
    connection.execute(
        "INSERT OR IGNORE INTO to_enter (kind, record_id) SELECT ?, value FROM json_each(?)",
        (kind, json.dumps(list(ids))),
    )
    return True


def marked(connection: Connection, kinds: Collection[str]) -> Marked:
    """Return the marked records of the kinds, all without any, as they are now."""
    if connection.execute("SELECT 1 FROM to_enter LIMIT 1").fetchone() is None:
        return NOTHING_MARKED
    wanted = sorted(kinds or KINDS)
    asked = f"SELECT kind, record_id FROM to_enter WHERE kind IN ({marks(len(wanted))})"
    keys = [(str(kind), str(each)) for kind, each in connection.execute(asked, wanted)]
    rows = {}
    for kind in {kind for kind, _ in keys} & KINDS.keys():
        columns = _columns(connection, kind, [each for of, each in keys if of == kind])
        gone = columns["deleted_at"]
        rows[kind] = [row for row, at in zip(search_rows(connection, kind, columns), gone, strict=True) if at is None]
    return Marked(frozenset(keys), rows)


def enter_some(connection: Connection) -> bool:
    """Enter a slice of the marked records; return whether there were any."""
    first = connection.execute("SELECT kind FROM to_enter LIMIT 1").fetchone()
    if first is None:
        return False
    kind = str(first[0])
    asked = "SELECT record_id FROM to_enter WHERE kind = ? ORDER BY record_id LIMIT ?"
    ids = [str(row[0]) for row in connection.execute(asked, (kind, SLICE))]
    if kind in KINDS:
        columns = _columns(connection, kind, ids)
        index_columns(connection, kind, columns)
        forget(connection, kind, sorted(set(ids).difference(columns["id"])))
    connection.execute("DELETE FROM to_enter WHERE kind = ? AND record_id <= ?", (kind, ids[-1]))
    return True


def _columns(connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, list[str | None]]:
    """Return what search looks at of those of the records that are there, as tables keep it."""
    names = list(dict.fromkeys(("id", *searched_columns(kind))))
    listed = ", ".join(f'"{name}"' for name in names)
    rows = list(rows_by_id(connection, f"SELECT {listed} FROM {shape(kind).table} WHERE id IN ({{ids}})", ids))
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}
