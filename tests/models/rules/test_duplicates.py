"""Which records may be the same customer."""

import pytest

from crm_desktop.models.rules.duplicates import duplicate_groups, duplicates_of, name_key
from tests.models.rules.rows import record


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("恒川精密制造有限公司", "恒川精密制造"),
        ("恒川（上海）精密股份有限公司", "恒川(上海)精密"),
        ("恒川集团有限公司", "恒川"),
        ("Hengchuan Precision Co., Ltd.", "HENGCHUAN precision"),
        ("Ｈｅｎｇｃｈｕａｎ Inc", "Hengchuan"),
        ("Müller GmbH", "Muller"),
    ],
)
def test_habits_of_writing_do_not_matter(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("恒川精密", "恒川电子"), ("Lincoln", "Linc"), ("Co Op", "Op"), ("上海一厂", "上海二厂")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["Limited", "Company Group", "集团"])
def test_a_name_made_of_such_words_has_a_key_or_none_but_does_not_fail(name: str) -> None:
    assert duplicates_of(record("account", "a", name=name), [record("account", "b", name="恒川")]) == []


def test_candidates_come_with_their_reasons_the_best_first() -> None:
    mine = record("account", "a", name="恒川精密有限公司", phone="021-65551234 转 801")
    others = [
        record("account", "phone", name="别的", phone="+86 21 6555 1234"),
        record("account", "both", name="恒川精密", phone="(021) 6555-1234"),
        record("account", "other", name="云禾", phone="021-65559999"),
        record("account", "binned", name="恒川精密", deleted_at=1),
        record("contact", "person", name="恒川精密"),
        mine,
    ]
    found = [(each.id, each.reasons) for each in duplicates_of(mine, others)]
    assert found == [("both", ("name", "phone")), ("phone", ("phone",))]


def test_either_telephone_of_a_person_counts() -> None:
    one = record("contact", "a", name="李梅", mobile="138 0000 1234")
    other = record("contact", "b", name="Li Mei", phone="+86 13800001234")
    assert [each.reasons for each in duplicates_of(one, [other])] == [("phone",)]


def test_short_numbers_say_nothing() -> None:
    assert duplicates_of(record("account", "a", name="甲厂", phone="110"), [record("account", "b", phone="110")]) == []


def test_groups_hold_all_that_share_a_key() -> None:
    records = [record("account", each, name=name) for each, name in [("c", "恒川"), ("a", "恒川公司"), ("b", "云禾")]]
    assert duplicate_groups(records) == [("a", "c")]
