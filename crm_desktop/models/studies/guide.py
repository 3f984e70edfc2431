"""The guide: how deep to ask, from the stage of the client and from who sits opposite. Precise, not more.

A rule says for one stage, or one identity, which levels of goals and which sections of the talk are worth asking.
What ships (`resources/templates/study/guide.json`) holds wherever the organisation has no rule of its own; an own rule
takes the place of the shipped one for the same stage or identity, and one that is switched off leaves it unruled.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from crm_desktop.models.bilingual import Bilingual, bilingual
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.records.interview import IDENTITIES, SECTIONS
from crm_desktop.models.records.study import GOAL_LEVELS
from crm_desktop.models.resources import resource

STAGES = ("early", "growing", "mature")
ASPECTS = {"client_stage": STAGES, "identity": IDENTITIES}
"""What a rule may be about, with the keys of each."""
FRAME = ("opening", "closing")
"""The sections of every talk, whoever sits opposite."""


class GuideRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to ask at one stage of a client, or of one identity of person."""

    aspect: str
    key: str
    levels: frozenset[str]
    sections: frozenset[str]
    advice: Bilingual
    id: str = ""
    """The record of the organisation's own rule; "" for a shipped one."""
    active: bool = True


class Enough(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a section has been asked enough: how many answers, for goals of each level, and that in words."""

    section: str
    answers: int
    words: Bilingual


class _Guide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: tuple[GuideRule, ...]
    enough: tuple[Enough, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to ask this person at this client; levels from strategic to execution, sections in the order of a talk."""

    levels: tuple[str, ...] = GOAL_LEVELS
    sections: tuple[str, ...] = SECTIONS
    advice: tuple[Bilingual, ...] = ()
    enough: tuple[Enough, ...] = ()
    """For each of the sections; the number of answers counts all levels together."""
    others: tuple[str, ...] = ()
    """Levels of goals that this client's stage asks for and that somebody else is to be asked."""

    @property
    def start(self) -> str:
        """The level to begin with."""
        return self.levels[0]

    def wants(self, section: str, levels: Collection[str] = ()) -> bool:
        """Tell whether a question of a section, for these levels of goals (none means all), is worth asking."""
        return section in self.sections and (not levels or not set(levels).isdisjoint(self.levels))

    def enough_asked(self, answered: Mapping[str, int]) -> tuple[Enough, ...]:
        """Return the sections that need no more questions, from the number of answers in each."""
        return tuple(each for each in self.enough if answered.get(each.section, 0) >= each.answers)


def guidance(stage: str, identity: str, rules: Iterable[GuideRule] | None = None) -> Guidance:
    """Return what to ask a person of this identity at a client of this stage; "" where one of both is not known.

    The person decides where to begin, the stage what else of that is worth asking: a boss at a mature client is asked
    for the strategy, and the execution is left to those who execute. Without `rules` the shipped ones hold.
    """
    every = shipped_rules() if rules is None else tuple(rules)
    of_stage, of_person = _rule(every, "client_stage", stage), _rule(every, "identity", identity)
    levels, others = _levels(of_stage, of_person)
    sections = _sections(of_stage, of_person)
    return Guidance(
        levels=levels,
        sections=sections,
        advice=tuple(rule.advice for rule in (of_person, of_stage) if rule is not None),
        enough=tuple(_enough(each, len(levels)) for each in _shipped().enough if each.section in sections),
        others=others,
    )


def shipped_rules() -> tuple[GuideRule, ...]:
    """Return the rules that ship with the program, stages first."""
    return _shipped().rules


def rules_of(own: Iterable[Record]) -> tuple[GuideRule, ...]:
    """Return the rules that hold: the organisation's own (`guide_rule`) and the shipped ones that they do not replace.

    Of two own rules for the same the one with the smaller position, then the older, holds.
    """
    ordered = sorted(own, key=lambda each: (_number(each.get("position")), each.id), reverse=True)
    mine = {(rule.aspect, rule.key): rule for rule in map(_own_rule, ordered)}
    places = [(aspect, key) for aspect, keys in ASPECTS.items() for key in keys]
    shipped = {(rule.aspect, rule.key): rule for rule in shipped_rules()}
    return tuple(rule for place in places if (rule := mine.get(place, shipped.get(place))) is not None)


def as_values(rule: GuideRule, position: int) -> dict[str, Value]:
    """Return the fields of a `guide_rule` that says the same: what a copy to change begins with."""
    return {
        "aspect": rule.aspect,
        "key": rule.key,
        "levels": sorted(rule.levels),
        "sections": sorted(rule.sections),
        "advice": rule.advice.en,
        "advice_zh": rule.advice.zh,
        "position": position,
        "active": rule.active,
    }


def _own_rule(record: Record) -> GuideRule:
    return GuideRule(
        aspect=str(record.get("aspect") or ""),
        key=str(record.get("key") or ""),
        levels=_names(record.get("levels")) & set(GOAL_LEVELS),
        sections=_names(record.get("sections")) & set(SECTIONS),
        advice=bilingual(record.get("advice"), record.get("advice_zh")),
        id=record.id,
        active=record.get("active") is not False,
    )


def _rule(rules: Iterable[GuideRule], aspect: str, key: str) -> GuideRule | None:
    return next((rule for rule in rules if (rule.aspect, rule.key) == (aspect, key) and rule.active), None)


def _levels(stage: GuideRule | None, person: GuideRule | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the levels to ask for, and those to ask somebody else for. An empty set means all, as in outlines."""
    asked = _or_all(stage.levels if stage else frozenset(), GOAL_LEVELS)
    theirs = _or_all(person.levels if person else frozenset(), GOAL_LEVELS)
    if person is None or not person.levels:
        return asked, ()
    levels = tuple(level for level in theirs if level == theirs[0] or level in asked)
    return levels, tuple(level for level in asked if level not in levels) if stage else ()


def _sections(stage: GuideRule | None, person: GuideRule | None) -> tuple[str, ...]:
    named = [frozenset(_or_all(rule.sections, SECTIONS)) for rule in (stage, person) if rule is not None]
    both = frozenset(SECTIONS).intersection(*named) - set(FRAME)
    # Where client and person have nothing in common, who is there can still be asked what they know.
    wanted = both or (named[-1] if named else frozenset(SECTIONS))
    return tuple(each for each in SECTIONS if each in wanted or each in FRAME)


def _enough(each: Enough, levels: int) -> Enough:
    return msgspec.structs.replace(each, answers=each.answers * levels) if each.section == "goals" else each


def _or_all(chosen: frozenset[str], every: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in every if not chosen or each in chosen)


def _names(value: Value) -> frozenset[str]:
    return frozenset(value) if isinstance(value, list) else frozenset()


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


@cache
def _shipped() -> _Guide:
    return msgspec.json.decode(resource("templates", "study", "guide.json").read_bytes(), type=_Guide)
