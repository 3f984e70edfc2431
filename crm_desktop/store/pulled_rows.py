"""Taking in rows as the server sends them, thousands at a time; what this version does not know is kept as it came."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlcipher3 import dbapi2

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.exchange import Rows
from crm_desktop.store.bases import set_bases
from crm_desktop.store.columns import Columns, chosen, write_columns, write_differences
from crm_desktop.store.derived import index_columns, searched_columns, sort_keys
from crm_desktop.store.engine import Connection
from crm_desktop.store.rows import as_json, as_stored, shape
from crm_desktop.store.search_marks import take_later


def take_rows(connection: Connection, batch: Rows, mostly_known: bool = False) -> list[str]:
    """Store the rows of one kind; those with pending edits become the base below them.

    Where most are here already (`mostly_known`), only what differs is written. Returns the ids of those with pending
    edits, which must be overlaid again. Raises Incompatible for rows of a wrong shape.
    """
    if not {len(batch.columns)}.issuperset(map(len, batch.rows)) or "id" not in batch.columns:
        raise Incompatible("sync.garbage")
    try:
        if not batch.rows:
            return []
        if batch.kind not in KINDS:
            return _keep_unknown(connection, batch)
        return _take_known(connection, batch, mostly_known)
    except (dbapi2.InterfaceError, OverflowError, TypeError, ValueError, AttributeError):
        raise Incompatible("sync.garbage") from None  # the cause may quote what a customer's record contains


def _take_known(connection: Connection, batch: Rows, mostly_known: bool) -> list[str]:
    kind = batch.kind
    columns = _known(kind, dict(zip(batch.columns, zip(*batch.rows, strict=True), strict=True)))
    pending = {row[0] for row in connection.execute("SELECT record_id FROM bases WHERE kind = ?", (kind,))}
    below = [record_id for record_id in columns["id"] if record_id in pending] if pending else []
    if below:
        free = [record_id not in pending for record_id in columns["id"]]
        _take_below(connection, kind, chosen(columns, [not each for each in free]))
        columns = chosen(columns, free)
    stored = as_stored(kind, columns)
    if mostly_known and columns["id"]:
        different = write_differences(connection, shape(kind).table, stored, partial(_derived, kind))
        ways = [different[name] for name in searched_columns(kind) if name in different]
        renewed = chosen(columns, list(map(any, zip(*ways, strict=True))))
        if not take_later(connection, kind, renewed["id"]):
            index_columns(connection, kind, renewed)
    else:
        index_columns(connection, kind, columns)
        write_columns(connection, shape(kind).table, {**stored, **_derived(kind, stored)})
    return below


def _derived(kind: str, columns: Columns) -> Columns:
    return {"sort_key": sort_keys(kind, columns)} if shape(kind).kind.title in columns else {}


def _known(kind: str, sent: dict[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Return all columns that we have; what we do not know goes into `extra`, row by row.

    A column that was not sent is hidden from this user now, or new to the sender, who keeps it in `extra`.
    """
    ours = shape(kind).columns
    nothing = (None,) * len(sent["id"])
    unknown = {name: values for name, values in sent.items() if name not in ours}
    known = {name: sent.get(name, nothing) for name in ours}
    absent = [name for name in ours if name not in sent]
    if unknown or (absent and any(known["extra"])):
        extras = [_extra(extra, unknown, place) for place, extra in enumerate(known["extra"])]
        known |= {name: [extra.pop(name, None) for extra in extras] for name in absent}
        known["extra"] = [as_json(extra) if extra else None for extra in extras]
    return known


def absent_fields(batch: Rows) -> list[str]:
    """Return the declared fields that the sender does not show."""
    return [field.name for field in KINDS[batch.kind].fields if field.name not in batch.columns]


def _extra(extra: str | None, unknown: dict[str, Sequence[Any]], place: int) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(extra) if extra else {}
    return known | {name: values[place] for name, values in unknown.items() if values[place] is not None}


def _take_below(connection: Connection, kind: str, columns: dict[str, Sequence[Any]]) -> None:
    """Put the rows below the edits that wait on them."""
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    set_bases(connection, kind, {row["id"]: row for row in rows})


def _keep_unknown(connection: Connection, batch: Rows) -> list[str]:
    place = batch.columns.index("id")
    connection.executemany(
        "INSERT INTO unknown_rows (kind, id, row) VALUES (?, ?, ?)"
        " ON CONFLICT (kind, id) DO UPDATE SET row = excluded.row",
        [(batch.kind, row[place], as_json(dict(zip(batch.columns, row, strict=True)))) for row in batch.rows],
    )
    return []
