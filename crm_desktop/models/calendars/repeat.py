"""How often something repeats, as people choose it; a rule that says more than that keeps its own text."""

from dataclasses import dataclass
from datetime import date, datetime

from crm_desktop.models.calendars.recurrence import parts_of, rule_of

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL"}


@dataclass(frozen=True, slots=True)
class Repeat:
    """`frequency` is DAILY, WEEKLY, MONTHLY, YEARLY, or "" for not at all. `count` 0, `until` "": without end."""

    frequency: str = ""
    every: int = 1
    weekdays: tuple[int, ...] = ()
    """For WEEKLY, 0 is Monday."""
    by: str = "day"
    """For MONTHLY: `day` of the month, `weekday` as the second Friday, or `last` day."""
    count: int = 0
    until: str = ""
    """The last day, `YYYY-MM-DD`."""


def to_rule(chosen: Repeat, start: datetime) -> str:
    """Return the rule of what begins at `start` on the wall clock; "" for what does not repeat."""
    if not chosen.frequency:
        return ""
    parts = {"FREQ": chosen.frequency}
    if chosen.every > 1:
        parts["INTERVAL"] = str(chosen.every)
    if chosen.frequency == "WEEKLY" and chosen.weekdays:
        parts["BYDAY"] = ",".join(DAYS[day] for day in sorted({*chosen.weekdays, start.weekday()}))
    if chosen.frequency == "MONTHLY" and chosen.by == "last":
        parts["BYMONTHDAY"] = "-1"
    if chosen.frequency == "MONTHLY" and chosen.by == "weekday":
        nth = (start.day - 1) // 7 + 1
        # A fifth Friday is the last one; months without a fifth are not skipped.
        parts["BYDAY"] = f"{nth if nth < 5 else -1}{DAYS[start.weekday()]}"
    if chosen.count:
        parts["COUNT"] = str(chosen.count)
    elif chosen.until:
        parts["UNTIL"] = chosen.until.replace("-", "")
    return rule_of(parts)


def to_repeat(rule: str) -> Repeat | None:
    """Return what people would choose for the rule; None where it says more than they can."""
    if not rule:
        return Repeat()
    parts = parts_of(rule)
    if not parts.keys() <= _KNOWN or parts.get("FREQ") not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        return None
    named, by = parts.get("BYDAY", ""), "day"
    weekdays: tuple[int, ...] = ()
    if named and parts["FREQ"] == "WEEKLY":
        if not set(named.split(",")) <= set(DAYS):
            return None
        weekdays = tuple(DAYS.index(each) for each in named.split(","))
    elif named:
        by = "weekday"
    if "BYMONTHDAY" in parts:
        if parts["BYMONTHDAY"] != "-1":
            return None
        by = "last"
    try:
        every, count = int(parts.get("INTERVAL", "1")), int(parts.get("COUNT", "0"))
        until = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date() if "UNTIL" in parts else None  # noqa: DTZ007
    except ValueError:
        return None
    return Repeat(parts["FREQ"], every, weekdays, by, count, _day(until))


def _day(until: date | None) -> str:
    return until.isoformat() if until is not None else ""
