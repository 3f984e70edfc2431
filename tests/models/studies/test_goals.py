"""Goals: the lines of the original text are understood, and goals keep their levels when they are moved."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.models.fields import Value
from crm_desktop.models.money import to_units
from crm_desktop.models.record import Record
from crm_desktop.models.studies.goals import (
    GoalTree,
    goal_problems,
    next_level,
    place_values,
    refusal,
    tree_of,
)
from crm_desktop.models.studies.typed_goal import read_goal

TODAY = date(2026, 1, 15)
ADS = ("ads", "投放部")


def goal(word: str, level: str = "execution", parent: str = "", rank: str = "", **values: Value) -> Record:
    said: dict[str, Value] = {"name": word, "level": level, "parent_id": parent or None, "rank": rank or None}
    return Record("goal", word, {**said, **values})


def example() -> GoalTree:
    """The example of the original text: a profit, the model that brings it, and a target of leads."""
    return tree_of(
        [
            goal("leads", parent="model", rank="C"),
            goal("calls", parent="model", rank="H"),
            goal("model", "tactical", parent="profit", rank="C"),
            goal("profit", "strategic", rank="C"),
        ]
    )


@pytest.mark.parametrize(
    ("line", "value", "unit", "due", "department"),
    [
        ("一年盈利 1亿元，拓展线上化渠道进行推广和售卖", 100_000_000, "元", "2027-01-15", ""),
        ("采用总部集中运营、分公司执行的管控模式，在一个季度跑通", None, "", "2026-04-15", ""),
        ("投放部门第一季度需要线上引流 50w 条流量", 500_000, "条", "2026-03-31", "ads"),
        ("全年营收提升30%", 30, "%", "2026-12-31", ""),
        ("Make a profit of 100 million CNY in a year", 100_000_000, "CNY", "2027-01-15", ""),
        ("Bring 500,000 leads in Q1", 500_000, "leads", "2026-03-31", ""),
        ("２０２６年６月底前 加好友率 ５０％", 50, "%", "2026-06-30", ""),
        ("@投放部 每天 300 条", 300, "条", "", "ads"),
        ("成为华东最可靠的供应商", None, "", "", ""),
        ("Q4 revenue 1.5m USD", 1_500_000, "USD", "2026-12-31", ""),
        ("6 月底前回款 3千万", 30_000_000, "", "2026-06-30", ""),
        ("做到 1个亿，成为第2名", 100_000_000, "", "", ""),
        ("Reach 2bn USD by the end of June", 2_000_000_000, "USD", "2026-06-30", ""),
        ("Cut errors by 20 percent", 20, "%", "", ""),
        ("三个月内 准时交付率 95%", 95, "%", "2026-04-15", ""),
    ],
)  # fmt: skip
def test_a_line_says_number_unit_day_and_department(
    line: str, value: int | None, unit: str, due: str, department: str
) -> None:
    read = read_goal(line, TODAY, [ADS])
    assert read.value == (None if value is None else to_units(value))
    assert (read.unit, read.due, read.department_id) == (unit, due, department)
    assert read.name == line.replace("@", "")


def test_a_quarter_that_is_over_means_the_next_year_unless_the_year_is_named() -> None:
    later = date(2026, 11, 22)
    assert read_goal("第一季度 50w", later).due == "2027-03-31"
    assert read_goal("2026 年第一季度 50w", later).due == "2026-03-31"
    assert read_goal("50k leads in Q2 2028", later).due == "2028-06-30"


def test_goals_stand_under_what_they_serve_and_strategic_ones_first() -> None:
    tree = tree_of([*example().goals.values(), goal("loose", rank="1"), goal("lost", parent="gone", rank="2")])
    assert tree.children("") == ("profit", "loose", "lost")
    assert tree.within("profit") == ["profit", "model", "leads", "calls"]
    assert tree.above("calls") == ["model", "profit"]


def test_two_goals_that_serve_each_other_are_both_shown() -> None:
    tree = tree_of([goal("a", parent="b"), goal("b", parent="a"), goal("c", parent="a")])
    assert sorted(each for top in tree.children("") for each in tree.within(top)) == ["a", "b", "c"]


def test_a_goal_serves_one_of_its_level_or_above_and_never_itself() -> None:
    tree = example()
    assert refusal(tree, "leads", "profit") == ""
    assert refusal(tree, "leads", "calls") == ""
    assert refusal(tree, "model", "calls") == "goal.circle"
    assert refusal(tree_of([*tree.goals.values(), goal("other")]), "profit", "other") == "goal.level_below"
    assert refusal(tree, "profit", "") == ""


def test_what_is_added_under_a_goal_is_of_the_level_below() -> None:
    tree = example()
    assert next_level(None) == ("strategic", "goal")
    assert next_level(tree.goals["profit"]) == ("tactical", "control_model")
    assert next_level(tree.goals["model"]) == ("execution", "target")
    assert next_level(tree.goals["leads"]) == ("execution", "target")


def test_moving_a_goal_writes_one_record_and_all_ranks_only_where_there_are_none() -> None:
    tree = example()
    moved = place_values(tree, "calls", "model", 0)
    assert list(moved) == ["calls"]
    assert str(moved["calls"]["rank"]) < "C"
    bare = tree_of([goal("a", "strategic"), goal("b", "strategic"), goal("c", "strategic")])
    written = place_values(bare, "c", "", 1)
    assert sorted(written, key=lambda each: str(written[each]["rank"])) == ["a", "c", "b"]


def test_a_goal_due_after_what_it_serves_is_told_and_kept() -> None:
    tree = tree_of([goal("profit", "strategic", due="2026-12-31"), goal("leads", parent="profit", due="2027-03-31")])
    assert [problem.code for problem in goal_problems(tree, "leads")] == ["goal.due_after_parent"]
    assert goal_problems(tree, "profit") == ()
