"""What a typed answer makes, as it is known before Enter."""

from datetime import date

import pytest

from crm_desktop.models.interviews.answers import Making, Reading, Setting, read_answer
from crm_desktop.models.interviews.said_figures import Frequency, Metric, Post
from crm_desktop.models.studies.typed_goal import TypedGoal

AT_WORK = Setting(standing=True, lanes=("计划部", "Planning"), branches=("是", "否"))


@pytest.mark.parametrize(
    ("text", "making"),
    [
        ("催料与补采购", Making.STEP),
        ("补齐后 @计划部 更新齐套表 ~30分", Making.STEP),
        ("Check the price @Planning ~45m #Excel", Making.STEP),
        ("物料齐套？", Making.STEP),
        ("收单 → 核价 → 录单", Making.STEP),
        ("~等2天 #Excel", Making.DETAIL),
        (">排产", Making.DETAIL),
        ("!供应商不回消息", Making.PAIN),
        ("缺料超过 3 天，周敏决定先排别的订单", Making.ANSWER),
        ("We usually wait 2 to 3 days until they answer, urgent orders fly.", Making.ANSWER),
        ("每天30单", Making.ANSWER),
        ("「每周三下午都在对表」", Making.QUOTE),
        ("“Three tables, never the same”", Making.QUOTE),
        ("加好友率 20% 同行 50%", Making.METRIC),
        ("3个采购员", Making.ROLE),
        ("是 70% 否 30%", Making.SHARE),
    ],
)
def test_what_a_line_becomes_is_read_from_its_look(text: str, making: Making) -> None:
    assert read(text).making is making


@pytest.mark.parametrize("chosen", [Making.PAIN, Making.METRIC, Making.QUOTE, Making.STEP, Making.GOAL, Making.ROLE])
def test_a_button_counts_before_the_look(chosen: Making) -> None:
    assert read("「每周三下午都在对表」", Setting(chosen=chosen)).making is chosen


def test_after_tab_even_a_sentence_is_the_next_step() -> None:
    assert read("缺料超过 3 天，周敏决定先排别的订单", Setting(held=True)).making is Making.STEP


def test_each_section_reads_what_it_asks_for() -> None:
    setting = Setting(section="goals", today=date(2026, 3, 9), departments=[("ads", "投放部")])
    goal = read("投放部门第一季度线上引流50w条流量", setting)
    assert goal.goal == TypedGoal(
        name="投放部门第一季度线上引流50w条流量", value=5_000_000_000, unit="条", due="2026-03-31", department_id="ads"
    )
    assert read("准时交付率 87.5%", Setting(section="results")).metric == Metric(name="准时交付率", present=875_000)
    assert read("周敏（计划部主管）", Setting(section="roles")).person == ("周敏", "计划部主管")
    assert read("3个采购员、2名计划员", Setting(section="roles")).posts == (Post("采购员", 3), Post("计划员", 2))


def test_a_metric_takes_peer_and_target_in_any_order() -> None:
    expected = Metric(name="加好友率", present=200_000, target=400_000, peer=500_000)
    assert read("加好友率目前20%，同行50%，目标40%").metric == expected
    assert read("加好友率 20% 目标 40% 同行 50%").metric == expected


def test_impossible_figures_are_said_before_enter_and_taken_down_nonetheless() -> None:
    assert read("准时率 130%").doubt == "over_100"
    assert read("等待 -3 天", Setting(chosen=Making.METRIC)).doubt == "negative"
    assert read("是 70% 否 40%").doubt == "over_100"


def test_a_sentence_gives_its_waiting_time_and_its_frequency() -> None:
    assert read("一般要等 2 到 3 天才有准信，急单会加价空运").waiting_seconds == 216_000
    assert read("It waits 2 to 3 days, then we call.").waiting_seconds == 216_000
    assert read("每月 2 次").frequency == Frequency(2, "month")
    assert read("About 5 times a day, more in March.").frequency == Frequency(5, "day")


def test_a_pain_says_how_severe_it_is_and_what_it_costs_each_time() -> None:
    pain = read("!!供应商不回消息，只能反复打电话，每天占采购员 2 小时")
    assert (pain.severity, pain.minutes, pain.frequency) == ("severe", 120, Frequency(1, "day"))
    assert pain.words.startswith("供应商")


def test_when_something_is_done_is_no_part_of_the_steps_name() -> None:
    assert read("补齐后 @计划部 更新齐套表 ~30分").steps == ("@计划部 更新齐套表 ~30分",)
    assert read("收单 → 然后核价").steps == ("收单", "核价")


@pytest.mark.parametrize("text", ["3个小时", "12 times a week", "2 hours"])
def test_a_time_is_no_post(text: str) -> None:
    assert read(text, Setting(gap="no_time:x")).making is Making.ANSWER
    assert read(text).making is not Making.ROLE


def test_a_sign_without_a_step_to_add_to_is_kept_as_words() -> None:
    assert read("~等2天", Setting()).making is Making.ANSWER
    assert read_answer("  ", AT_WORK) is None


def read(text: str, setting: Setting = AT_WORK) -> Reading:
    reading = read_answer(text, setting)
    assert reading is not None
    return reading
