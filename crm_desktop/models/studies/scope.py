"""The product scope catalogue: what our product can do for which kinds of departments, and so where to ask (A037–A039).

What ships (`resources/templates/study/capabilities.json`) holds until the organisation writes its own catalogue. What a
department is there for is told by its name where nobody said it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import msgspec

from crm_desktop.models.bilingual import Bilingual, bilingual
from crm_desktop.models.edits import Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.resources import resource
from crm_desktop.models.studies.organisation import IN, OUT, UNDECIDED, Organisation

UNKNOWN = "other"
NEUTRAL = frozenset({UNKNOWN, "management"})
"""Functions that say nothing about scope: who leads the whole is asked for goals, whatever the product does."""


class Capability(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What our product can do, for which functions of departments, by which kinds of change."""

    name: Bilingual
    description: Bilingual
    functions: frozenset[str]
    changes: frozenset[str] = frozenset()
    id: str = ""
    """The record of the organisation's own capability; "" for a shipped one."""
    active: bool = True


class _Function(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    function: str
    words: tuple[str, ...]


class _Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    capabilities: tuple[Capability, ...]
    functions: tuple[_Function, ...]
    """Words in names of departments that tell what they are for; the first that fits holds."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A department to ask (`in`) or to skip (`out`), and the capabilities that serve it."""

    department_id: str
    function: str
    scope: str
    capabilities: tuple[Capability, ...] = ()


def shipped_capabilities() -> tuple[Capability, ...]:
    """Return the catalogue that ships with the program."""
    return _shipped().capabilities


def capabilities_of(own: Iterable[Record]) -> tuple[Capability, ...]:
    """Return the catalogue that holds: the organisation's own in its order, where it has none what ships."""
    ordered = sorted(own, key=lambda each: (_number(each.get("position")), each.title, each.id))
    mine = tuple(_own(each) for each in ordered)
    return tuple(each for each in mine if each.active) if mine else shipped_capabilities()


def as_values(capability: Capability, position: int) -> dict[str, Value]:
    """Return the fields of a `capability` that says the same: what a copy to change begins with."""
    return {
        "name": capability.name.en,
        "name_zh": capability.name.zh,
        "description": capability.description.en,
        "description_zh": capability.description.zh,
        "functions": sorted(capability.functions),
        "changes": sorted(capability.changes),
        "position": position,
        "active": capability.active,
    }


@lru_cache(8_192)
def function_of(name: str) -> str:
    """Return what a department of this name is there for, "" where the name does not tell."""
    bare = f" {name.casefold()} "
    for each in _shipped().functions:
        if any(word in bare for word in each.words):
            return each.function
    return ""


def serving(function: str, capabilities: Iterable[Capability]) -> tuple[Capability, ...]:
    """Return the capabilities that serve departments of a function."""
    return tuple(each for each in capabilities if function in each.functions)


def suggest(organisation: Organisation, capabilities: Sequence[Capability]) -> tuple[Suggestion, ...]:
    """Return which undecided departments to ask and which to skip.

    Those whose function tells nothing are left out, and those that stand so already by the department above.
    """
    found = []
    for each in organisation.within(""):
        department = organisation.departments[each]
        function = department.function if department.function != UNKNOWN else function_of(department.name)
        if department.scope != UNDECIDED or not function or function in NEUTRAL:
            continue
        able = serving(function, capabilities)
        scope = IN if able else OUT
        if scope != organisation.scope(each):
            found.append(Suggestion(each, function, scope, able))
    return tuple(found)


def apply(suggestions: Iterable[Suggestion], organisation: Organisation, language: str, why_out: str) -> list[Edit]:
    """Return what makes the suggestions hold; the reason names the capabilities, `why_out` is that for skipping."""
    edits: list[Edit] = []
    for each in suggestions:
        reason = "、".join if language == "zh" else ", ".join
        why = reason(able.name.text(language) for able in each.capabilities) or why_out
        values: dict[str, Value] = {"scope": each.scope, "scope_reason": why[:200]}
        if organisation.departments[each.department_id].function == UNKNOWN:
            values["function"] = each.function
        edits.append(Update("department", each.department_id, values))
    return edits


def _own(record: Record) -> Capability:
    functions, changes = record.get("functions"), record.get("changes")
    return Capability(
        name=bilingual(record.get("name"), record.get("name_zh")),
        description=bilingual(record.get("description"), record.get("description_zh")),
        functions=frozenset(functions) if isinstance(functions, list) else frozenset(),
        changes=frozenset(changes) if isinstance(changes, list) else frozenset(),
        id=record.id,
        active=record.get("active") is not False,
    )


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


@cache
def _shipped() -> _Catalogue:
    return msgspec.json.decode(resource("templates", "study", "capabilities.json").read_bytes(), type=_Catalogue)
