"""Outlines: what can be asked in a talk, from the files that ship or from the organisation's own records; choosing.

An outline of an industry has questions of its own and shares others with the general one. The organisation's own
outline takes the place of the shipped one for the same industry and language; one that is switched off leaves only the
general one. How the chosen questions stand in one interview is `questions.py`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

import msgspec

from crm_desktop.models.bilingual import Bilingual
from crm_desktop.models.errors import ProgrammingError
from crm_desktop.models.fields import Value
from crm_desktop.models.lines import split_lines
from crm_desktop.models.record import Record
from crm_desktop.models.records.client_organisation import DEPARTMENT_FUNCTIONS
from crm_desktop.models.records.interview import IDENTITIES, SECTIONS
from crm_desktop.models.records.study import GOAL_LEVELS, METRIC_UNITS
from crm_desktop.models.resources import resource
from crm_desktop.models.studies.guide import STAGES

GENERAL = "general"
LANGUAGES = ("zh", "en")


class OutlineQuestion(msgspec.Struct, frozen=True):
    """One question in one language; an empty set of identities, stages or levels means all."""

    key: str
    section: str
    words: str
    function: str = ""
    """Of the department that it is for; "" for every one."""
    follow_ups: tuple[str, ...] = ()
    identities: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()


class UsualMetric(msgspec.Struct, frozen=True):
    """A figure that the industry usually watches."""

    name: str
    unit: str
    better: str
    level: str


class Outline(msgspec.Struct, frozen=True):
    """What can be asked in one industry, in one language."""

    key: str
    name: str
    industry: str
    """"" for the general one."""
    language: str
    lead_in: tuple[str, ...]
    """Topics about the industry and its competitors to begin with."""
    questions: tuple[OutlineQuestion, ...]
    metrics: tuple[UsualMetric, ...] = ()
    id: str = ""
    """The record of the organisation's own outline; "" for a shipped one."""


class CheckItem(msgspec.Struct, frozen=True):
    """Something to do before a talk, and why."""

    key: str
    words: str
    reason: str


class _Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    section: str
    words: Bilingual
    function: str = ""
    follow_ups: tuple[Bilingual | str, ...] = ()
    identities: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()


class _Metric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Bilingual
    unit: str
    better: str
    level: str


class _Outline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    industry: Bilingual
    name: Bilingual
    lead_in: tuple[Bilingual, ...]
    questions: tuple[_Question, ...]
    shared: tuple[str, ...] = ()
    metrics: tuple[_Metric, ...] = ()


class _Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    words: Bilingual
    reason: Bilingual


class _Prepare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    items: tuple[_Item, ...]
    consent: Bilingual


@cache
def shipped_outlines(language: str) -> tuple[Outline, ...]:
    """Return the outlines that ship, in one language, the general one first. Raises ProgrammingError for bad files."""
    read = _read_outlines()
    general = next(each for each in read if each.key == GENERAL)
    known = {question.key: question for question in general.questions}
    ordered = sorted(read, key=lambda each: (each.key != GENERAL, each.key))
    return tuple(_in_language(each, known, language) for each in ordered)


def own_outlines(outlines: Iterable[Record], questions: Iterable[Record]) -> tuple[Outline, ...]:
    """Return the organisation's own outlines that are in use, from its records, in their order."""
    of: dict[str, list[Record]] = {}
    for each in sorted(questions, key=_order):
        of.setdefault(str(each.get("outline_id") or ""), []).append(each)
    active = (each for each in sorted(outlines, key=_order) if each.get("active") is not False)
    return tuple(_own(each, of.get(each.id, [])) for each in active)


def outlines_of(outlines: Sequence[Record], questions: Iterable[Record], language: str) -> tuple[Outline, ...]:
    """Return what can be chosen from in one language: the organisation's own, and the shipped they do not replace."""
    spoken = [each for each in outlines if (each.get("language") or "zh") == language]
    replaced = {_folded(each.get("industry")) for each in spoken}
    kept = (each for each in shipped_outlines(language) if _folded(each.industry) not in replaced)
    return (*own_outlines(spoken, questions), *kept)


def best_outline(outlines: Sequence[Outline], industry: str) -> Outline | None:
    """Return the outline of an industry, else the general one; None where there is neither."""
    wanted = _folded(industry)
    for exact in (True, False):
        for each in outlines:
            name = _folded(each.industry)
            if wanted and name and (name == wanted if exact else name in wanted or wanted in name):
                return each
    return next((each for each in outlines if not each.industry), None)


def chosen_questions(
    outline: Outline,
    stage: str = "",
    identity: str = "",
    levels: Collection[str] = (),
    functions: Collection[str] = (),
) -> tuple[OutlineQuestion, ...]:
    """Return the questions worth asking, in the order of a talk; "" and nothing mean that it is not known.

    `stage` is the client's, `identity` who sits opposite, `levels` the goals that the guide wants, `functions` those of
    the departments that are looked at. Questions for no special function are always asked.
    """
    asked = [
        each
        for each in outline.questions
        if _fits(each.stages, stage)
        and _fits(each.identities, identity)
        and (not levels or not each.levels or not each.levels.isdisjoint(levels))
        and (not functions or not each.function or each.function in functions)
    ]
    return tuple(sorted(asked, key=lambda each: SECTIONS.index(each.section)))


def prepare_items(language: str) -> tuple[CheckItem, ...]:
    """Return what to do before a talk; the keys are what `interview.prepared` holds."""
    return tuple(
        CheckItem(each.key, each.words.text(language), each.reason.text(language)) for each in _prepare().items
    )


def consent_words(language: str) -> str:
    """Return how to ask whether the talk may be recorded."""
    return _prepare().consent.text(language)


def _fits(named: frozenset[str], one: str) -> bool:
    return not named or not one or one in named


def _in_language(read: _Outline, general: Mapping[str, _Question], language: str) -> Outline:
    questions = [*(general[key] for key in read.shared), *read.questions]
    return Outline(
        key=read.key,
        name=read.name.text(language),
        industry=read.industry.text(language),
        language=language,
        lead_in=tuple(each.text(language) for each in read.lead_in),
        questions=tuple(_question(each, language) for each in _interleaved(questions, len(read.shared))),
        metrics=tuple(
            UsualMetric(each.name.text(language), each.unit, each.better, each.level) for each in read.metrics
        ),
    )


def _interleaved(questions: Sequence[_Question], shared: int) -> list[_Question]:
    """Return general questions first, except in work and results, where they follow what is special."""
    last = ("work", "results")
    late = [each for each in questions[:shared] if each.section in last]
    return [each for each in questions[:shared] if each.section not in last] + [*questions[shared:], *late]


def _question(read: _Question, language: str) -> OutlineQuestion:
    common = _follow_ups()
    short = (each if isinstance(each, Bilingual) else common[each] for each in read.follow_ups)
    return OutlineQuestion(
        key=read.key,
        section=read.section,
        words=read.words.text(language),
        function=read.function,
        follow_ups=tuple(each.text(language) for each in short),
        identities=read.identities,
        stages=read.stages,
        levels=read.levels,
    )


def _own(record: Record, questions: Iterable[Record]) -> Outline:
    return Outline(
        key=record.id,
        name=str(record.get("name") or ""),
        industry=str(record.get("industry") or ""),
        language=str(record.get("language") or "zh"),
        lead_in=split_lines(record.get("lead_in")),
        questions=tuple(_own_question(each) for each in questions),
        id=record.id,
    )


def _own_question(record: Record) -> OutlineQuestion:
    section = str(record.get("section") or "work")
    return OutlineQuestion(
        key=record.id,
        section=section if section in SECTIONS else "work",
        words=str(record.get("words") or ""),
        function=str(record.get("function") or ""),
        follow_ups=split_lines(record.get("follow_ups")),
        identities=frozenset(_names(record.get("identities"))),
        stages=frozenset(_names(record.get("stages"))),
        levels=frozenset(_names(record.get("levels"))),
    )


def _names(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()


def _folded(industry: Value) -> str:
    return str(industry or "").strip().casefold()


def _order(record: Record) -> tuple[int, str]:
    position = record.get("position")
    return (position if isinstance(position, int) else 0, record.id)


@cache
def _read_outlines() -> tuple[_Outline, ...]:
    paths = sorted(resource("templates", "outlines").glob("*.json"))
    read = tuple(msgspec.json.decode(path.read_bytes(), type=_Outline) for path in paths)
    general = {question.key for each in read if each.key == GENERAL for question in each.questions}
    for each in read:
        problem = _problem(each, general)
        if problem:
            raise ProgrammingError(f"outline {each.key}: {problem}")
    return read


def _problem(outline: _Outline, general: Collection[str]) -> str:
    """Say what is wrong with a file, "" where nothing is."""
    keys = [question.key for question in outline.questions] + list(outline.shared)
    if len(set(keys)) < len(keys):
        return "a key twice"
    if not set(outline.shared) <= set(general):
        return "shares what is not general"
    for question in outline.questions:
        allowed = (
            question.section in SECTIONS
            and question.function in ("", *DEPARTMENT_FUNCTIONS)
            and question.identities <= set(IDENTITIES)
            and question.stages <= set(STAGES)
            and question.levels <= set(GOAL_LEVELS)
            and all(isinstance(each, Bilingual) or each in _follow_ups() for each in question.follow_ups)
        )
        if not allowed:
            return f"question {question.key}"
    return "" if all(each.unit in METRIC_UNITS for each in outline.metrics) else "a metric's unit"


@cache
def _follow_ups() -> dict[str, Bilingual]:
    return msgspec.json.decode(
        resource("templates", "interview", "follow-ups.json").read_bytes(), type=dict[str, Bilingual]
    )


@cache
def _prepare() -> _Prepare:
    return msgspec.json.decode(resource("templates", "interview", "prepare.json").read_bytes(), type=_Prepare)
