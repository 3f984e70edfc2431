"""Stages of an opportunity: what entering one demands, what it sets, and when one has been left alone for too long."""

from dataclasses import dataclass

from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.values import members


@dataclass(frozen=True, slots=True)
class Entering:
    """What comes with entering a stage: values to write along, or what must be filled in first."""

    values: Values
    problems: tuple[Problem, ...] = ()


def enter_stage(opportunity: Values, stage_id: str, stage: Values, given: Values, today: str) -> Entering:
    """Return what moving an opportunity into a stage writes: `given` (typed along with it) and what follows.

    Won and lost set `closed_on` to `today` (`YYYY-MM-DD`) unless a day was given; lost demands a reason; open again
    clears both. The probability is the stage's unless one was typed in the same act.
    """
    outcome = stage.get("outcome") or "open"
    wanted: dict[str, Value] = {"probability": stage.get("probability")} | dict(given) | {"stage_id": stage_id}
    if outcome == "open":
        wanted |= {"closed_on": None, "loss_reason": None}
    else:
        wanted["closed_on"] = given.get("closed_on") or today
    if outcome == "won":
        wanted["loss_reason"] = None
    after = {**opportunity, **wanted}
    demanded = [*members(stage.get("required_fields")), *(["loss_reason"] if outcome == "lost" else [])]
    missing = [name for name in dict.fromkeys(demanded) if after.get(name) is None]
    problems = tuple(Problem(name, _DEMANDS.get(name, "stage.required")) for name in missing)
    values = {name: value for name, value in wanted.items() if value != opportunity.get(name) or name in given}
    return Entering(values, problems)


def idle_days(opportunity: Values, now: int) -> int:
    """Return the whole days since the last activity, or since the opportunity was made where there was none."""
    since = opportunity.get("last_activity_at") or opportunity.get("created_at")
    return max(0, (now - since) // DAY_MS) if isinstance(since, int) else 0


def is_rotting(opportunity: Values, stage: Values, now: int) -> bool:
    """Tell whether an open opportunity was left alone for longer than its stage allows."""
    limit = stage.get("rots_after_days")
    return is_open(stage) and isinstance(limit, int) and idle_days(opportunity, now) > limit


def is_open(stage: Values) -> bool:
    """Tell whether opportunities in this stage are still being worked on."""
    return (stage.get("outcome") or "open") == "open"


_DEMANDS = {"loss_reason": "stage.loss_reason"}
