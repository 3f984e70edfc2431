"""Changing a nested filter: parts are named by the way to them, and every change gives a new whole."""

from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from crm_desktop.models.rules.views import Condition, Group

Part: TypeAlias = Condition | Group
Way: TypeAlias = Sequence[int]
"""The place in each group from the outermost inwards; empty for the whole."""


def part_at(whole: Group, way: Way) -> Part:
    """Return a part; raises IndexError where the way leads nowhere."""
    found: Part = whole
    for place in way:
        if not isinstance(found, Group):
            raise IndexError(place)
        found = found.parts[place]
    return found


def with_part(whole: Group, way: Way, part: Part | None) -> Group:
    """Return the filter with another part at a place, without it for None; a place behind the last one adds."""
    place, *rest = way
    parts = list(whole.parts)
    if rest:
        inner = parts[place]
        if not isinstance(inner, Group):
            raise IndexError(place)
        parts[place] = with_part(inner, rest, part)
    else:
        parts[place : place + 1] = [] if part is None else [part]
    return msgspec.structs.replace(whole, parts=tuple(parts))


def with_join(whole: Group, way: Way, join: str) -> Group:
    """Return the filter with the group at a place holding for all (`and`) or any (`or`) of its parts."""
    group = part_at(whole, way)
    assert isinstance(group, Group)
    changed = msgspec.structs.replace(group, join=join)
    return with_part(whole, way, changed) if way else changed


def tidied(whole: Group) -> Group:
    """Return the filter without groups that say nothing."""
    parts = [tidied(part) if isinstance(part, Group) else part for part in whole.parts]
    kept = tuple(part for part in parts if isinstance(part, Condition) or part.parts)
    return msgspec.structs.replace(whole, parts=kept)
