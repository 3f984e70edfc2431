"""The rows an act or a pulled page touches: looked up once, changed in memory, written back with all that follows.

What follows from a row is its sort key and its place in global search. Why a row changes is decided elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crm_desktop.models.custom_fields import fold
from crm_desktop.store.columns import write_columns
from crm_desktop.store.derived import forget, index, index_columns, sort_keys
from crm_desktop.store.engine import Connection
from crm_desktop.store.reader import rows_by_id
from crm_desktop.store.releasing import give_back
from crm_desktop.store.rows import Row, as_stored, shape
from crm_desktop.store.search.index import Prepared


class WorkingSet:
    """Rows by kind and id, as stored and as they shall be."""

    def __init__(self, connection: Connection, prepared: Sequence[Prepared] = ()) -> None:
        self._connection = connection
        self._prepared = {each.kind: each for each in prepared}
        self._stored: dict[str, dict[str, Row]] = defaultdict(dict)
        self._looked_up: dict[str, set[str]] = defaultdict(set)
        self._now: dict[str, dict[str, Row | None]] = defaultdict(dict)

    def load(self, kind: str, ids: Iterable[str]) -> None:
        """Look up the rows; those already here stay as they are."""
        known = self._looked_up[kind]
        wanted = [each for each in dict.fromkeys(ids) if each not in known]
        lies = shape(kind)
        for stored in rows_by_id(self._connection, f"{lies.select} WHERE id IN ({{ids}})", wanted):
            self._stored[kind][str(stored[0])] = lies.decode(stored)
        known.update(wanted)

    def get(self, kind: str, record_id: str) -> Row | None:
        """Return the row as it shall be, None where there is none; never changed in place."""
        changed = self._now[kind]
        if record_id in changed:
            return changed[record_id]
        if record_id not in self._looked_up[kind]:
            self.load(kind, (record_id,))
        return self._stored[kind].get(record_id)

    def stored(self, kind: str, record_id: str) -> Row | None:
        """Return the row as it was before anything was put here."""
        if record_id not in self._looked_up[kind]:
            self.load(kind, (record_id,))
        return self._stored[kind].get(record_id)

    def put(self, kind: str, record_id: str, row: Row | None) -> None:
        """Say what the row shall be; None takes it away."""
        self._now[kind][record_id] = row

    def give_back(self) -> None:
        """Forget all rows, which nobody may ask for any more."""
        give_back(*self._stored.values(), *self._now.values())

    def write_back(self) -> None:
        """Write what has changed, kind by kind, in as few statements as possible."""
        for kind, rows in self._now.items():
            self.load(kind, rows)
            width = len(shape(kind).columns)  # a longer row holds the organisation's own fields
            wanted = {each: fold(row) if row and len(row) > width else row for each, row in rows.items()}
            stored = self._stored[kind]
            here = {
                each: fold(stored[each]) if len(stored[each]) > width else stored[each]
                for each in rows
                if each in stored
            }
            changed = {each: row for each, row in wanted.items() if row != here.get(each)}
            self._write_new(kind, [row for each, row in changed.items() if row and each not in self._stored[kind]])
            self._write_changed(kind, here, [row for each, row in changed.items() if row and each in here])
            self._take_away(kind, [each for each, row in changed.items() if row is None])

    def _write_new(self, kind: str, rows: list[Row]) -> None:
        if not rows:
            return
        lies = shape(kind)
        columns = {name: [row[name] for row in rows] for name in lies.columns}
        keys = sort_keys(kind, columns)
        write_columns(self._connection, lies.table, {**as_stored(kind, columns), "sort_key": keys})
        index_columns(self._connection, kind, columns, self._prepared.get(kind))

    def _write_changed(self, kind: str, stored: Mapping[str, Row], rows: list[Row]) -> None:
        lies = shape(kind)
        alike: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in rows:
            before = stored[str(row["id"])]
            # Rows are whole, so that their values can be compared side by side.
            alike[tuple([name for name in lies.columns if row[name] != before[name]])].append(row)
        for names, group in alike.items():
            columns: dict[str, Sequence[Any]] = {name: [row[name] for row in group] for name in names}
            if lies.kind.title in names:
                columns["sort_key"] = sort_keys(kind, columns)
            values = [*as_stored(kind, columns).values(), [row["id"] for row in group]]
            self._connection.executemany(lies.update(list(columns)), zip(*values, strict=True))
            if not lies.searched.isdisjoint(names):
                index(self._connection, kind, group)

    def _take_away(self, kind: str, ids: list[str]) -> None:
        gone = [each for each in ids if each in self._stored[kind]]
        if gone:
            forget(self._connection, kind, gone)
            self._connection.executemany(f"DELETE FROM {shape(kind).table} WHERE id = ?", [(each,) for each in gone])
