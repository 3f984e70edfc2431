"""What a device that is shut out may still do by itself, and what waits for a person: see docs/decisions/rescue.md.

Everything that passes here is judged like any other push, under the rights of who made it.
"""

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Operation, RecordChange, Transaction
from crm_desktop.models.exchange import Facts, Refusal
from crm_desktop.models.rescue import DISABLED

TOLERANCE_MS = 120_000
"""A device's corrected clock may still be wrong by this much."""
_HARMLESS = frozenset({"tag", "saved_view"})
"""Public kinds that nobody's rights are made of."""


def held_back(transaction: Transaction, reason: str, edited_at: int, since: int) -> Refusal | None:
    """Return why an act has to wait for a person, None where the usual rules decide.

    `edited_at` is the corrected moment of the act, `since` when the access ended, both in server milliseconds.
    """
    if edited_at > since + TOLERANCE_MS:
        first = transaction.changes[0] if transaction.changes else None
        return _refusal("rescue.too_late", first)
    if reason != DISABLED:
        return None
    found = next((change for change in transaction.changes if _is_weighty(change)), None)
    return None if found is None else _refusal("rescue.manager_decides", found)


def _is_weighty(change: RecordChange) -> bool:
    """Tell whether a leaver's change should not happen without a look: bin, handing on, sharing, administration."""
    kind = KINDS.get(change.kind)
    if kind is None:
        return False
    handed_on = bool(kind.owner_field) and change.operation is Operation.UPDATE and kind.owner_field in change.fields
    public = kind.public and kind.name not in _HARMLESS
    return public or kind.name == "share" or change.operation is Operation.DELETE or handed_on


def _refusal(code: str, change: RecordChange | None) -> Refusal:
    if change is None:
        return Refusal(code)
    facts: Facts = {"kind": change.kind}
    return Refusal(code, facts=facts, kind=change.kind, id=change.id)
