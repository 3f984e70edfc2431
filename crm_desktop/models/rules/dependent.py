"""Which fields of a record mean nothing while others stand as they do: a reason for a loss before anything was lost.

Only what forms and pages show follows this; what is written already stays until somebody changes it.
"""

from crm_desktop.models.fields import Value, Values

_OF_ORGANISATIONS = frozenset({"employees", "founded", "revenue", "revenue_currency", "parent_id"})
_OF_THE_END = frozenset({"closed_on", "loss_reason"})


def meaningless(kind: str, values: Values, stage: Values | None = None) -> frozenset[str]:
    """Return the fields of the kind that say nothing about such a record; `stage` is an opportunity's, if known."""
    if kind == "opportunity":
        outcome: Value = (stage or {}).get("outcome") or "open"
        if outcome == "lost":
            return frozenset()
        return frozenset({"loss_reason"}) if outcome == "won" else _OF_THE_END
    if kind == "account" and values.get("form") == "person":
        return _OF_ORGANISATIONS
    return frozenset()


def demanded(kind: str, stage: Values | None) -> frozenset[str]:
    """Return the fields that become important at once, where a form would show them on demand only."""
    lost = kind == "opportunity" and (stage or {}).get("outcome") == "lost"
    return frozenset({"loss_reason"}) if lost else frozenset()
