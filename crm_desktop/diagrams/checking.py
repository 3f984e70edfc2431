"""Checks while drawing: the findings of a whole map, kept up to date by looking only at what a change touched."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.end_here import EndHere
from crm_desktop.diagrams.commands.remove_lane import RemoveLane
from crm_desktop.diagrams.delta import Delta
from crm_desktop.models.processes.checks import Finding, Lack, check_flow, check_lane, check_node
from crm_desktop.models.processes.decisions import empty_branches
from crm_desktop.models.processes.elements import Flow, Lane, Node

_ORDER = {lack: place for place, lack in enumerate(Lack)}


@dataclass(slots=True)
class Checking:
    """Findings of an open map by the element they are found at; give every delta to `follow`."""

    chart: Chart
    _found: dict[str, tuple[Finding, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._look_at([*self.chart.nodes, *self.chart.flows, *self.chart.lanes])

    @property
    def findings(self) -> list[Finding]:
        """All findings, each once, by what is missing and then in reading order."""
        known = {finding for some in self._found.values() for finding in some}
        return sorted(known, key=lambda each: (_ORDER[each.lack], self._along(each.id), each.id))

    def at(self, element_id: str) -> list[Finding]:
        """Return what one element lacks."""
        return [finding for finding in self._found.get(element_id, ()) if finding.id == element_id]

    def follow(self, delta: Delta) -> frozenset[str]:
        """Look again at what a change touched; return the ids that were looked at."""
        touched: set[str] = set(delta.changes)
        for change in delta.changes.values():
            for element in (change.before, change.after):
                touched |= _around(self.chart, element)
            if _responsible(change.before) != _responsible(change.after):
                touched |= {node.id for node in self.chart.nodes_in(change.element.id)}
        self._look_at(touched)
        return frozenset(touched)

    def _look_at(self, ids: Iterable[str]) -> None:
        for each in ids:
            found = self._check(each)
            if found:
                self._found[each] = found
            else:
                self._found.pop(each, None)

    def _check(self, element_id: str) -> tuple[Finding, ...]:
        match self.chart.get(element_id):
            case Node() as node:
                return tuple(check_node(self.chart, node))
            case Flow() as flow:
                return tuple(check_flow(self.chart, flow))
            case Lane() as lane:
                return tuple(check_lane(self.chart, lane))
            case _:
                return ()

    def _along(self, element_id: str) -> int:
        match self.chart.get(element_id):
            case Node(along=along):
                return along
            case Flow(source_id=source):
                node = self.chart.nodes.get(source)
                return node.along if node else 0
            case _:
                return 0


def fix_for(chart: Chart, finding: Finding) -> Command | None:
    """Return the command that mends a finding, None where only a person knows what to write."""
    match finding.lack:
        case Lack.NO_WAY_OUT:
            node = chart.nodes[finding.id]
            empty = empty_branches(node, chart.flows_from(node.id))
            return Append(node.id, branch=empty[0]) if empty else EndHere(node.id)
        case Lack.SHARES:
            return _even_shares(chart, finding.id)
        case Lack.BRANCH_WITHOUT_NAME:
            source = chart.nodes[chart.flows[finding.id].source_id]
            others = [flow for flow in chart.flows_from(source.id) if flow.id != finding.id and flow.name]
            names = empty_branches(replace(source, name=source.name or "?"), others)
            return Describe((finding.id,), {"name": names[0]}) if names and names[0] else None
        case Lack.EMPTY_LANE:
            return RemoveLane(finding.id)
        case _:
            return None


def _even_shares(chart: Chart, node_id: str) -> Command | None:
    """Give what is left to the one branch without a share."""
    flows = [flow for flow in chart.flows_from(node_id) if flow.form == "sequence"]
    without = [flow for flow in flows if flow.share is None]
    left = 100 - sum(flow.share or 0 for flow in flows)
    return Describe((without[0].id,), {"share": left}) if len(without) == 1 and left >= 0 else None


def _responsible(element: object) -> bool:
    """Tell whether a lane says who does its steps."""
    return isinstance(element, Lane) and bool(element.name or element.post or element.contact_id)


def _around(chart: Chart, element: object) -> set[str]:
    """Return the ids whose findings may be different when an element changes."""
    match element:
        case Node():
            flows = (*chart.flows_from(element.id), *chart.flows_to(element.id))
            near = {element.id, *(flow.id for flow in flows)}
            return near | ({element.lane_id} if element.lane_id else set())
        case Flow():
            return {element.id, element.source_id, element.target_id}
        case Lane():
            return {element.id} | ({element.parent_id} if element.parent_id else set())
        case _:
            return set()
