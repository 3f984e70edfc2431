"""After an upgrade: what an older version had kept without knowing it moves into its own columns and tables.

Values of unknown fields lie in `extra`, rows of unknown kinds in `unknown_rows`. Moving them needs no network, so that
the first start of a new version shows them at once; what never came is fetched alone, see lacking.py.
"""

import json
from collections import defaultdict
from collections.abc import Sequence

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.exchange import Rows
from crm_desktop.store.engine import Connection
from crm_desktop.store.identity import remember
from crm_desktop.store.lacking import declared_now, declared_then, note_new, remember_declared
from crm_desktop.store.pulled_rows import take_rows
from crm_desktop.store.rows import Row, as_json, shape


def adopt(connection: Connection) -> None:
    """Bring rows that an older version fetched up to what this version declares; does nothing when none did."""
    then, now = declared_then(connection), declared_now()
    if then == now:
        return
    if then is not None:
        new = {kind: [name for name in names if name not in then.get(kind, ())] for kind, names in now.items()}
        for kind, names in new.items():
            if kind not in then:
                _adopt_kind(connection, kind)
            elif names:
                _adopt_fields(connection, kind, names)
        note_new(connection, {kind: names if kind in then else [] for kind, names in new.items() if names})
    remember_declared(connection, now)


def _adopt_fields(connection: Connection, kind: str, names: Sequence[str]) -> None:
    lies = shape(kind)
    for name in names:
        path = f'$."{name}"'
        connection.execute(
            f'UPDATE {lies.table} SET "{name}" = json_extract(extra, ?1), extra = json_remove(extra, ?1)'
            f" WHERE extra IS NOT NULL AND json_type(extra, ?1) IS NOT NULL",
            (path,),
        )
    connection.execute(f"UPDATE {lies.table} SET extra = NULL WHERE extra = '{{}}'")
    _adopt_below(connection, kind, names)
    if not lies.searched.isdisjoint(names):
        remember(connection, derived=None, deriving=None)  # search looks at these rows again in quiet moments


def _adopt_below(connection: Connection, kind: str, names: Sequence[str]) -> None:
    """Do the same for the server's last word below edits that wait."""
    sql = "SELECT record_id, row FROM bases WHERE kind = ? AND row IS NOT NULL"
    for record_id, text in connection.execute(sql, (kind,)).fetchall():
        row: Row = json.loads(text)
        extra = json.loads(str(row["extra"])) if row.get("extra") else {}
        found = {name: extra.pop(name) for name in names if name in extra}
        if found:
            row |= found | {"extra": as_json(extra) if extra else None}
            sql = "UPDATE bases SET row = ? WHERE kind = ? AND record_id = ?"
            connection.execute(sql, (as_json(row), kind, record_id))


def _adopt_kind(connection: Connection, kind: str) -> None:
    if kind not in KINDS:
        return
    alike: dict[tuple[str, ...], list[list[object]]] = defaultdict(list)
    for (text,) in connection.execute("SELECT row FROM unknown_rows WHERE kind = ?", (kind,)).fetchall():
        row = json.loads(text)
        alike[tuple(row)].append(list(row.values()))
    for columns, rows in alike.items():
        take_rows(connection, Rows(kind, list(columns), rows))
    connection.execute("DELETE FROM unknown_rows WHERE kind = ?", (kind,))
