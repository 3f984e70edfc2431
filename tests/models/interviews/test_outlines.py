"""Outlines: what ships is worth asking, fits what the records can hold, and gives way to the organisation's own."""

from itertools import combinations

import pytest

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Values
from crm_desktop.models.interviews.outlines import (
    Outline,
    best_outline,
    chosen_questions,
    consent_words,
    outlines_of,
    prepare_items,
    shipped_outlines,
)
from crm_desktop.models.record import Record
from crm_desktop.models.records.interview import IDENTITIES, SECTIONS
from crm_desktop.models.studies.guide import guidance

EVERY = [*shipped_outlines("zh"), *shipped_outlines("en")]


def _record(kind: str, number: int, **values: object) -> Record:
    fields: Values = values  # type: ignore[assignment]
    return Record(kind, f"{number:032x}", fields)


def _outline(key: str, language: str = "zh") -> Outline:
    return next(each for each in shipped_outlines(language) if each.key == key)


@pytest.mark.parametrize("outline", EVERY, ids=lambda each: f"{each.key}-{each.language}")
def test_each_outline_covers_a_whole_talk(outline: Outline) -> None:
    assert 24 <= len(outline.questions) <= 40
    assert {each.section for each in outline.questions} == set(SECTIONS)
    assert len(outline.lead_in) >= 3
    assert all(2 <= len(each.follow_ups) <= 5 for each in outline.questions)
    levels = {level for each in outline.questions if each.section == "goals" for level in each.levels}
    assert levels == {"strategic", "tactical", "execution"}
    assert len({each.function for each in outline.questions} - {""}) >= 3
    assert outline.metrics


@pytest.mark.parametrize("outline", EVERY, ids=lambda each: f"{each.key}-{each.language}")
def test_no_two_questions_of_an_outline_ask_the_same(outline: Outline) -> None:
    for one, other in combinations(outline.questions, 2):
        assert one.words != other.words
        if outline.language == "zh":
            pairs = [set(map("".join, zip(each.words, each.words[1:], strict=False))) for each in (one, other)]
            assert len(pairs[0] & pairs[1]) / min(map(len, pairs)) < 0.6, (one.words, other.words)


def test_questions_fit_into_the_records_that_hold_them() -> None:
    limit = KINDS["interview_question"].field("words").limit
    assert limit is not None
    assert all(len(each.words) <= limit for outline in EVERY for each in outline.questions)


def test_both_languages_say_the_same_questions() -> None:
    for chinese, english in zip(shipped_outlines("zh"), shipped_outlines("en"), strict=True):
        assert [each.key for each in chinese.questions] == [each.key for each in english.questions]
        assert not {each.words for each in chinese.questions} & {each.words for each in english.questions}


def test_each_industry_of_the_process_templates_has_its_outline() -> None:
    from crm_desktop.diagrams.templates import templates

    for language in ("zh", "en"):
        named = {each.industry for each in shipped_outlines(language)} - {""}
        assert named == {each.industry.text(language) for each in templates()}
        assert len(named) >= 8


def test_a_boss_is_asked_for_the_strategy_and_whoever_does_the_work_for_targets() -> None:
    outline = _outline("manufacturing")
    asked = {
        identity: {
            level
            for each in chosen_questions(outline, "", identity, guidance("", identity).levels)
            for level in each.levels
        }
        for identity in IDENTITIES
    }
    assert "strategic" in asked["boss"]
    assert "execution" not in asked["boss"]
    assert "strategic" not in asked["executive"]
    assert "tactical" in asked["executive"]
    assert asked["operator"] == {"execution"}


def test_only_departments_that_are_looked_at_are_asked_about_their_work() -> None:
    chosen = chosen_questions(_outline("manufacturing"), functions={"purchasing"})
    assert {each.function for each in chosen} == {"", "purchasing"}
    assert any(each.words.startswith("物料不齐时怎么处理") for each in chosen)


def test_a_client_in_its_early_stage_is_helped_to_write_targets() -> None:
    general = _outline("general")
    early = chosen_questions(general, "early", "executive", ("execution",))
    mature = chosen_questions(general, "mature", "executive", ("execution",))
    assert {each.key for each in early} - {each.key for each in mature} == {"write"}


def test_questions_come_in_the_order_of_a_talk() -> None:
    for outline in EVERY:
        places = [SECTIONS.index(each.section) for each in chosen_questions(outline)]
        assert places == sorted(places)


def test_the_industry_finds_its_outline_and_anything_else_the_general_one() -> None:
    shipped = shipped_outlines("zh")
    keys = [best_outline(shipped, name) for name in ("离散制造", "制造", "远洋捕捞", "")]
    assert [each.key for each in keys if each] == ["manufacturing", "manufacturing", "general", "general"]


def test_an_own_outline_takes_the_place_of_the_shipped_one() -> None:
    own = _record("outline", 1, name="我们的制造业提纲", industry="离散制造", language="zh", lead_in="话题一\n\n话题二")
    rows = [
        _record("outline_question", 3, outline_id=own.id, words="第二个", section="work", position=2),
        _record(
            "outline_question", 2, outline_id=own.id, words="第一个", section="opening", follow_ups="谁来做？\n多久？"
        ),
    ]
    offered = outlines_of([own], rows, "zh")
    found = best_outline(offered, "离散制造")
    assert found is not None
    assert found.id == own.id
    assert found.lead_in == ("话题一", "话题二")
    assert [each.words for each in chosen_questions(found)] == ["第一个", "第二个"]
    assert chosen_questions(found)[0].follow_ups == ("谁来做？", "多久？")
    assert [each.key for each in offered].count("manufacturing") == 0
    assert len(offered) == len(shipped_outlines("zh"))
    assert [each.key for each in outlines_of([own], rows, "en")] == [each.key for each in shipped_outlines("en")]


def test_an_own_outline_that_is_switched_off_leaves_the_general_one() -> None:
    own = _record("outline", 1, name="旧提纲", industry="保险", language="zh", active=False)
    found = best_outline(outlines_of([own], [], "zh"), "保险")
    assert found is not None
    assert found.key == "general"


def test_the_check_list_and_the_words_of_consent_are_there_in_both_languages() -> None:
    for language in ("zh", "en"):
        keys = [each.key for each in prepare_items(language)]
        assert {"yield", "people", "documents", "template", "devices", "consent"} <= set(keys)
        assert len(set(keys)) == len(keys)
    assert "停" in consent_words("zh")
    assert "stop" in consent_words("en")
