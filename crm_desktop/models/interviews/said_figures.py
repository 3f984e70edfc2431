"""Figures as people say them in a talk: metrics with a peer and a target, posts with heads, how often something
happens, how long it waits. Values are exact; nothing here knows a map or a record. Goals stand in `studies.typed_goal`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from crm_desktop.models.money import to_units
from crm_desktop.models.processes.durations import DAY, HOUR, MINUTE, read_duration

_DIGITS = r"[-−]?\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|[-−]?\d{1,12}(?:\.\d{1,4})?"
_SCALES = {"亿": 100_000_000, "万": 10_000, "w": 10_000, "k": 1_000, "千": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
_UNITS = {
    **dict.fromkeys(("%", "％", "percent", "per cent"), "percent"),
    **dict.fromkeys(("个百分点", "points", "pts"), "points"),
    **dict.fromkeys(("分钟", "minutes", "minute", "mins", "min"), "minutes"),
    **dict.fromkeys(("小时", "hours", "hour", "hrs", "h"), "hours"),
    **dict.fromkeys(("天", "days", "day", "d"), "days"),
    **dict.fromkeys(("元", "块", "rmb", "cny", "yuan", "usd", "eur"), "money"),
    **dict.fromkeys(("次", "单", "条", "个", "件", "人", "台", "家", "份", "orders", "leads", "pieces"), "count"),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?P<sign>[¥￥$€])?\s*(?P<digits>{_DIGITS})\s*(?P<scale>个?亿|千?万|千|w|k|bn|m(?![a-z]))?\s*"
    rf"(?P<unit>(?:{_UNIT})(?![A-Za-z]))?",
    re.IGNORECASE,
)
_SLOTS = {
    **dict.fromkeys(("同行", "行业", "行业平均", "同行平均", "标杆", "peer", "peers", "industry", "benchmark"), "peer"),
    **dict.fromkeys(("目标", "要到", "target", "goal", "aim"), "target"),
    **dict.fromkeys(("", "现在", "目前", "当前", "现状", "now", "today", "present", "currently"), "present"),
}
_ABOUT = frozenset({"大概", "大约", "差不多", "about", "around", "roughly"})
_FILLERS = " \t:：,，;；、=为是约到至"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure of the business; values in ten-thousandths, None where nothing was said."""

    name: str
    unit: str = "percent"
    present: int | None = None
    target: int | None = None
    peer: int | None = None

    @property
    def doubtful(self) -> str:
        """What cannot be right as it was said: `over_100`, `negative`, or ""."""
        said = [each for each in (self.present, self.target, self.peer) if each is not None]
        if self.unit == "percent" and any(each > 1_000_000 for each in said):
            return "over_100"
        return "negative" if any(each < 0 for each in said) else ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post and how many hold it; None where that was not said."""

    name: str
    head_count: int | None = None


@dataclass(frozen=True, slots=True)
class Frequency:
    """So often in each `per`: hour, day, week, month, year."""

    times: int
    per: str


def read_metric(text: str) -> Metric | None:
    """Read `加好友率 20% 同行 50% 目标 40%`; None where it is not a name and figures and nothing else."""
    figures = list(_FIGURE.finditer(text))
    if not figures:
        return None
    name, slot = _name_and_slot(text[: figures[0].start()])
    if not name or name in _ABOUT or len(name) > 60 or text[figures[-1].end() :].strip(_FILLERS + "。."):
        return None
    found: dict[str, int] = {}
    unit = ""
    for place, figure in enumerate(figures):
        if place:
            between = text[figures[place - 1].end() : figure.start()].strip(_FILLERS).casefold()
            slot = _SLOTS.get(between, "")
            if not slot or slot in found:
                return None
        found[slot] = _value(figure)
        unit = unit or _unit(figure)
    return Metric(name=name, unit=unit or "count", **found)


_NUMBER = r"\d{1,6}|[一二两三四五六七八九十]"
_CHINESE = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {"两": 2}
_HEADS_FIRST = re.compile(
    rf"^({_NUMBER})\s*(?:个|名|位)\s*(?!小时|钟头|月|星期|礼拜|季度|工作日)([^\d\s，。,.]{{2,20}})$"
    r"|^(\d{1,6})\s+([A-Za-z][\w &/-]{1,40})$"
)
_HEADS_LAST = re.compile(
    r"^([^\d\s，。,.]{2,20}|[A-Za-z][\w &/-]{1,40}?)"
    rf"\s*(?:[x×*]\s*({_NUMBER})|({_NUMBER})\s*(?:个人|人|名|位|people))$"
)


def read_posts(text: str) -> tuple[Post, ...]:
    """Read `3个采购员、2个计划员`, `采购员 3人`, `3 buyers`; nothing where a part of it is something else."""
    parts = [part.strip() for part in re.split(r"[、，,;；]| and |和", text.strip(" 。.")) if part.strip()]
    posts = [post for part in parts if (post := _post(part)) is not None]
    return tuple(posts) if posts and len(posts) == len(parts) else ()


_PERSON = re.compile(
    r"^([\u4e00-\u9fff·]{2,6}|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})\s*[（(]\s*([^（）()]{2,60}?)\s*[)）]$"
)


def read_person(text: str) -> tuple[str, str] | None:
    """Read `周敏（计划部主管）` as name and post; None where it is no such thing."""
    found = _PERSON.match(text.strip())
    return (found[1], found[2]) if found else None


_PERS = {
    **dict.fromkeys(("小时", "hour"), "hour"),
    **dict.fromkeys(("天", "日", "day"), "day"),
    **dict.fromkeys(("周", "星期", "礼拜", "week"), "week"),
    **dict.fromkeys(("月", "month"), "month"),
    **dict.fromkeys(("年", "year"), "year"),
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
}
_EACH = re.compile(
    r"每个?(?P<per>小时|天|日|周|星期|礼拜|月|年)"
    rf"(?:\D{{0,4}}?(?P<n>{_NUMBER})\s*(?:次|单|件|条|个(?!小时)|台|份|回))?"
)
_RATIO = re.compile(
    rf"(?P<n>{_NUMBER})\s*(?:次|单|件|条|个|台|份|times)?\s*[/／]\s*"
    r"(?P<per>小时|天|日|周|月|年|hour|day|week|month|year)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"(?:(?P<n>\d{1,6}|once|twice)\s*(?:times|orders|cases)?\s*(?:a|an|per|every)|every|each)"
    r"\s+(?P<per>hour|day|week|month|year)\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"\b(?P<per>hourly|daily|weekly|monthly|yearly)\b", re.IGNORECASE)
_TIMES = {"once": 1, "twice": 2}


def read_frequency(text: str) -> Frequency | None:
    """Return how often something happens, where the text says it anywhere."""
    for pattern in (_RATIO, _EACH, _ENGLISH, _ADVERB):
        found = pattern.search(text)
        if found:
            times = found.groupdict().get("n")
            return Frequency(_count(times) if times else 1, _PERS[found["per"].casefold()])
    return None


_MONTHLY = {"hour": 8.0, "week": 1 / 5, "month": 1 / 22, "year": 1 / 264, "day": 1.0}


def per_month(frequency: Frequency, working_days: int = 22) -> int:
    """Return about how many times a month that is, with so many working days of eight hours."""
    if frequency.per == "month":
        return frequency.times
    return max(1, round(frequency.times * _MONTHLY[frequency.per] * working_days))


_WAITS = re.compile(
    r"(?:等待|等上|等|耽误|拖|卡|waits?(?:ing)?(?: for)?|takes? another)\s*(?:大概|大约|约|要|about|around)?\s*",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"({_NUMBER}|\d{{1,4}}\.\d)\s*(?:到|至|-|~|～|–|—|to)\s*({_NUMBER}|\d{{1,4}}\.\d)\s*"
    r"(个?小时|分钟?|天|周|minutes?|hours?|days?|weeks?|[hdm]\b)",
    re.IGNORECASE,
)


def read_wait(text: str) -> int | None:
    """Return how long something waits, in seconds, where a sentence says it; of a span its middle."""
    for waits in _WAITS.finditer(text):
        span = _SPAN.match(text, waits.end())
        if span:
            return round((_seconds(span[1], span[3]) + _seconds(span[2], span[3])) / 2)
        found = read_duration(text, waits.end())
        if found and not text[waits.end() : found.end].strip().isdigit():
            return found.seconds
    return None


_SOME_TIME = re.compile(
    r"(\d{1,4}(?:\.\d)?|[一二两三四五六七八九十半])\s*(个?小时|个?钟头|分钟?|minutes?|mins?|hours?|hrs?)", re.IGNORECASE
)


def read_minutes(text: str) -> int | None:
    """Return the minutes that something costs, where a sentence says it anywhere."""
    found = _SOME_TIME.search(text)
    return round(_seconds(found[1], found[2]) / MINUTE) if found else None


def _seconds(number: str, unit: str) -> float:
    amount = 0.5 if number == "半" else float(_CHINESE.get(number, number))
    first = unit.lstrip("个")[:1].casefold()
    factor = {"小": HOUR, "钟": HOUR, "h": HOUR, "天": DAY, "d": DAY, "周": 7 * DAY, "w": 7 * DAY}.get(first, MINUTE)
    return amount * factor


def _count(text: str) -> int:
    return int(_TIMES.get(text.casefold(), _CHINESE.get(text, 0)) or (int(text) if text.isdigit() else 1))


def _post(part: str) -> Post | None:
    found = _HEADS_FIRST.match(part)
    if found:
        return Post(found[2] or found[4], _count(found[1] or found[3]))
    found = _HEADS_LAST.match(part)
    return Post(found[1].strip(), _count(found[2] or found[3])) if found else None


def _name_and_slot(words: str) -> tuple[str, str]:
    """Split `加好友率目前` into the metric's name and which figure comes first."""
    name = words.strip(_FILLERS)
    for word, slot in sorted(_SLOTS.items(), key=lambda each: -len(each[0])):
        if word and name.casefold().endswith(word) and len(name) > len(word):
            return name[: -len(word)].strip(_FILLERS), slot
    return name, "present"


def _value(figure: re.Match[str]) -> int:
    amount = Decimal(figure["digits"].replace(",", "").replace("−", "-"))
    scale = (figure["scale"] or "").casefold().removeprefix("个")
    factor = 10_000_000 if scale == "千万" else _SCALES.get(scale, 1)
    return to_units(amount * factor)


def _unit(figure: re.Match[str]) -> str:
    return _UNITS[figure["unit"].casefold()] if figure["unit"] else "money" if figure["sign"] else ""
