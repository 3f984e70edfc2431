"""Values as people of each language write them."""

from datetime import UTC, date, datetime

import pytest

from crm_desktop.models.clock import to_moment
from crm_desktop.views.language.formats import Formats

NOW = to_moment(datetime(2026, 3, 12, 10, 0, tzinfo=UTC))
ZH = Formats("zh", NOW, "Asia/Shanghai")
EN = Formats("en", NOW, "Asia/Shanghai")


def moment(*parts: int) -> int:
    """Return a moment in UTC."""
    year, month, day, hour, minute = parts
    return to_moment(datetime(year, month, day, hour, minute, tzinfo=UTC))


@pytest.mark.parametrize(
    ("units", "currency", "written"),
    [
        (8_600_000_000, "CNY", "¥860,000"),
        (12_345_000, "USD", "$1,234.50"),
        (-10_000, "EUR", "−€1"),
        (15_000, "JPY", "JP¥2"),
        (10_000, "CHF", "CHF 1"),
        (0, "CNY", "¥0"),
    ],
)
def test_full_money_is_the_same_in_both_languages(units: int, currency: str, written: str) -> None:
    assert ZH.money(units, currency) == EN.money(units, currency) == written


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (1_286_000, "¥128.6 万", "¥1.29M"),
        (3_180_000, "¥318 万", "¥3.18M"),
        (2_100_000, "¥210 万", "¥2.10M"),
        (318_000, "¥31.8 万", "¥318K"),
        (9_999, "¥9,999", "¥9,999"),
        (250_000_000, "¥2.5 亿", "¥250.00M"),
        (10_000, "¥1 万", "¥10K"),
    ],
)
def test_key_figures_are_short(amount: int, zh: str, en: str) -> None:
    assert (ZH.money_figure(amount * 10_000), EN.money_figure(amount * 10_000)) == (zh, en)


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        ("2026-03-11", "昨天", "Yesterday"),
        ("2026-03-12", "今天", "Today"),
        ("2026-03-13", "明天", "Tomorrow"),
        ("2026-03-06", "3 月 6 日", "6 Mar"),
        ("2025-03-06", "2025 年 3 月 6 日", "6 Mar 2025"),
    ],
)
def test_days_near_are_words(day: str, zh: str, en: str) -> None:
    assert (ZH.day(day), EN.day(day)) == (zh, en)


def test_columns_and_forms_have_fixed_day_shapes() -> None:
    assert (ZH.day_column("2026-04-18"), EN.day_column("2026-04-18")) == ("04-18", "18 Apr")
    assert (ZH.day_full(date(2026, 4, 18)), EN.day_full("2026-04-18")) == ("2026-04-18", "18 Apr 2026")
    assert (ZH.month("2026-04-18"), EN.month("2026-04-18")) == ("2026 年 4 月", "Apr 2026")
    assert (ZH.weekday("2026-03-12", long=True), EN.weekday("2026-03-12")) == ("星期四", "Thu")


def test_days_until_and_since_count_for_people() -> None:
    assert (ZH.days_until("2026-04-18"), EN.days_until("2026-04-18")) == ("还剩 37 天", "in 37 days")
    assert (ZH.days_until("2026-03-09"), EN.days_until("2026-03-11")) == ("逾期 3 天", "1 day late")
    assert (ZH.days_since("2026-03-07"), EN.days_since("2026-03-10")) == ("5 天前", "2 days ago")
    assert (ZH.days_since("2026-03-11"), EN.days_since("2026-03-12")) == ("昨天", "Today")


def test_moments_are_seen_from_the_zone_of_the_person() -> None:
    assert ZH.moment(moment(2026, 3, 11, 10, 42)) == "昨天 18:42"
    assert ZH.moment(moment(2026, 3, 11, 17, 0)) == "今天 01:00"
    assert EN.moment(moment(2026, 3, 10, 7, 40)) == "Tue 15:40"
    assert ZH.moment(moment(2026, 3, 2, 7, 40)) == "3 月 2 日 15:40"
    assert EN.day_of(moment(2026, 3, 11, 17, 0)) == date(2026, 3, 12)


def test_ages_go_from_just_now_to_days() -> None:
    assert (ZH.age(NOW - 5_000), EN.age(NOW - 60_000)) == ("刚刚", "1 minute ago")
    assert (ZH.age(NOW - 3 * 3_600_000), EN.age(NOW - 7_200_000)) == ("3 小时前", "2 hours ago")
    assert (ZH.age(NOW - 86_400_000), EN.age(NOW - 5 * 86_400_000)) == ("昨天", "5 days ago")


def test_numbers_group_and_keep_a_real_minus() -> None:
    assert (ZH.number(-1234.5, 1), EN.percent(12.4, 1), EN.percent(40)) == ("−1,234.5", "12.4%", "40%")
    assert (EN.signed(60_000), EN.signed(-9), EN.signed(0)) == ("+60,000", "−9", "0")
    assert (ZH.listed(["周敏", "李工"]), EN.listed(["Zhou Min", "Li Gong"])) == ("周敏、李工", "Zhou Min, Li Gong")


def test_sizes_and_lengths_of_time_stay_short() -> None:
    assert [EN.file_size(size) for size in (512, 6_400_000, 412_000_000, 1_800_000_000)] == [
        "512 B", "6.4 MB", "412 MB", "1.8 GB"]  # fmt: skip
    assert [EN.duration(minutes) for minutes in (45, 90, 120, 3600)] == ["45 min", "90 min", "2 h", "2.5 d"]
    assert ZH.duration(3600) == "2.5 天"
