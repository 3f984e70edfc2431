"""Ranks leave room between any two neighbours, also between those that were never moved."""

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.rules.ranks import LAST, MOST, place_of, rank_between

_DAYS = st.dates().map(lambda day: day.isoformat())
_KEYS = st.one_of(_DAYS, st.just(LAST))


@given(st.lists(_KEYS, max_size=5), st.lists(st.integers(0, 1000), max_size=40))
def test_what_is_put_between_two_cards_sorts_between_them(days: list[str], places: list[int]) -> None:
    order = sorted(set(days))
    for wanted in places:
        at = wanted % (len(order) + 1)
        before, after = order[at - 1] if at else "", order[at] if at < len(order) else ""
        rank = rank_between(before, after)
        assert rank is not None
        assert before < rank
        assert not after or rank < after
        order.insert(at, rank)
    assert order == sorted(order)


def test_a_card_never_moved_stands_by_its_closing_day() -> None:
    assert place_of({"rank": None, "close_on": "2026-04-30"}) == "2026-04-30"
    assert place_of({"rank": "2026-04-30V", "close_on": "2026-01-01"}) == "2026-04-30V"
    assert place_of({}) == LAST


def test_between_two_of_the_same_place_there_is_no_room() -> None:
    assert rank_between("2026-04-30", "2026-04-30") is None


def test_a_rank_never_outgrows_its_field() -> None:
    rank: str | None = "V"
    for _ in range(2_000):
        rank = rank_between("", rank or "")
        if rank is None:
            break
        assert len(rank) <= MOST
    assert rank is None
