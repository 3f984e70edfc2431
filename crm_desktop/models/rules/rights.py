"""A user's rights out of the role, the unit tree and the colleagues: pure, from values to `models.access.Rights`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from crm_desktop.models.access import FieldRight, Level, Permission, Rights
from crm_desktop.models.catalog import KINDS

EVERY_KIND = "*"
"""In a role's `reads` and `writes`: all kinds that the role does not name by itself."""

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class RoleValues:
    """The parts of a role record that rights are made of; empty for a user without a role."""

    reads: Sequence[str] = ()
    writes: Sequence[str] = ()
    field_rights: Sequence[str] = ()
    permissions: Sequence[str] = ()


def build_rights(
    user_id: str, role: RoleValues, units: Mapping[str, str | None], members: Mapping[str, str | None]
) -> Rights:
    """Return a user's rights.

    `units` maps each unit to the one above it, `members` each user to the unit; words a role holds that this version
    does not know are left out, so that they never widen a right.
    """
    own_unit = members.get(user_id)
    team = {user for user, unit in members.items() if unit is not None and unit == own_unit}
    below = _units_below(units, own_unit)
    team_below = {user for user, unit in members.items() if unit in below}
    return Rights(
        user_id=user_id,
        reads=_levels(role.reads),
        writes=_levels(role.writes),
        covered={
            Level.OWN: frozenset({user_id}),
            Level.TEAM: frozenset(team | {user_id}),
            Level.TEAM_BELOW: frozenset(team_below | {user_id}),
        },
        field_rights=dict(_pairs(role.field_rights, FieldRight)),
        permissions=frozenset(
            permission for word in role.permissions if (permission := _known(Permission, word)) is not None
        ),
    )


def _levels(words: Iterable[str]) -> dict[str, Level]:
    named = dict(_pairs(words, Level))
    general = named.pop(EVERY_KIND, None)
    if general is None:
        return named
    # Public kinds are everybody's to read; to write they take a right of their own.
    return {name: general for name, kind in KINDS.items() if not kind.public} | named


def _pairs(words: Iterable[str], choices: type[_Choice]) -> Iterable[tuple[str, _Choice]]:
    for word in words:
        name, _, text = word.rpartition(":")
        choice = _known(choices, text)
        if name and choice is not None:
            yield name, choice


def _known(choices: type[_Choice], text: str) -> _Choice | None:
    try:
        return choices(text)
    except ValueError:
        return None


def _units_below(units: Mapping[str, str | None], top: str | None) -> set[str]:
    if top is None:
        return set()
    children = defaultdict(list)
    for unit, parent in units.items():
        children[parent].append(unit)
    found, waiting = set(), [top]
    while waiting:
        unit = waiting.pop()
        if unit not in found:  # a tree edited by two people at once can hold a ring
            found.add(unit)
            waiting.extend(children[unit])
    return found
