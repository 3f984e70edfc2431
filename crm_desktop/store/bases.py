"""Bases: the server's last word on records that carry edits it has not yet shown us."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from crm_desktop.models.custom_fields import unfold
from crm_desktop.store.engine import Connection
from crm_desktop.store.reader import rows_by_id
from crm_desktop.store.rows import Row, as_json, shape
from crm_desktop.store.working_set import WorkingSet

_ROW = msgspec.json.Decoder(Row)


@dataclass(frozen=True, slots=True)
class Base:
    """What the server last said: a row, None where it does not know the record yet; `gone` when it left our sight."""

    row: Row | None
    gone: bool = False


def base_rows(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, Base]:
    """Return the bases of those records that have one."""
    blank: Row = dict.fromkeys(shape(kind).columns)  # a base may be older than a column
    sql = "SELECT record_id, row, gone FROM bases WHERE kind = ? AND record_id IN ({ids})"
    return {
        str(record_id): Base(unfold(blank | _ROW.decode(row)) if row else None, bool(gone))
        for record_id, row, gone in rows_by_id(connection, sql, ids, kind)
    }


def keep_bases(connection: Connection, rows: WorkingSet, touched: Iterable[tuple[str, str]]) -> None:
    """Keep what is stored as the server's last word, for records about to get their first pending edit."""
    stored = ((kind, record_id, rows.stored(kind, record_id)) for kind, record_id in dict.fromkeys(touched))
    connection.executemany(
        "INSERT OR IGNORE INTO bases (kind, record_id, row, gone) VALUES (?, ?, ?, 0)",
        [(kind, record_id, None if row is None else as_json(row)) for kind, record_id, row in stored],
    )


def set_bases(connection: Connection, kind: str, rows: Mapping[str, Row | None], gone: bool = False) -> None:
    """Take the server's newest word on records that have a base."""
    connection.executemany(
        "UPDATE bases SET row = ?, gone = ? WHERE kind = ? AND record_id = ?",
        [(None if row is None else as_json(row), gone, kind, record_id) for record_id, row in rows.items()],
    )
