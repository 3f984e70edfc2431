"""What people type into fields, read as values: numbers, days and moments in the short forms people use.

Nothing here knows a field or a language's sentences; what is wrong with a value that was read is `rules/validation`'s
business. Every function raises ValueError for what it cannot read.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.models.clock import local_day, to_moment
from crm_desktop.models.money import SCALE, parse_amount

_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_RELATIVE = {
    "today": 0,
    "tod": 0,
    "今天": 0,
    "今日": 0,
    "今": 0,
    "tomorrow": 1,
    "tom": 1,
    "明天": 1,
    "明日": 1,
    "明": 1,
    "后天": 2,
    "大后天": 3,
    "yesterday": -1,
    "yes": -1,
    "昨天": -1,
    "昨日": -1,
    "昨": -1,
    "前天": -2,
    "大前天": -3,
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STEP = re.compile(r"([+-])\s*(\d{1,4})\s*(d|w|m|天|日|周|星期|月)?\Z")
_ISO = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_CHINESE = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?\Z")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{4}|\d{2}))?\.?\Z")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})|([a-z]{3,9})\s+(\d{1,2})(?:st|nd|rd|th)?)\.?(?:,?\s+(\d{4}))?\Z"
)
_TIME = re.compile(
    r"(?:(?P<half>上午|早上|中午|下午|晚上|am|pm)\s*)?(?P<hour>\d{1,2})(?:[:：.点時时h]\s*(?P<minute>\d{1,2}|半)?\s*分?)?"
    r"\s*(?P<after>am|pm|a|p)?\Z"
)
_LATE = frozenset({"下午", "晚上", "pm", "p"})


def plain(text: str) -> str:
    """Return the text with full-width letters, digits and signs made ordinary, trimmed."""
    return text.translate(_FULL_WIDTH).strip()


def read_integer(text: str) -> int:
    """Read a whole number: `1,200`, `３８`, `1.2万`."""
    units = parse_amount(plain(text))
    if units % SCALE:
        raise ValueError("not a whole number")
    return units // SCALE


def read_share(text: str) -> int:
    """Read a percentage, with or without its sign."""
    return read_integer(plain(text).removesuffix("%"))


def read_amount(text: str) -> tuple[int, str]:
    """Read an amount in ten-thousandths and its currency where one was typed: `USD 1,200`, `€500`, `86万`."""
    words = plain(text)
    for sign, code in _CURRENCIES.items():
        if words.upper().startswith(sign):
            return parse_amount(words[len(sign) :]), code
        if words.upper().endswith(sign):
            return parse_amount(words[: -len(sign)]), code
    return parse_amount(words), ""


def read_day(text: str, today: date, *, day_first: bool = False) -> date:
    """Read a day: `today`, `明天`, `+3`, `+2w`, `Fri`, `下周五`, `3/11`, `11 Mar`, `3月11日`, `2026-03-11`, `20260311`.

    Without a year it is the one nearest to today. `day_first` decides how `3/11` is read; where that is impossible the
    other way is taken.
    """
    words = plain(text).lower()
    for reading in (_relative, _weekday, _complete, _chinese, _named):
        found = reading(words, today)
        if found is not None:
            return found
    return _short(words, today, day_first=day_first)


def read_moment(text: str, now: int, zone: str, *, at: time = time(9), day_first: bool = False) -> int:
    """Read a moment in milliseconds: a day, a time of today, or both: `昨天 15:40`, `tomorrow 3pm`, `15点半`.

    `at` is the time of day where only a day was typed.
    """
    words, today = plain(text).lower(), local_day(now, zone)
    clock = _time(words)
    if clock is not None and not words.isdigit():
        return _at(today, clock, zone)
    for day, rest in _splits(words):
        clock = _time(rest)
        if clock is not None:
            try:
                return _at(read_day(day, today, day_first=day_first), clock, zone)
            except ValueError:
                continue
    return _at(read_day(words, today, day_first=day_first), at, zone)


def _at(day: date, clock: time, zone: str) -> int:
    return to_moment(datetime.combine(day, clock, ZoneInfo(zone)))


def _splits(words: str) -> Iterator[tuple[str, str]]:
    for gap in re.finditer(r"\s+|(?<=[天日号一二三四五六])(?=[上早中下晚\d])|\bat\b", words):
        yield words[: gap.start()].strip(), words[gap.end() :].strip()


def _time(words: str) -> time | None:
    found = _TIME.match(words)
    if found is None:
        return None
    hour = int(found["hour"])
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    half = found["half"] or found["after"]
    if half in _LATE and hour < 12:
        hour += 12
    if half in ("am", "a") and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _relative(words: str, today: date) -> date | None:
    if words in _RELATIVE:
        return today + timedelta(days=_RELATIVE[words])
    step = _STEP.match(words)
    if step is None:
        return None
    count = int(step[2]) * (-1 if step[1] == "-" else 1)
    if step[3] in ("m", "月"):
        return _months_on(today, count)
    return today + timedelta(days=count * (7 if step[3] in ("w", "周", "星期") else 1))


def _months_on(day: date, count: int) -> date:
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise ValueError("not a day")


def _weekday(words: str, today: date) -> date | None:
    chinese = re.match(r"(下下?|这|本)?(?:周|星期|礼拜)([一二三四五六日天])\Z", words)
    if chinese is not None:
        wanted, weeks = (
            _CHINESE_WEEKDAYS[chinese[2]],
            len(chinese[1] or "") if (chinese[1] or "").startswith("下") else 0,
        )
        if weeks or chinese[1]:
            return today + timedelta(days=wanted - today.weekday() + 7 * weeks)
        return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    english = re.match(r"(next\s+)?([a-z]{3})[a-z]*\Z", words)
    if english is None or english[2] not in _WEEKDAYS:
        return None
    wanted = _WEEKDAYS.index(english[2])
    if english[1]:
        return today + timedelta(days=wanted - today.weekday() + 7)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _complete(words: str, today: date) -> date | None:  # noqa: ARG001 - one shape for all readings
    found = _ISO.match(words) or _COMPACT.match(words)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _chinese(words: str, today: date) -> date | None:
    found = _CHINESE.match(words)
    return _nearest(int(found[1]), int(found[2]), today) if found else None


def _named(words: str, today: date) -> date | None:
    found = _NAMED.match(words)
    name = (found[2] or found[3])[:3] if found else ""
    if found is None or name not in _MONTHS:
        return None
    month, day = _MONTHS.index(name) + 1, int(found[1] or found[4])
    return date(int(found[5]), month, day) if found[5] else _nearest(month, day, today)


def _short(words: str, today: date, *, day_first: bool) -> date:
    found = _SHORT.match(words)
    if found is None:
        raise ValueError("not a day")
    first, second = int(found[1]), int(found[2])
    orders = [(second, first), (first, second)] if day_first else [(first, second), (second, first)]
    for month, day in orders:
        if month <= 12:
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0) if found[3] else 0
            return date(year, month, day) if year else _nearest(month, day, today)
    raise ValueError("not a day")


def _nearest(month: int, day: int, today: date) -> date:
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            continue
    if not candidates:
        raise ValueError("not a day")
    return min(candidates, key=lambda each: abs(each - today))


_CURRENCIES = {
    "CNY": "CNY",
    "RMB": "CNY",
    "人民币": "CNY",
    "USD": "USD",
    "EUR": "EUR",
    "GBP": "GBP",
    "JPY": "JPY",
    "HKD": "HKD",
    "HK$": "HKD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "￥": "CNY",
    "元": "CNY",
}
