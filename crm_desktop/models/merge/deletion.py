"""Delete against edit: work that the deleter had not seen keeps a record alive, and the deleter is asked.

The change that deletes says what its maker saw: `fields` holds `updated_at` of the server's last word on the device.
"""

from collections.abc import Iterable
from enum import StrEnum

from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.exchange import Facts, Refusal, Settlement
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.merge.authors import Author


class DeleteOutcome(StrEnum):
    """What becomes of a record that someone deletes."""

    DELETED = "deleted"
    ALREADY = "already"
    """It lies in the bin already; nothing to write."""
    KEPT = "kept"
    """Someone else edited it unseen by the deleter: it stays, the transaction is refused, the deleter is asked."""


def deletion(kind: str, record_id: str, seen: Value) -> RecordChange:
    """Return the change that deletes a record. `seen` is the `updated_at` of the record as last pulled, None if new."""
    fields = {} if seen is None else {"updated_at": FieldChange(seen, seen)}
    return RecordChange(kind, record_id, Operation.DELETE, fields)


def seen_by_deleter(change: RecordChange) -> int | None:
    """Return the `updated_at` which the deleter's device had pulled; None where it had pulled nothing."""
    known = change.fields.get("updated_at")
    return known.before if known is not None and isinstance(known.before, int) else None


def delete_outcome(current: Values, mine: Author, unseen: Iterable[Author]) -> DeleteOutcome:
    """Decide about a deletion. `unseen` are the writers of what was accepted after the version the deleter saw.

    The deleter's own edits, from this device or another, do not stand in the way.
    """
    if current.get("deleted_at") is not None:
        return DeleteOutcome.ALREADY
    return DeleteOutcome.KEPT if others(mine, unseen) else DeleteOutcome.DELETED


def others(mine: Author, unseen: Iterable[Author]) -> list[Author]:
    """Return the writers who are other people, the latest last."""
    return sorted((author for author in unseen if author.user_id != mine.user_id), key=lambda author: author.order)


def refuse_deleting(kind: str, record_id: str, last: Author) -> Refusal:
    """Return the refusal that asks the deleter; `last` is who edited the record."""
    facts: Facts = {"kind": kind, "by": last.user_id, "at": last.edited_at}
    return Refusal(code="sync.edited_since", facts=facts, kind=kind, id=record_id)


def revive(change: RecordChange, current: Values, mine: Author, deleter: Author | None) -> Settlement | None:
    """Return the settlement by which an edit takes a record out of the bin, whoever of the two came first.

    None where the record stays there: not deleted at all, or deleted by the editor's own later act. The entry made of
    the settlement asks the deleter: `theirs` is the moment of deletion, `result` None is not deleted.
    """
    by, at = current.get("deleted_by"), current.get("deleted_at")
    moment = deleter.edited_at if deleter else at
    own = mine.user_id == (deleter.user_id if deleter else by)
    if at is None or (own and isinstance(moment, int) and mine.edited_at <= moment):
        return None
    return Settlement(
        kind=change.kind,
        id=change.id,
        field="deleted_at",
        rule="deletion",
        base=None,
        mine=None,
        theirs=at,
        result=None,
        winner="mine",
        theirs_by=deleter.user_id if deleter else str(by or ""),
        theirs_at=deleter.edited_at if deleter else (at if isinstance(at, int) else 0),
    )
