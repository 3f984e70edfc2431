"""What one typed line says of a goal: the words stay as they are, number, unit, day and department are understood.

`一年盈利 1亿元`, `投放部门第一季度线上引流 50w 条`, `Run it within a quarter`, `@Sales 300 leads in Q1`.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from crm_desktop.models.fields import Value
from crm_desktop.models.money import to_units
from crm_desktop.models.typed import plain


@dataclass(frozen=True, slots=True)
class TypedGoal:
    """A goal as it was typed, and what was understood of it; `value` in ten-thousandths, `due` as `YYYY-MM-DD`."""

    name: str
    value: int | None = None
    unit: str = ""
    due: str = ""
    department_id: str = ""

    def values(self) -> dict[str, Value]:
        """Return the fields that the line says."""
        said: dict[str, Value] = {"name": self.name, "value": self.value, "unit": self.unit or None}
        return {**said, "due": self.due or None, "department_id": self.department_id or None}


_FACTORS = {
    "万": 10**4, "w": 10**4, "亿": 10**8, "千": 10**3, "百万": 10**6, "千万": 10**7, "k": 10**3, "m": 10**6,
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "bn": 10**9,
}  # fmt: skip
_UNITS = (
    "元|块|条|家|人|天|小时|分钟|个|单|次|台|件|份|倍|分|"
    "per ?cent|leads?|pieces?|customers?|clients?|orders?|people|days?|hours?|minutes?|points?|CNY|RMB|USD|EUR|yuan"
)
_AMOUNT = re.compile(
    rf"(?P<sign>[¥￥$€])?\s*(?<![第\d])(?P<number>\d[\d,]*(?:\.\d+)?)\s*"
    rf"(?:个?(?P<factor>百万|千万|亿|万|千|thousand|million|billion|bn|[wkm]))?(?![a-z])\s*个?(?P<unit>%|％|{_UNITS})?",
    re.IGNORECASE,
)
_SPELT = {"¥": "元", "￥": "元", "％": "%", "percent": "%", "per cent": "%"}
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "半": 6}
_ENGLISH = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "six": 6,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
}
_N = r"(?P<n>\d{1,2}|一|二|两|三|四|a|one|two|three|four|six)"
_QUARTER = re.compile(
    r"(?:(?P<year>20\d\d)\s*年?\s*)?"
    r"(?:第?\s*(?P<zh>[一二三四1-4])\s*季度|q(?P<q>[1-4])\b|(?P<en>first|second|third|fourth) quarter)"
    r"(?:\s+(?:of\s+)?(?P<after>20\d\d))?",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"(?:(?:在|于)\s*)?(?:(?:in|within)\s+)?{_N}\s*(?P<what>个季度|个月|年|quarters?|months?|years?)(?:之?内|以内)?",
    re.IGNORECASE,
)
_THIS_YEAR = re.compile(r"全年|今年|年底|年内|this year|by year.?end|end of (?:the )?year", re.IGNORECASE)
_NEXT_YEAR = re.compile(r"明年|next year", re.IGNORECASE)
_MONTH_END = re.compile(r"(?P<m>\d{1,2})\s*月(?:底|末)|end of (?P<en>[a-z]{3})[a-z]*", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*(?:[-/.月]\s*(?P<d>\d{1,2})\s*日?|月)")


def read_goal(text: str, today: date, departments: Sequence[tuple[str, str]] = ()) -> TypedGoal:
    """Return what one line says; `departments` are (id, name), found by their name in it, or after `@`."""
    line = " ".join(text.split()).rstrip("。. ")
    understood = plain(line)
    due, span = _due(understood, today)
    rest = understood[: span[0]] + " " * (span[1] - span[0]) + understood[span[1] :]
    value, unit = _amount(rest)
    department_id, mention = _department(understood, departments)
    name = " ".join(line.replace(mention, mention.lstrip("@＠"), 1).split()) if mention else line
    return TypedGoal(name, value, unit, due.isoformat() if due else "", department_id)


def _amount(text: str) -> tuple[int | None, str]:
    best: tuple[int | None, str] = (None, "")
    for found in _AMOUNT.finditer(text):
        factor = _FACTORS.get((found["factor"] or "").lower(), 1)
        number = Decimal(found["number"].replace(",", "")) * factor
        said = found["unit"] or found["sign"] or ""
        unit = _SPELT.get(said.lower(), said)
        if number < 10**15 and (best[0] is None or (unit and not best[1])):
            best = (to_units(number), unit)
    return best


def _due(text: str, today: date) -> tuple[date | None, tuple[int, int]]:
    if found := _DAY.search(text):
        year, month = int(found["y"]), int(found["m"])
        if 1 <= month <= 12:
            last = monthrange(year, month)[1]
            return date(year, month, min(int(found["d"] or last) or 1, last)), found.span()
    if found := _QUARTER.search(text):
        return _quarter_end(found, today), found.span()
    if found := _WITHIN.search(text):
        count = _NUMERALS.get(found["n"]) or _ENGLISH.get(found["n"].lower()) or int(found["n"])
        each = 12 if found["what"][0] in "年yY" else 3 if "季" in found["what"] or found["what"][0] in "qQ" else 1
        return _months_on(today, count * each), found.span()
    if (found := _MONTH_END.search(text)) and (end := _month_end(found, today)):
        return end, found.span()
    if found := _THIS_YEAR.search(text):
        return date(today.year, 12, 31), found.span()
    if found := _NEXT_YEAR.search(text):
        return date(today.year + 1, 12, 31), found.span()
    return None, (0, 0)


def _quarter_end(found: re.Match[str], today: date) -> date:
    said = found["zh"] or found["q"] or found["en"].lower()
    quarter = _NUMERALS.get(said) or _ENGLISH.get(said) or int(said)
    named = found["year"] or found["after"]
    year = int(named) if named else today.year
    end = _months_on(date(year, 1, 1), 3 * quarter) - timedelta(days=1)
    # A quarter without a year that is over already is the one of the next year.
    return end if named or end >= today else _months_on(date(year + 1, 1, 1), 3 * quarter) - timedelta(days=1)


def _month_end(found: re.Match[str], today: date) -> date | None:
    name = (found["en"] or "").lower()
    month = int(found["m"]) if found["m"] else _MONTHS.index(name) + 1 if name in _MONTHS else 0
    if not 1 <= month <= 12:
        return None
    year = today.year + (month < today.month)
    return date(year, month, monthrange(year, month)[1])


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _department(text: str, departments: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the department that a line names and the mention to take the sign from; the longest name wins."""
    for department_id, name in sorted(departments, key=lambda each: -len(each[1])):
        for spelt in {name, name.removesuffix("部") + "部门", name.removesuffix(" department")}:
            if spelt and spelt.lower() in text.lower():
                return department_id, f"@{spelt}" if f"@{spelt}" in text else ""
    return "", ""
