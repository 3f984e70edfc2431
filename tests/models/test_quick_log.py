"""A line typed in passing becomes an activity."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.models.clock import to_moment
from crm_desktop.models.quick_log import read_quick_log

NOW = to_moment(datetime(2026, 3, 12, 10, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "form", "subject", "day", "hour"),
    [
        ("Called Zhou Min about the date", "call", "Called Zhou Min about the date", 12, 10),
        ("yesterday visited line 3", "visit", "visited line 3", 11, 9),
        ("昨天拜访顾总，谈了价格", "visit", "拜访顾总，谈了价格", 11, 9),
        ("昨天 15:00 电话周敏", "call", "电话周敏", 11, 15),
        ("8:30 met the buyer", "meeting", "met the buyer", 12, 8),
        ("微信确认时间", "message", "微信确认时间", 12, 10),
        ("Printer drops jobs", "note", "Printer drops jobs", 12, 10),
        ("callous remark", "note", "callous remark", 12, 10),
        ("yesterday", "note", "yesterday", 12, 10),
        ("23:00 call", "call", "call", 12, 10),
    ],
)
def test_day_form_and_text_are_read_and_nothing_lies_ahead(
    typed: str, form: str, subject: str, day: int, hour: int
) -> None:
    moment = to_moment(datetime(2026, 3, day, hour, 0, tzinfo=UTC))
    read = read_quick_log(typed, NOW, "UTC")
    expected = moment if hour != 8 else moment + 30 * 60_000
    assert read == {"form": form, "subject": subject, "happened_at": expected}
