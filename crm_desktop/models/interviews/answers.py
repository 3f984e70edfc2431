"""What one typed answer makes, known while it is typed: a step, more about the step one stands on, a pain, a metric …

The grammar of the map (`processes.grammar`) reads signs; figures, posts and persons are read by `said_figures`. What
the person chose with a button counts before what the line looks like. What is made of it, `diagrams` and the store do.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from crm_desktop.models.interviews.said_figures import (
    Frequency,
    Metric,
    Post,
    read_frequency,
    read_metric,
    read_minutes,
    read_person,
    read_posts,
    read_wait,
)
from crm_desktop.models.processes.grammar import Line, adds_only, parse
from crm_desktop.models.studies.typed_goal import TypedGoal, read_goal


class Making(StrEnum):
    """What a line becomes; also the key of its words, in context `answers`."""

    STEP = "step"
    DETAIL = "detail"
    """More about the step one stands on: its time, its system, a pain, a connection."""
    ANSWER = "answer"
    """Words that stay words; the time or frequency in them goes to the step one stands on."""
    SHARE = "share"
    """How often each branch of a decision is taken."""
    PAIN = "pain"
    QUOTE = "quote"
    METRIC = "metric"
    GOAL = "goal"
    ROLE = "role"
    PERSON = "person"


FORMS = {
    Making.PAIN: "pain",
    Making.QUOTE: "quote",
    Making.METRIC: "metric",
    Making.GOAL: "goal",
    Making.ROLE: "role",
    Making.PERSON: "person",
}
"""The entry's form, `interview_entry.form`; everything else is an `answer`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a line is typed."""

    section: str = "work"
    lanes: Collection[str] = ()
    tools: Collection[str] = ()
    departments: Sequence[tuple[str, str]] = ()
    """The account's departments: id, name."""
    standing: bool = False
    """Whether there is a step that the line may be about."""
    branches: Collection[str] = ()
    """Names of the branches of the decision that one stands on."""
    gap: str = ""
    """What the question asks for, `lack:element`: then a plain answer fills just that."""
    held: bool = False
    """Tab was pressed: this is the next step, whatever it looks like."""
    chosen: Making | None = None
    today: date = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a line becomes."""

    making: Making
    words: str
    """What the entry says: as typed, without the signs of a quote or a pain."""
    steps: tuple[str, ...] = ()
    """One line of the grammar for each step, in order."""
    line: Line = field(default_factory=Line)
    waiting_seconds: int | None = None
    minutes: int | None = None
    frequency: Frequency | None = None
    severity: str = "medium"
    shares: tuple[tuple[str, int], ...] = ()
    metric: Metric | None = None
    goal: TypedGoal | None = None
    posts: tuple[Post, ...] = ()
    person: tuple[str, str] | None = None
    doubt: str = ""
    """What cannot be right as it was said: `over_100`, `negative`; said before Enter, and taken down nonetheless."""

    @property
    def form(self) -> str:
        """The entry's form."""
        return FORMS.get(self.making, "answer")


_QUOTED = re.compile(r"^\s*(?:「(.+?)」?|“(.+?)”?|\"(.+?)\"?|『(.+?)』?)\s*$", re.DOTALL)
_ARROWS = re.compile(r"\s*(?:→|⟶|⇒|=>|->)\s*")
_LEAD_IN = re.compile(
    r"^(?:\S{1,12}(?:之后|以后|后|时)\s+(?=[@＠])|然后[，,\s]*|接着[，,\s]*|(?:then|next|after that|afterwards),?\s+)",
    re.IGNORECASE,
)
"""When something is done (`补齐后 @计划部 更新齐套表`) is no part of what is done."""
_SENTENCE = re.compile(r"[，。；,;.!！：:].*\S|\S[。.]$")
_LONG_CHINESE, _LONG_LATIN = 16, 40
_PAIN_SIGN = re.compile(r"^\s*([!！]+)\s*")
_SHARES = re.compile(r"([^\s\d%％，,、：:]+)\s*[：:]?\s*(\d{1,6})\s*[%％]")


def read_answer(text: str, setting: Setting) -> Reading | None:
    """Return what a line becomes where it is typed; None for an empty one. Never fails."""
    text = text.strip()
    if not text:
        return None
    if setting.chosen is not None:
        return _chosen(text, setting.chosen, setting)
    if quote := _QUOTED.match(text):
        return Reading(making=Making.QUOTE, words=next(each for each in quote.groups() if each))
    if setting.held:
        return _steps(text, setting)
    return _by_section(text, setting) or _by_look(text, setting)


def _by_section(text: str, setting: Setting) -> Reading | None:
    """Read what the section of the talk asks for."""
    if setting.section == "roles" and (person := read_person(text)):
        return Reading(making=Making.PERSON, words=text, person=person)
    if not setting.gap and (posts := read_posts(text)) and (setting.section == "roles" or not text.isascii()):
        return Reading(making=Making.ROLE, words=text, posts=posts)
    if setting.branches and (shares := _shares(text, setting.branches)):
        return _as_shares(text, shares)
    if not setting.gap and (setting.section in ("goals", "results") or "%" in text or "％" in text):
        metric = read_metric(text)
        if metric is not None and (setting.section != "goals" or metric.peer is not None):
            return _as_metric(text, metric)
    if setting.section == "goals" and not adds_only(text):
        return Reading(making=Making.GOAL, words=text, goal=read_goal(text, setting.today, setting.departments))
    return None


def _by_look(text: str, setting: Setting) -> Reading:
    """Read a line by its signs, its length and what it says of times."""
    line = parse(text, setting.lanes, setting.tools).line
    signed = bool(line.lane or line.pains or line.tools or line.connects) or _has_times(line)
    if adds_only(text) and not line.name:
        return _added(text, line, setting)
    if signed or (setting.section == "work" and not setting.gap and _names_a_step(text, line)):
        return _steps(text, setting)
    return _plain(text)


def _names_a_step(text: str, line: Line) -> bool:
    """Tell a step's name from a sentence: short, without the marks of a sentence, without a time said in passing."""
    if _ARROWS.search(text) or line.decision:
        return True
    latin = sum(ord(sign) < 0x2E80 for sign in text) > len(text) / 2
    short = len(text) <= (_LONG_LATIN if latin else _LONG_CHINESE)
    return short and not _SENTENCE.search(text) and read_wait(text) is None and read_frequency(text) is None


def _plain(text: str) -> Reading:
    wait, frequency = read_wait(text), read_frequency(text)
    return Reading(making=Making.ANSWER, words=text, waiting_seconds=wait, frequency=frequency)


def _added(text: str, line: Line, setting: Setting) -> Reading:
    """Read a line that begins with a sign: about the step one stands on, or a pain of the whole."""
    only_pain = line.pains and not (line.lane or line.tools or line.connects or _has_times(line))
    if only_pain and (len(line.pains) == 1 or not setting.standing):
        return _as_pain(text)
    if setting.standing:
        return Reading(making=Making.DETAIL, words=text, line=line)
    return _plain(text)


def _steps(text: str, setting: Setting) -> Reading:
    parts = tuple(_LEAD_IN.sub("", part) or part for part in _ARROWS.split(text) if part.strip())
    line = parse(parts[-1] if parts else text, setting.lanes, setting.tools).line
    return Reading(making=Making.STEP, words=text, steps=parts or (text,), line=line)


def _chosen(text: str, chosen: Making, setting: Setting) -> Reading:
    """Read a line as what a button says."""
    match chosen:
        case Making.PAIN:
            return _as_pain(text)
        case Making.QUOTE:
            quote = _QUOTED.match(text)
            return Reading(making=chosen, words=next(each for each in quote.groups() if each) if quote else text)
        case Making.METRIC:
            return _as_metric(text, read_metric(text) or Metric(name=text[:200]))
        case Making.GOAL:
            return Reading(making=chosen, words=text, goal=read_goal(text, setting.today, setting.departments))
        case Making.ROLE:
            return Reading(making=chosen, words=text, posts=read_posts(text) or (Post(text[:120]),))
        case Making.PERSON:
            return Reading(making=chosen, words=text, person=read_person(text) or (text[:120], ""))
        case Making.STEP:
            return _steps(text, setting)
        case _:
            return _plain(text)


def _as_pain(text: str) -> Reading:
    signs = _PAIN_SIGN.match(text)
    words = _PAIN_SIGN.sub("", text) or text
    severe = signs is not None and len(signs[1]) > 1
    frequency = read_frequency(words)
    severity = "severe" if severe else "medium"
    return Reading(making=Making.PAIN, words=words, severity=severity, frequency=frequency, minutes=read_minutes(words))


def _as_metric(text: str, metric: Metric) -> Reading:
    return Reading(making=Making.METRIC, words=text, metric=metric, doubt=metric.doubtful)


def _shares(text: str, branches: Collection[str]) -> tuple[tuple[str, int], ...]:
    """Return the share of each branch that the text names; nothing where it says anything else."""
    known = {name.casefold(): name for name in branches if name}
    said = _SHARES.findall(text)
    rest = _SHARES.sub("", text).strip(" ，,、;；。.")
    if not said or rest or any(name.casefold() not in known for name, _ in said):
        return ()
    return tuple((known[name.casefold()], int(number)) for name, number in said)


def _as_shares(text: str, shares: tuple[tuple[str, int], ...]) -> Reading:
    over = sum(number for _, number in shares) > 100
    return Reading(making=Making.SHARE, words=text, shares=shares, doubt="over_100" if over else "")


def _has_times(line: Line) -> bool:
    return line.working_seconds is not None or line.waiting_seconds is not None
