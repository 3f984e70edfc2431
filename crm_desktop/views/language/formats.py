"""Money, dates, ages, numbers and sizes as people of a language write them.

`Formats` is a value: the same language, zone and moment give the same words. Screens take `current_formats()`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimeZone

from crm_desktop.models.money import from_units, minor_digits
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.locale_words import WORDS, LocaleWords

_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$", "TWD": "NT$", "KRW": "₩"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SIZES = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


@dataclass(frozen=True, slots=True)
class Formats:
    """How values are written in `language`, seen from `zone` (an IANA name) on the day of `now` (ms, UTC)."""

    language: str
    now: int
    zone: str = "UTC"

    @property
    def words(self) -> LocaleWords:
        """The language's patterns."""
        return WORDS[self.language]

    @property
    def today(self) -> date:
        """The day it is for the person."""
        return _day_of(self.now, self.zone)

    # Numbers

    def number(self, value: int | float | Decimal, decimals: int = 0) -> str:
        """Return `1,234`; a real minus sign, so that it aligns with plus."""
        return f"{_rounded(value, decimals):,}".replace("-", "−")

    def figure(self, value: Decimal) -> str:
        """Return `1,234.5`: all the decimals there are, and none that say nothing."""
        return _trimmed(value, 4).replace("-", "−")

    def percent(self, value: int | float | Decimal, decimals: int = 0) -> str:
        """Return `12.4%` for 12.4."""
        return f"{self.number(value, decimals)}%"

    def signed(self, value: int | float | Decimal, decimals: int = 0) -> str:
        """Return `+60,000`, `−9` or `0`."""
        written = self.number(value, decimals)
        return f"+{written}" if value > 0 else written

    def file_size(self, size: int) -> str:
        """Return `6.4 MB` for a number of bytes."""
        for step, unit in _SIZES:
            if size >= step:
                amount = Decimal(size) / step
                return f"{_trimmed(amount, 1 if amount < 100 else 0)} {unit}"
        return f"{size} B"

    def listed(self, names: list[str]) -> str:
        """Return names in a row: `周敏、李工`, `Zhou Min, Li Gong`."""
        return self.words.joined.join(names)

    # Money, in ten-thousandths of a unit

    def money(self, units: int, currency: str = "CNY") -> str:
        """Return the full amount as lists show it: `¥860,000`, with decimals only where there are any."""
        amount = from_units(abs(units))
        decimals = 0 if amount == amount.to_integral_value() else minor_digits(currency)
        return f"{'−' if units < 0 else ''}{_symbol(currency)}{_rounded(amount, decimals):,}"

    def money_figure(self, units: int, currency: str = "CNY") -> str:
        """Return the amount as key figures show it: `¥128.6 万`, `¥1.29M`."""
        amount = from_units(abs(units))
        for least, step, pattern, decimals in self.words.steps:
            if amount >= least:
                shown = _rounded(amount / step, decimals)
                number = f"{shown:,}" if self.words.keep_zeros else f"{_trim(shown):,}"
                return f"{'−' if units < 0 else ''}{_symbol(currency)}{pattern.format(n=number)}"
        return self.money(units, currency)

    # Days, `YYYY-MM-DD` or date

    def day(self, value: str | date) -> str:
        """Return `昨天`, `Today`, else `3 月 6 日`, `6 Mar`; with the year where it is another one."""
        moment = _date(value)
        near = {-1: self.words.yesterday, 0: self.words.today, 1: self.words.tomorrow}.get((moment - self.today).days)
        if near:
            return near
        return self._written(self.words.day if moment.year == self.today.year else self.words.day_with_year, moment)

    def day_with_weekday(self, value: str | date) -> str:
        """Return `3 月 12 日 星期四`, `Thursday 12 Mar`: a day of this year as people say it."""
        moment = _date(value)
        day = self._written(self.words.day, moment)
        return self.words.day_with_weekday.format(day=day, weekday=self.weekday(moment, long=True))

    def day_full(self, value: str | date) -> str:
        """Return `2026-04-18`, `18 Apr 2026`."""
        return self._written(self.words.day_full, _date(value))

    def day_column(self, value: str | date) -> str:
        """Return the short form for columns, `04-18`, `18 Apr`; another year is written out."""
        moment = _date(value)
        pattern = self.words.day_column if moment.year == self.today.year else self.words.day_full
        return self._written(pattern, moment)

    def month(self, value: str | date) -> str:
        """Return `2026 年 4 月`, `Apr 2026`."""
        return self._written(self.words.month, _date(value))

    def weekday(self, value: str | date, *, long: bool = False) -> str:
        """Return `周二`, `Tue`; long `星期二`, `Tuesday`."""
        names = self.words.weekdays_long if long else self.words.weekdays
        return names[_date(value).weekday()]

    def days_until(self, value: str | date) -> str:
        """Return `还剩 37 天`, `in 37 days`, `3 days late`, `Today`."""
        days = (_date(value) - self.today).days
        if days == 0:
            return self.words.today
        return _counted(self.words.days_left if days > 0 else self.words.days_late, abs(days))

    def days_since(self, value: str | date) -> str:
        """Return `5 天前`, `5 days ago`, `Yesterday`, `Today`; a coming day reads as `day` does."""
        days = (self.today - _date(value)).days
        return _counted(self.words.days_ago, days) if days > 1 else self.day(value)

    # Moments, in ms since 1970 in UTC

    def time(self, moment: int) -> str:
        """Return `18:42`."""
        return _clock(self._local(moment))

    def moment(self, moment: int) -> str:
        """Return `昨天 18:42`, `Tue 15:40` within the last week, `3 月 6 日 15:40`."""
        local = self._local(moment)
        days = (self.today - local.date()).days
        day = self.weekday(local.date()) if 1 < days < 7 else self.day(local.date())
        return f"{day} {_clock(local)}"

    def age(self, moment: int) -> str:
        """Return how long ago: `刚刚`, `5 minutes ago`, `3 小时前`, then days."""
        minutes = (self.now - moment) // 60_000
        if minutes < 1:
            return self.words.just_now
        if minutes < 60:
            return _counted(self.words.minutes_ago, minutes)
        local = self._local(moment)
        if local.date() == self.today:
            return _counted(self.words.hours_ago, minutes // 60)
        return self.days_since(local.date())

    def duration(self, minutes: int | float) -> str:
        """Return a length of time as processes show it: `45 min`, `2 h`, `2.5 天`; a day has 24 hours."""
        if minutes < 100:
            return self.words.minutes.format(n=_trimmed(Decimal(minutes), 1))
        if minutes < 24 * 60:
            return self.words.hours.format(n=_trimmed(Decimal(minutes) / 60, 1))
        return self.words.days.format(n=_trimmed(Decimal(minutes) / (24 * 60), 1))

    def day_of(self, moment: int) -> date:
        """Return the calendar day on which a moment falls for the person."""
        return self._local(moment).date()

    def _written(self, pattern: str, day: date) -> str:
        return pattern.format(year=day.year, month=day.month, day=day.day, name=self.words.months[day.month - 1])

    def _local(self, moment: int) -> datetime:
        return (_EPOCH + timedelta(milliseconds=moment)).astimezone(ZoneInfo(self.zone))


def current_formats(now: int) -> Formats:
    """Return how values are written now, in the active language and the machine's time zone."""
    zone = bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC"
    return Formats(current_language().code, now, zone)


@lru_cache(maxsize=64)
def _day_of(moment: int, zone: str) -> date:
    # Asked for each day that a screen writes, always about one moment.
    return (_EPOCH + timedelta(milliseconds=moment)).astimezone(ZoneInfo(zone)).date()


def _clock(local: datetime) -> str:
    # Not by `%H:%M`, which looks a module up each time: a screen shows hundreds.
    return f"{local.hour:02}:{local.minute:02}"


def _symbol(currency: str) -> str:
    return _SYMBOLS.get(currency, f"{currency} ")


def _rounded(value: int | float | Decimal, decimals: int) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def _trim(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _trimmed(value: Decimal, decimals: int) -> str:
    return f"{_trim(_rounded(value, decimals)):,f}"


def _counted(forms: tuple[str, str], count: int) -> str:
    return forms[0 if count == 1 else 1].format(n=count)


def _date(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
