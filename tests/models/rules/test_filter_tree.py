"""Changing nested filters: each change is a new whole, and empty groups go."""

from crm_desktop.models.rules.filter_tree import part_at, tidied, with_join, with_part
from crm_desktop.models.rules.views import Condition, Group, Operator

A, B, C = (Condition(name, Operator.FILLED) for name in "abc")
WHOLE = Group((A, Group((B, C), "or")))


def test_parts_are_read_put_added_and_taken_away_by_their_way() -> None:
    assert part_at(WHOLE, [1, 0]) is B
    assert with_part(WHOLE, [1, 0], A) == Group((A, Group((A, C), "or")))
    assert with_part(WHOLE, [1, 2], A) == Group((A, Group((B, C, A), "or")))
    assert with_part(WHOLE, [1, 0], None) == Group((A, Group((C,), "or")))
    assert with_part(WHOLE, [1], None) == Group((A,))
    assert Group((A, Group((B, C), "or"))) == WHOLE


def test_a_group_takes_another_join_and_the_whole_too() -> None:
    assert with_join(WHOLE, [1], "and") == Group((A, Group((B, C))))
    assert with_join(WHOLE, [], "or").join == "or"


def test_groups_that_say_nothing_are_left_out() -> None:
    assert tidied(Group((Group(), A, Group((Group((), "or"),))))) == Group((A,))
