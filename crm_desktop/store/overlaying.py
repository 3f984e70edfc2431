"""What the user sees of records with pending edits: the server's last word with those edits on top."""

from collections import defaultdict
from collections.abc import Iterable

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.merge.overlay import overlay
from crm_desktop.store.bases import Base, base_rows
from crm_desktop.store.engine import Connection
from crm_desktop.store.identity import identity
from crm_desktop.store.journal import pending_of
from crm_desktop.store.leaving import forget_what_stood
from crm_desktop.store.rows import Row, shape
from crm_desktop.store.working_set import WorkingSet


def overlay_again(connection: Connection, rows: WorkingSet, touched: Iterable[tuple[str, str]]) -> None:
    """Compute anew what is visible of these records, and let go of bases without pending edits.

    To be called whenever a base, or the state of a transaction, has changed; records without a base stay as they are.
    One that the server does not show, or knows no more, keeps only what was typed here.
    """
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, record_id in dict.fromkeys(touched):
        if kind in KINDS:  # what only a newer version knows cannot have been edited here
            by_kind[kind].append(record_id)
    user_id = identity(connection).user_id
    for kind, ids in by_kind.items():
        bases = base_rows(connection, kind, ids)
        edits: dict[str, list[tuple[int, RecordChange]]] = defaultdict(list)
        for _, made_at, change in pending_of(connection, kind, bases):
            edits[change.id].append((made_at, change))
        rows.load(kind, bases)
        for record_id, base in bases.items():
            rows.put(kind, record_id, _visible(base, edits[record_id], user_id))
        settled = [(kind, record_id) for record_id in bases if not edits[record_id]]
        connection.executemany("DELETE FROM bases WHERE kind = ? AND record_id = ?", settled)
        forget_what_stood(connection, [each for _, each in settled if bases[each].gone or bases[each].row is None])


def _visible(base: Base, edits: list[tuple[int, RecordChange]], user_id: str) -> Row | None:
    """Return the row to show; None where the record left our sight, or was made here and refused."""
    if base.gone or (base.row is None and not any(change.operation is Operation.CREATE for _, change in edits)):
        return None
    if not edits:
        return base.row
    kind, last = edits[0][1].kind, edits[-1][0]
    start = base.row or _blank(kind, edits[0][1].id, edits[0][0], user_id)
    # A delete carries what the deleter saw in place of an edit.
    written = [change for _, change in edits if change.operation in (Operation.CREATE, Operation.UPDATE)]
    row = overlay(shape(kind).kind, start, written)
    if written:
        row |= {"updated_at": last, "updated_by": user_id}
    for made_at, change in edits:
        if change.operation is Operation.DELETE:
            row |= {"deleted_at": made_at, "deleted_by": user_id}
        elif change.operation is Operation.RESTORE:
            row |= {"deleted_at": None, "deleted_by": None}
    return row


def _blank(kind: str, record_id: str, made_at: int, user_id: str) -> Row:
    row: Row = dict.fromkeys(shape(kind).columns)
    return row | {"id": record_id, "created_at": made_at, "created_by": user_id}
