"""Programs of another version: one that knows a field which the server does not, and one whose server knows more."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from crm_desktop.models.catalog import SCHEMA
from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.exchange import PullPage, Push, Rows, SnapshotPage
from tests.support.chaos.line import Lens

_NEW_FIELD, _NEWER_SERVERS_FIELD, _NEWER_SERVERS_KIND = "zodiac", "gizmo", "gadget"


class NewerClient(Lens):
    """A device one schema ahead: it writes a field that the server must keep for those who know it."""

    def sent(self, push: Push) -> Push:
        """Return the push as a newer program says it, the same each time it is sent."""
        ahead = [_with_new_field(each) for each in push.transactions]
        return msgspec.structs.replace(push, transactions=ahead)


class OlderClient(Lens):
    """A device one schema behind: rows come with a column, and pages with a kind, that it does not know."""

    def rows(self, page: Any) -> Any:
        """Return the page with what a newer server would add."""
        if isinstance(page, PullPage):
            added = [Rows(_NEWER_SERVERS_KIND, ["id", "size"], [["a" * 32, 1]])] if page.batches else []
            return msgspec.structs.replace(page, batches=[*map(_with_new_column, page.batches), *added])
        if isinstance(page, SnapshotPage):
            return msgspec.structs.replace(page, batch=_with_new_column(page.batch))
        return page

    def expected(self, kind: str, row: dict[str, Any]) -> dict[str, Any]:
        """Return the server's row with the unknown column kept in `extra`."""
        if kind != "account":
            return row
        extra = json.loads(row["extra"]) if row["extra"] else {}
        return row | {"extra": json.dumps(extra | {_NEWER_SERVERS_FIELD: _gizmo(row["id"])})}


def _with_new_field(transaction: Transaction) -> Transaction:
    changes = tuple(_zodiac(each, transaction.id) for each in transaction.changes)
    return msgspec.structs.replace(transaction, changes=changes, schema=SCHEMA + 1)


def _zodiac(change: RecordChange, transaction: str) -> RecordChange:
    if change.kind != "account" or change.operation not in (Operation.CREATE, Operation.UPDATE):
        return change
    fields = change.fields | {_NEW_FIELD: FieldChange(None, f"z{transaction[-6:]}")}
    return msgspec.structs.replace(change, fields=fields)


def _with_new_column(batch: Rows) -> Rows:
    if batch.kind != "account":
        return batch
    rows = [[*row, _gizmo(row[batch.columns.index("id")])] for row in batch.rows]
    return Rows(batch.kind, [*batch.columns, _NEWER_SERVERS_FIELD], rows)


def _gizmo(record_id: str) -> str:
    return f"g{record_id[-6:]}"
