"""Better findings come first, and newer records among equal ones."""

from __future__ import annotations

import pytest

from crm_desktop.models.fields import Searched
from crm_desktop.models.ids import new_id
from tests.store.search.conftest import Index


@pytest.mark.parametrize(
    ("typed", "ordered"),
    [
        ("恒川", ["恒川", "恒川精密", "苏州恒川"]),
        ("heng", ["Heng", "Hengli Group", "Ever Heng", "Schengen Travel", "恒", "恒川", "永恒"]),
        ("hcjm", ["HCJM", "恒川精密", "恒川精密机械", "苏州恒川精密"]),
        ("chen", ["Chen", "Chenault", "Li Chen", "Aachener", "陈", "陈红", "小陈"]),
    ],
)
def test_exact_then_start_then_word_then_inside_then_spelling(index: Index, typed: str, ordered: list[str]) -> None:
    for name in ordered:
        index.add(name)
    assert index.find(typed) == ordered


def test_newer_records_come_first_among_equals(index: Index) -> None:
    old, new = new_id(1_000_000), new_id(2_000_000)
    index.add("恒川", record=new)
    index.add("恒川", record=old)
    assert [hit.record_id for hit in index.hits("hengchuan")] == [new, old]


def test_the_start_of_a_phone_counts_more_than_its_middle(index: Index) -> None:
    index.add("甲", phones="13900001380")
    index.add("乙", phones="13812345678")
    index.add("丙", phones="0571-81380000")
    assert index.find("138")[0] == "乙"
    assert len(index.find("138")) == 3


def test_a_name_counts_more_than_another_text(index: Index) -> None:
    index.add("甲公司", texts="恒川的供应商")
    index.add("恒川精密")
    assert [(hit.name, hit.matched) for hit in index.hits("恒川")] == [
        ("恒川精密", Searched.NAME),
        ("甲公司", Searched.TEXT),
    ]


def test_all_words_have_to_be_found_each_anywhere(index: Index) -> None:
    index.add("王伟", texts="采购经理 恒川", phones="13812345678")
    index.add("王伟", texts="销售", phones="13912345678")
    assert len(index.hits("王伟 恒川 138")) == 1
    assert len(index.hits("wangwei 139")) == 1
    assert index.hits("王伟 研发") == []


def test_the_limit_is_kept(index: Index) -> None:
    for number in range(40):
        index.add(f"恒川{number}")
    assert len(index.hits("恒川")) == 30
    assert len(index.hits("heng", limit=5)) == 5
    assert index.hits("heng", limit=0) == []


@pytest.mark.parametrize(
    ("name", "typed", "marked"),
    [
        ("苏州恒川精密", "恒川", ["恒川"]),
        ("苏州恒川精密", "hengchuanj", ["恒川精"]),
        ("苏州恒川精密", "hcj", ["恒川精"]),
        ("Precision Tools", "tool", ["Tool"]),
        ("Zoë Müller", "mull", ["Müll"]),
        ("Precision Tools", "pre tool", ["Pre", "Tool"]),
        ("恒川（上海）", "shangh", ["上海"]),
    ],
)
def test_what_was_found_can_be_marked_in_the_name(index: Index, name: str, typed: str, marked: list[str]) -> None:
    index.add(name)
    (hit,) = index.hits(typed)
    assert [hit.name[start:end] for start, end in hit.ranges] == marked


def test_an_exact_namesake_is_not_lost_among_thousands(index: Index) -> None:
    oldest = index.add("王伟")
    for number in range(400):
        index.add(f"王小{number}")
    assert index.hits("wangwei")[0].record_id == oldest
    assert index.hits("王伟")[0].record_id == oldest
