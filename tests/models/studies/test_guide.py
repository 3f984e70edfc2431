"""The guide says how deep to ask: A025 to A032, and the settled contradiction about those who do the work."""

import msgspec
import pytest

from crm_desktop.models.record import Record
from crm_desktop.models.records.interview import IDENTITIES, SECTIONS
from crm_desktop.models.records.study import GOAL_LEVELS
from crm_desktop.models.studies.guide import STAGES, as_values, guidance, rules_of, shipped_rules


@pytest.mark.parametrize(
    ("stage", "identity", "levels"),
    [
        ("early", "", ("strategic", "tactical", "execution")),
        ("mature", "", ("execution",)),
        ("", "boss", ("strategic", "tactical")),
        ("", "executive", ("tactical", "execution")),
        ("", "operator", ("execution",)),
        ("early", "boss", ("strategic", "tactical")),
        ("mature", "boss", ("strategic",)),
        ("growing", "executive", ("tactical", "execution")),
        ("", "", GOAL_LEVELS),
    ],
)
def test_stage_and_identity_decide_which_levels_are_asked(stage: str, identity: str, levels: tuple[str, ...]) -> None:
    assert guidance(stage, identity).levels == levels


def test_what_this_person_is_not_asked_is_left_to_others() -> None:
    assert guidance("mature", "boss").others == ("execution",)
    assert guidance("early", "operator").others == ("strategic", "tactical")
    assert guidance("early", "").others == ()


def test_the_level_of_those_who_do_the_work_is_a_setting() -> None:
    shipped = next(rule for rule in shipped_rules() if rule.key == "operator")
    own = Record("guide_rule", "a" * 32, as_values(shipped, 0) | {"levels": ["tactical"]})
    rules = rules_of([own])
    assert guidance("", "operator", rules).start == "tactical"
    assert guidance("", "boss", rules) == guidance("", "boss"), "other rules stay as shipped"
    off = Record("guide_rule", "a" * 32, as_values(shipped, 0) | {"active": False})
    assert guidance("early", "operator", rules_of([off])).levels == guidance("early", "").levels


def test_own_rules_for_the_same_are_settled_by_their_position() -> None:
    values = as_values(shipped_rules()[0], 2)
    first = Record("guide_rule", "b" * 32, values | {"position": 1, "levels": ["tactical"]})
    second = Record("guide_rule", "a" * 32, values | {"levels": ["execution"]})
    for order in ([first, second], [second, first]):
        assert guidance("early", "", rules_of(order)).levels == ("tactical",)


def test_every_stage_with_every_identity_has_something_to_ask_and_a_frame() -> None:
    for stage in ("", *STAGES):
        for identity in ("", *IDENTITIES):
            found = guidance(stage, identity)
            assert found.levels
            assert found.sections[0] == "opening"
            assert found.sections[-1] == "closing"
            assert len(found.sections) > 2
            assert [each.section for each in found.enough] == list(found.sections)
            assert len(found.advice) == (stage != "") + (identity != "")


def test_a_rule_without_levels_or_sections_asks_for_all() -> None:
    bare = msgspec.structs.replace(shipped_rules()[0], levels=frozenset(), sections=frozenset())
    found = guidance("early", "", [bare])
    assert (found.levels, found.sections) == (GOAL_LEVELS, SECTIONS)


def test_a_boss_is_not_asked_how_the_work_is_done() -> None:
    found = guidance("mature", "boss")
    assert found.wants("goals", ["strategic"])
    assert found.wants("goals")
    assert not found.wants("goals", ["execution"])
    assert not found.wants("work")


def test_enough_is_said_per_section_and_per_level_of_goals() -> None:
    found = guidance("early", "boss")
    assert [each.section for each in found.enough_asked({"goals": 1, "opening": 1})] == ["opening"]
    assert [each.section for each in found.enough_asked({"goals": 2})] == ["goals"]


def test_what_ships_is_written_in_both_languages() -> None:
    for rule in shipped_rules():
        assert rule.advice.zh
        assert rule.advice.en
        assert set(rule.levels) <= set(GOAL_LEVELS)
        assert set(rule.sections) <= set(SECTIONS)
    assert {(rule.aspect, rule.key) for rule in shipped_rules()} == {
        *(("client_stage", each) for each in STAGES),
        *(("identity", each) for each in IDENTITIES),
    }
