"""The list behind a key figure: where one sees all its records, sorts and changes them."""

from __future__ import annotations

from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.views.lookups import Lookups
from crm_desktop.views.navigation import Place, filtered


def list_of(key: str, lookups: Lookups) -> Place | None:
    """Return the place of the list that a figure counts: `won`, `open`, `health`, `visits`."""
    if key == "visits":
        return Place("agenda", tab="week")
    mine = Condition("owner_id", Operator.MINE)
    if key == "health":
        kept = Condition("life_stage", Operator.IS_NOT, "lost")
        return filtered("accounts", Definition(filter=Group((mine, kept)), sorts=(Sort("health"),)))
    outcome = {"won": "won", "open": "open"}.get(key)
    stages = sorted(each.id for each in lookups.stages() if (each.get("outcome") or "open") == outcome)
    if outcome is None or not stages:
        return None
    among = Condition("stage_id", Operator.ANY_OF, stages)
    when = (Condition("closed_on", Operator.IN_PERIOD, "this_quarter"),) if key == "won" else ()
    by = Sort("closed_on", descending=True) if key == "won" else Sort("close_on")
    return filtered("opportunities", Definition(filter=Group((mine, among, *when)), sorts=(by,)))
