"""Times as people say them in an interview, in both languages, as seconds and back.

A day is 24 hours, for working and for waiting alike: times of steps add up to the time a client waits.
"""

import re
from typing import NamedTuple

MINUTE, HOUR, DAY, WEEK = 60, 3_600, 86_400, 604_800
MOST_SECONDS = 10 * 366 * DAY
_UNITS = {
    **dict.fromkeys(("秒钟", "秒", "seconds", "second", "secs", "sec", "s"), 1),
    **dict.fromkeys(("分钟", "分", "minutes", "minute", "mins", "min", "m", "′", "'"), MINUTE),
    **dict.fromkeys(("个小时", "小时", "钟头", "个钟头", "时", "hours", "hour", "hrs", "hr", "h"), HOUR),
    **dict.fromkeys(("天", "日", "days", "day", "d"), DAY),
    **dict.fromkeys(("个星期", "星期", "周", "weeks", "week", "w"), WEEK),
}
_CHINESE_NUMBERS = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0.5}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_NUMBER = r"\d{1,6}(?:[.．,]\d{1,3})?|[０-９]{1,6}|[零一二两三四五六七八九十半]"
_PART = re.compile(rf"\s*({_NUMBER})\s*(?:({_UNIT})(?![A-Za-z]))?(半)?", re.IGNORECASE)


class Duration(NamedTuple):
    """Seconds, and where in the text they end."""

    seconds: int
    end: int


def read_duration(text: str, start: int = 0) -> Duration | None:
    """Return the time that stands at `start`, None where none does; a bare number counts minutes."""
    seconds, at, parts = 0.0, start, 0
    while found := _PART.match(text, at):
        number, unit, half = found.groups()
        if not unit and (parts or _goes_on(text, found.end())):
            break
        factor = _UNITS[unit.lower()] if unit else MINUTE
        seconds += _number(number) * factor + (factor / 2 if half else 0)
        at, parts = found.end(), parts + 1
        if not unit:
            break
    if not parts or seconds > MOST_SECONDS:
        return None
    return Duration(round(seconds), at)


def write_duration(seconds: int, chinese: bool) -> str:
    """Return a time that `read_duration` reads back, in as few units as are exact."""
    words = ("天", "小时", "分", "秒") if chinese else ("d", "h", "m", "s")
    left, parts = seconds, []
    for factor, word in zip((DAY, HOUR, MINUTE, 1), words, strict=True):
        number, left = divmod(left, factor)
        if number:
            parts.append(f"{number}{word}")
    return "".join(parts) or f"0{words[2]}"


def tell_duration(seconds: int, chinese: bool) -> str:
    """Return a time for a small place, as one number where that is exact (90 min, 2.5 d); it can be read back, too."""
    words = ("天", "小时", "分", "秒") if chinese else ("d", "h", "min", "s")
    for factor, word in zip((DAY, HOUR, MINUTE, 1), words, strict=True):
        number, left = divmod(seconds, factor)
        if number and not left:
            return f"{number} {word}"
        if number >= 2:
            exact = left * 10 % factor == 0
            return f"{number}.{left * 10 // factor} {word}" if exact else write_duration(seconds, chinese)
    return write_duration(seconds, chinese)


def _goes_on(text: str, at: int) -> bool:
    """Tell whether a bare number is the beginning of a word, and so no time."""
    return at < len(text) and text[at].isalnum()


def _number(text: str) -> float:
    if text in _CHINESE_NUMBERS:
        return float(_CHINESE_NUMBERS[text])
    return float(text.replace(",", ".").replace("．", "."))
