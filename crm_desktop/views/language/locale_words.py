"""The patterns in which each language writes dates, ages and large amounts. How they are filled stands in `formats.py`.

They are a table and not translated sentences because formatting is a pure function of values and language.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleWords:
    """One language's patterns; a missing one does not pass the type check."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_long: tuple[str, ...]
    yesterday: str
    today: str
    tomorrow: str
    day: str
    day_with_year: str
    day_with_weekday: str
    day_column: str
    day_full: str
    month: str
    joined: str
    just_now: str
    minutes_ago: tuple[str, str]
    hours_ago: tuple[str, str]
    days_ago: tuple[str, str]
    days_left: tuple[str, str]
    days_late: tuple[str, str]
    minutes: str
    hours: str
    days: str
    steps: tuple[tuple[int, int, str, int], ...]
    """Large amounts: from which amount on, divided by what, the pattern, how many decimals; largest first."""
    keep_zeros: bool


WORDS = {
    "zh": LocaleWords(
        months=tuple(f"{month} 月" for month in range(1, 13)),
        weekdays=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
        weekdays_long=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
        yesterday="昨天",
        today="今天",
        tomorrow="明天",
        day="{month} 月 {day} 日",
        day_with_year="{year} 年 {month} 月 {day} 日",
        day_with_weekday="{day} {weekday}",
        day_column="{month:02}-{day:02}",
        day_full="{year}-{month:02}-{day:02}",
        month="{year} 年 {month} 月",
        joined="、",
        just_now="刚刚",
        minutes_ago=("{n} 分钟前", "{n} 分钟前"),
        hours_ago=("{n} 小时前", "{n} 小时前"),
        days_ago=("{n} 天前", "{n} 天前"),
        days_left=("还剩 {n} 天", "还剩 {n} 天"),
        days_late=("逾期 {n} 天", "逾期 {n} 天"),
        minutes="{n} 分",
        hours="{n} 小时",
        days="{n} 天",
        steps=((10**8, 10**8, "{n} 亿", 2), (10**4, 10**4, "{n} 万", 1)),
        keep_zeros=False,
    ),
    "en": LocaleWords(
        months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        weekdays_long=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        yesterday="Yesterday",
        today="Today",
        tomorrow="Tomorrow",
        day="{day} {name}",
        day_with_year="{day} {name} {year}",
        day_with_weekday="{weekday} {day}",
        day_column="{day} {name}",
        day_full="{day} {name} {year}",
        month="{name} {year}",
        joined=", ",
        just_now="Just now",
        minutes_ago=("{n} minute ago", "{n} minutes ago"),
        hours_ago=("{n} hour ago", "{n} hours ago"),
        days_ago=("{n} day ago", "{n} days ago"),
        days_left=("in {n} day", "in {n} days"),
        days_late=("{n} day late", "{n} days late"),
        minutes="{n} min",
        hours="{n} h",
        days="{n} d",
        steps=((10**9, 10**9, "{n}B", 2), (10**6, 10**6, "{n}M", 2), (10**4, 10**3, "{n}K", 0)),
        keep_zeros=True,
    ),
}
