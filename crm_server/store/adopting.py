"""After an upgrade: what newer devices had sent before the server knew it moves from `extra` into its own columns.

Nothing of it is logged: the acts that wrote it are in the log already, under the names of these very fields.
"""

from collections.abc import Collection, Mapping
from functools import partial

import msgspec
from sqlalchemy import Connection, bindparam, select, tuple_

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import RecordKind, Value
from crm_desktop.models.rules.validation import check_field
from crm_desktop.models.values import canonical
from crm_server.store.rows import Row, update_rows
from crm_server.store.tables import RECORDS

_AT_ONCE = 1_000


def adopt_extra(connection: Connection) -> int:
    """Move values of fields that this version declares; return how many records changed."""
    return sum(_adopt(connection, kind) for kind in KINDS.values())


def _adopt(connection: Connection, kind: RecordKind) -> int:
    table = RECORDS[kind.name]
    count, at = 0, ("", "")
    after = tuple_(table.c.org_id, table.c.id) > tuple_(bindparam("org"), bindparam("last"))
    statement = (
        select(table.c.org_id, table.c.id, table.c.extra)
        .where(table.c.extra.is_not(None), after)
        .order_by(table.c.org_id, table.c.id)
        .limit(_AT_ONCE)
    )
    while True:
        rows = connection.execute(statement, {"org": at[0], "last": at[1]}).all()
        changed: list[tuple[str, str, Row]] = []
        for org_id, record_id, text in rows:
            known, left = _known(kind, msgspec.json.decode(text, type=dict[str, Value]))
            if known:
                extra = msgspec.json.encode(left).decode() if left else None
                changed.append((org_id, record_id, {**known, "extra": extra}))
        update_rows(connection, kind.name, changed)
        count += len(changed)
        if len(rows) < _AT_ONCE:
            return count
        at = (rows[-1].org_id, rows[-1].id)


def _known(kind: RecordKind, extra: Mapping[str, Value]) -> tuple[Row, Row]:
    """Return what is a good value of a field that we declare, and what is not."""
    known: Row = {}
    for name, value in extra.items():
        if kind.has(name) and kind.field(name).client_writes:
            field = kind.field(name)
            fit = canonical(field, value)
            # A picklist may have lost the option since; what was accepted then stays.
            if fit is not None and check_field(field, fit, partial(_any_option, fit)) is None:
                known[name] = fit
    return known, {name: value for name, value in extra.items() if name not in known}


def _any_option(value: Value, _: str) -> Collection[str]:
    return {value} if isinstance(value, str) else set()
