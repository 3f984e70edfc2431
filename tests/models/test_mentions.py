"""Naming people behind an @: the longest name, both signs, no addresses."""

import pytest

from crm_desktop.models.mentions import begun_mention, mentioned

PEOPLE = {"1": "Li", "2": "Li Qian", "3": "李倩", "4": "Lisa", "5": ""}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("call @li qian and @Lisa", ("2", "4")),
        ("@Li, please", ("1",)),
        ("拜访顾总，＠李倩看一下", ("3",)),
        ("@Lisandra", ()),
        ("@nobody, a@b.example", ()),
        ("@李倩 @李倩", ("3",)),
    ],
)
def test_people_are_found_by_their_longest_name(text: str, ids: tuple[str, ...]) -> None:
    assert mentioned(text, PEOPLE) == ids


def test_a_mention_is_begun_behind_an_at_that_no_word_precedes() -> None:
    assert begun_mention("call @Li Q", 10) == (5, "Li Q")
    assert begun_mention("拜访＠", 3) == (2, "")
    assert begun_mention("mail a@b", 8) is None
    assert begun_mention("no sign", 4) is None
