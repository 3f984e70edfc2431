"""What leaves the server beside rows and quotes values: history, settlements, refusals; without what is hidden.

Rows are chosen and cut in `store/visible_rows.py`. Everything else that carries a value to a device passes here.
"""

from collections.abc import Callable

import msgspec

from crm_desktop.models.access import Rights, hidden_fields
from crm_desktop.models.exchange import HistoryEntry, Outcome, Refusal


def shown_entry(rights: Rights, entry: HistoryEntry) -> HistoryEntry:
    """Return the entry without fields that the user may not see."""
    hidden = hidden_fields(rights, entry.change.kind)
    if hidden.isdisjoint(entry.change.fields):
        return entry
    shown = {name: field for name, field in entry.change.fields.items() if name not in hidden}
    return msgspec.structs.replace(entry, change=msgspec.structs.replace(entry.change, fields=shown))


def shown_outcome(rights: Rights, outcome: Outcome, is_seen: Callable[[str, str], bool]) -> Outcome:
    """Return the outcome without values of fields, and of records, that the user may not see now.

    An outcome may be told again long after it was decided. `is_seen` tells of kind and id whether the user sees them.
    """

    def shown(kind: str, record_id: str, field: str) -> bool:
        return field not in hidden_fields(rights, kind) and is_seen(kind, record_id)

    settlements = [each for each in outcome.settlements if shown(each.kind, each.id, each.field)]
    refusal: Refusal | None = outcome.refusal
    if refusal is not None and refusal.present is not None and not shown(refusal.kind, refusal.id, refusal.field):
        refusal = msgspec.structs.replace(refusal, present=None)
    return msgspec.structs.replace(outcome, settlements=settlements, refusal=refusal)
