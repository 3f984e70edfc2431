"""Comparing two maps: as-is with to-be, two versions, or the same process drawn twice under other ids.

Elements belong together by id, by what a copy says it was copied from, and otherwise by likeness: the same name, then
the same neighbours, then a similar name.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, TypeAlias

from crm_desktop.models.processes.elements import ELEMENTS, Element, Flow, Node
from crm_desktop.models.processes.likeness import likeness, pairs, plain
from crm_desktop.models.processes.process_map import ProcessMap

ALIKE = 0.6
"""From this likeness on, two names are taken for the same step renamed."""
_UNSAID = frozenset({"id", "process_id", "account_id", "bpmn_id", "rank", "base_node_id", "base_flow_id", "change"})
_PLACES = frozenset({"along", "across", "width", "height", "pinned", "bends", "breadth"})
_LINKS = frozenset({"lane_id", "parent_id", "attached_to_id", "source_id", "target_id", "node_id", "pool_id"})


_COMPARED = {
    kind: tuple(field.name for field in fields(of) if field.name not in _UNSAID) for kind, of in ELEMENTS.items()
}
_VALUES_OF = {kind: attrgetter(*names) for kind, names in _COMPARED.items()}


@dataclass(frozen=True, slots=True)
class Difference:
    """An element in both maps with the fields in which it differs; only where it stands is told apart."""

    before: Element
    after: Element
    fields: tuple[str, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two maps side by side."""

    changed: tuple[Difference, ...]
    added: tuple[Element, ...]
    removed: tuple[Element, ...]
    same: int
    """How many elements are in both and say the same."""
    partners: Mapping[str, str]
    """Ids of the first map by what they are in the second."""


def compare(before: ProcessMap, after: ProcessMap) -> Comparison:
    """Return what has changed from one map to the other."""
    partners = _partners(before, after)
    there = {element.id: element for element in after.elements()}
    changed, removed, same = [], [], 0
    for element in before.elements():
        other = there.pop(partners.get(element.id, ""), None)
        if other is None:
            removed.append(element)
            continue
        names, moved = _differing(element, other, partners)
        if names or moved:
            changed.append(Difference(element, other, names, moved))
        else:
            same += 1
    return Comparison(tuple(changed), tuple(there.values()), tuple(removed), same, partners)


def _differing(before: Element, after: Element, partners: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    if before is after:
        return (), False
    names, moved = [], False
    values_of = _VALUES_OF[before.KIND]
    for name, one, other in zip(_COMPARED[before.KIND], values_of(before), values_of(after), strict=True):
        if one == other or (name in _LINKS and partners.get(one, one) == other):
            continue
        if name in _PLACES:
            moved = True
        else:
            names.append(name)
    return tuple(names), moved


def _partners(before: ProcessMap, after: ProcessMap) -> dict[str, str]:
    """Return the ids of the second map by those of the first."""
    partners: dict[str, str] = {}
    there = {element.id for element in after.elements()}
    partners |= {element.id: element.id for element in before.elements() if element.id in there}
    for node in after.nodes:
        if node.base_node_id:
            partners.setdefault(node.base_node_id, node.id)
    for flow in after.flows:
        if flow.base_flow_id:
            partners.setdefault(flow.base_flow_id, flow.id)
    _match(partners, (before.pools, _by_name), (after.pools, _by_name))
    _match(partners, (before.lanes, _by_name), (after.lanes, _by_name))
    _match_nodes(partners, before, after)
    ends = (before.flows, lambda flow: (partners.get(flow.source_id), partners.get(flow.target_id)))
    _match(partners, ends, (after.flows, lambda flow: (flow.source_id, flow.target_id)))
    hurts = (before.pains, lambda pain: (partners.get(pain.node_id or ""), plain(pain.name)))
    _match(partners, hurts, (after.pains, lambda pain: (pain.node_id, plain(pain.name))))
    return partners


_Keyed: TypeAlias = tuple[Sequence[Any], Callable[[Any], object]]
"""Elements, and what those that belong together have in common."""


def _by_name(element: Element) -> str:
    return plain(element.name)


def _match(partners: dict[str, str], before: _Keyed, after: _Keyed) -> None:
    """Pair elements of equal keys that have no partner yet, in their order."""
    free: dict[object, list[str]] = defaultdict(list)
    taken = set(partners.values())
    for element in after[0]:
        if element.id not in taken:
            free[after[1](element)].append(element.id)
    for element in before[0]:
        found = free.get(before[1](element)) if element.id not in partners else None
        if found:
            partners[element.id] = found.pop(0)


def _match_nodes(partners: dict[str, str], before: ProcessMap, after: ProcessMap) -> None:
    """Pair nodes by name and lane, by name, by their neighbours, and by a similar name, each only where it is clear."""
    lanes = {lane.id: partners.get(lane.id, lane.id) for lane in before.lanes}
    names = {node.id: plain(node.name) for node in (*before.nodes, *after.nodes)}
    here, there = _by_place(_named(before.nodes)), _by_place(_named(after.nodes))
    in_lane = (here, lambda node: (node.form, names[node.id], lanes.get(node.lane_id, node.lane_id)))
    _match(partners, in_lane, (there, lambda node: (node.form, names[node.id], node.lane_id)))
    _match(partners, (here, lambda n: (n.form, names[n.id])), (there, lambda n: (n.form, names[n.id])))
    for _ in range(3):
        if not _match_by_neighbours(partners, before, after):
            break
    _match_similar(partners, before.nodes, after.nodes, names)
    while _match_by_neighbours(partners, before, after):
        pass


def _named(nodes: Iterable[Node]) -> list[Node]:
    return [node for node in nodes if node.name]


def _by_place(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (node.along, node.rank, node.id))


def _match_by_neighbours(partners: dict[str, str], before: ProcessMap, after: ProcessMap) -> bool:
    """Pair what comes right after a pair, or right before it, where there is only one such node on both sides."""
    if all(node.id in partners for node in before.nodes):
        return False
    taken = set(partners.values())
    found = False
    for forwards in (True, False):
        mine, theirs = _next_to(before.flows, forwards), _next_to(after.flows, forwards)
        forms = {node.id: node.form for node in (*before.nodes, *after.nodes)}
        for node in before.nodes:
            if node.id not in partners:
                continue
            here = [each for each in mine.get(node.id, ()) if each not in partners]
            there = [each for each in theirs.get(partners[node.id], ()) if each not in taken]
            if len(here) == len(there) == 1 and forms.get(here[0]) == forms.get(there[0]):
                partners[here[0]] = there[0]
                taken.add(there[0])
                found = True
    return found


def _next_to(flows: Iterable[Flow], forwards: bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for flow in flows:
        one, other = (flow.source_id, flow.target_id) if forwards else (flow.target_id, flow.source_id)
        found[one].append(other)
    return found


def _match_similar(
    partners: dict[str, str], before: Iterable[Node], after: Iterable[Node], names: Mapping[str, str]
) -> None:
    """Pair what is left by how alike the names are, the most alike first."""
    taken = set(partners.values())
    free = {node.id: (node.form, pairs(names[node.id])) for node in after if node.id not in taken and node.name}
    holding: dict[str, set[str]] = defaultdict(set)
    for node_id, (_, signs) in free.items():
        for pair in signs:
            holding[pair].add(node_id)
    ranked = []
    for node in before:
        if node.id in partners or not node.name:
            continue
        signs = pairs(names[node.id])
        for other in {each for pair in signs for each in holding.get(pair, ())}:
            alike = likeness(signs, free[other][1])
            if alike >= ALIKE and free[other][0] == node.form:
                ranked.append((-alike, node.along, node.id, other))
    for _, _, mine, theirs in sorted(ranked):
        if mine not in partners and theirs not in taken:
            partners[mine] = theirs
            taken.add(theirs)
