"""What may be done to a map: the same judgement while the pointer hovers and when the command runs.

Each rule returns the code of what stands in the way, "" where nothing does.
"""

from crm_desktop.diagrams.chart import Chart
from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.elements import Node

_NOTES = ("note", "group")
_DATA = ("data_object", "data_store")


def flow_form(chart: Chart, source: Node, target: Node) -> str:
    """Return which kind of flow leads from one node to another."""
    if source.form in _NOTES or target.form in _NOTES:
        return "association"
    if source.form in _DATA or target.form in _DATA:
        return "data"
    return "sequence" if _pool(chart, source) == _pool(chart, target) else "message"


def connecting(chart: Chart, source_id: str, target_id: str) -> str:
    """Judge a flow from one node to another."""
    source, target = chart.nodes.get(source_id), chart.nodes.get(target_id)
    if source is None or target is None:
        return "diagram.gone"
    if source_id == target_id:
        return "diagram.same_step"
    form = flow_form(chart, source, target)
    if any(flow.target_id == target_id and flow.form == form for flow in chart.flows_from(source_id)):
        return "diagram.connected_already"
    if form == "sequence" and target.form == "start":
        return "diagram.into_start"
    if form == "sequence" and source.form == "end":
        return "diagram.out_of_end"
    return ""


def going_on(chart: Chart, node_id: str) -> str:
    """Judge a next step after a node."""
    node = chart.nodes.get(node_id)
    if node is None:
        return "diagram.gone"
    return "diagram.out_of_end" if node.form == "end" else ""


def removing_lane(chart: Chart, lane_id: str, with_contents: bool) -> str:
    """Judge the removal of a lane: the last one may not leave its steps without a lane."""
    if lane_id not in chart.lanes:
        return "diagram.gone"
    if with_contents or len(chart.lanes_in_order()) > 1:
        return ""
    return "diagram.last_lane" if chart.nodes_in(lane_id) else ""


def nesting(chart: Chart, lane_id: str, parent_id: str | None) -> str:
    """Judge putting a lane under another: never under itself."""
    at = parent_id
    while at is not None:
        if at == lane_id:
            return "diagram.lane_in_itself"
        above = chart.lanes.get(at)
        if above is None:
            return "diagram.gone"
        at = above.parent_id
    return "" if lane_id in chart.lanes else "diagram.gone"


def refuse(code: str) -> None:
    """Raise Refused where a rule has found something."""
    if code:
        raise Refused(code)


def _pool(chart: Chart, node: Node) -> str | None:
    lane = chart.lanes.get(node.lane_id or "")
    return lane.pool_id if lane else None
