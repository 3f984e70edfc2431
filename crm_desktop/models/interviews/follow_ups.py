"""What a map makes one ask: gaps as questions, each once, the most telling of each element first, gone when filled.

Which gaps a map has by its checks is given; those that only a talk can fill (how often, what share, whose permission)
are found here. Words stand in the views.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from crm_desktop.models.processes.checks import Finding, Lack, Surroundings
from crm_desktop.models.processes.decisions import is_decision
from crm_desktop.models.processes.elements import Flow, Lane, Node

NO_FREQUENCY, NO_SHARE, NO_HANDOVER = "no_frequency", "no_share", "no_permission"
FILLED_BY_WORDS = frozenset(
    {NO_FREQUENCY, NO_SHARE, NO_HANDOVER, *(Lack.NO_NAME, Lack.BRANCH_WITHOUT_NAME, Lack.NO_OWNER, Lack.NO_TIME)}
)
"""What a plain answer fills; the others are filled by steps."""
_ORDER = (
    Lack.NO_NAME.value,
    Lack.BRANCH_WITHOUT_NAME.value,
    Lack.NO_OWNER.value,
    Lack.NO_TIME.value,
    NO_FREQUENCY,
    NO_SHARE,
    Lack.SHARES.value,
    Lack.EMPTY_LANE.value,
    Lack.NO_WAY_OUT.value,
    Lack.NO_WAY_IN.value,
    NO_HANDOVER,
)
_RANK = {lack: place for place, lack in enumerate(_ORDER)}
_STEPS = ("task", "subprocess")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing to ask: what is missing (`lack`), at which element."""

    lack: str
    kind: str
    id: str
    name: str = ""
    """The element's name; of a flow that of the step it leaves."""
    detail: str = ""
    """The branch, or the step that a hand-over leads to."""

    @property
    def key(self) -> str:
        """What an interview question keeps in `gap`."""
        return f"{self.lack}:{self.id}"


def gap_of(key: str) -> tuple[str, str]:
    """Return what is missing and the element's id, of what a question keeps in `gap`."""
    lack, _, element_id = key.partition(":")
    return lack, element_id


def follow_ups(
    map_: Surroundings, findings: Iterable[Finding], asked: Collection[str] = (), standing: str = ""
) -> list[FollowUp]:
    """Return what to ask, most telling first, one for each element; not what is `asked` already.

    What comes next after the step one stands on is being told just now and is no gap.
    """
    found: dict[str, FollowUp] = {}
    for each in sorted(_gaps(map_, findings, standing), key=lambda each: _RANK[each.lack]):
        if each.key not in asked:
            found.setdefault(each.id, each)
    return sorted(found.values(), key=lambda each: (_RANK[each.lack], _along(map_, each.id), each.id))


def _gaps(map_: Surroundings, findings: Iterable[Finding], standing: str) -> Iterator[FollowUp]:
    flows = {flow.id: flow for node_id in map_.nodes for flow in map_.flows_from(node_id)}
    for finding in findings:
        if finding.lack is Lack.NO_PERMISSION or finding.lack.value not in _RANK:
            continue
        if finding.lack is Lack.NO_WAY_OUT and finding.id == standing:
            continue
        if finding.lack is Lack.SHARES and any(flow.share is None for flow in map_.flows_from(finding.id)):
            continue  # which share is missing is asked, and then they add up
        element = map_.nodes.get(finding.id) or map_.lanes.get(finding.id) or flows.get(finding.id)
        yield _told(map_, finding.lack.value, finding.kind, finding.id, element)
    for flow in flows.values():
        if not flow.permission and _changes_hands(map_, flow):
            yield _told(map_, NO_HANDOVER, "flow", flow.id, flow)
    for node in map_.nodes.values():
        if node.form in _STEPS and node.frequency is None and node.parent_id is None:
            yield FollowUp(NO_FREQUENCY, "node", node.id, node.name)
        elif is_decision(node):
            yield from _unknown_shares(map_, node)


def _changes_hands(map_: Surroundings, flow: Flow) -> bool:
    """Tell whether a flow leads from one's steps to another's."""
    source, target = map_.nodes.get(flow.source_id), map_.nodes.get(flow.target_id)
    if source is None or target is None or flow.form not in ("sequence", "message"):
        return False
    return source.lane_id != target.lane_id and source.form in _STEPS and target.form in _STEPS


def _unknown_shares(map_: Surroundings, node: Node) -> Iterator[FollowUp]:
    """Yield the branches whose share nobody told, where the decision has several."""
    leaving = [flow for flow in map_.flows_from(node.id) if flow.form == "sequence"]
    if len(leaving) > 1 and node.gateway_type == "exclusive":
        for flow in leaving:
            if flow.share is None and flow.name:
                yield FollowUp(NO_SHARE, "flow", flow.id, node.name, flow.name)


def _told(map_: Surroundings, lack: str, kind: str, element_id: str, element: Node | Lane | Flow | None) -> FollowUp:
    match element:
        case Flow(source_id=source, target_id=target, name=name):
            to = map_.nodes.get(target)
            return FollowUp(lack, kind, element_id, _name(map_.nodes.get(source)), name or _name(to))
        case Node() | Lane():
            return FollowUp(lack, kind, element_id, element.name)
        case _:
            return FollowUp(lack, kind, element_id)


def _name(node: Node | None) -> str:
    return node.name if node is not None else ""


def _along(map_: Surroundings, element_id: str) -> int:
    node = map_.nodes.get(element_id)
    return node.along if node is not None else 0
