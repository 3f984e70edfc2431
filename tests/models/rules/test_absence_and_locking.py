"""Days without the server cannot be won by setting the clock; the shorter time locks; guessing gets slower."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.rules.absence import Contact, days_left, heard, passed
from crm_desktop.models.rules.locking import LONGEST_WAIT_MS, lock_minutes, wait_after

NOW = 1_760_000_000_000


def test_the_last_day_counts_whole_and_then_it_is_over() -> None:
    contact = heard(NOW, NOW)
    assert days_left(contact, 30) == 30
    assert days_left(passed(contact, NOW + 29 * DAY_MS + 1), 30) == 1
    assert days_left(passed(contact, NOW + 30 * DAY_MS - 1), 30) == 1
    assert days_left(passed(contact, NOW + 30 * DAY_MS), 30) == 0


def test_a_clock_that_is_wrong_all_the_time_makes_no_difference() -> None:
    contact = heard(NOW, NOW - 900 * DAY_MS)
    assert days_left(passed(contact, NOW - 890 * DAY_MS), 30) == 20


def test_a_contact_forgives_a_clock_that_once_ran_ahead() -> None:
    ahead = passed(heard(NOW, NOW), NOW + 400 * DAY_MS)
    assert days_left(ahead, 30) == 0
    assert days_left(heard(NOW + DAY_MS, NOW + DAY_MS), 30) == 30


@given(st.lists(st.tuples(st.integers(-400, 400), st.integers(0, 5)), max_size=30))
def test_whatever_is_done_to_the_clock_no_day_is_won_back(steps: list[tuple[int, int]]) -> None:
    contact: Contact = heard(NOW, NOW)
    left, ran = days_left(contact, 30), 0
    for set_to, hours in steps:
        ran += hours * DAY_MS // 24
        contact = passed(contact, NOW + set_to * DAY_MS, hours * DAY_MS // 24)
        assert days_left(contact, 30) <= left
        assert contact.highest >= NOW + ran, "time in which the program ran counts, whatever the clock says"
        left = days_left(contact, 30)


def test_ones_own_time_holds_only_where_it_is_shorter() -> None:
    assert lock_minutes(15, 0) == 15
    assert lock_minutes(15, 5) == 5
    assert lock_minutes(15, 30) == 15
    assert lock_minutes(0, 30) == 30
    assert lock_minutes(0, 0) == 0


def test_three_attempts_are_free_and_waiting_only_grows() -> None:
    waits = [wait_after(failures) for failures in range(12)]
    assert waits[:3] == [0, 0, 0]
    assert waits[3] > 0
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT_MS
