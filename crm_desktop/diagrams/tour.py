"""Tour: the order in which a map is told - along the flow from its start, one branch to its end, then the next one."""

from crm_desktop.diagrams.chart import Chart, in_reading_order
from crm_desktop.models.processes.elements import Flow

_LEADING = frozenset({"sequence", "message"})
_ASIDE = frozenset({"port", "group", "data_object", "data_store"})


def tour(chart: Chart, but: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the steps of a map, each once, without those of the forms `but` and without what is no step."""
    unseen = but | _ASIDE
    steps = in_reading_order(chart, [node for node in chart.nodes.values() if node.form not in unseen])
    begins = [node for node in steps if not any(flow.form in _LEADING for flow in chart.flows_to(node.id))]
    places = {node.id: place for place, node in enumerate(steps)}
    told: dict[str, None] = {}
    for begin in (*begins, *steps):
        waiting = [begin.id]
        while waiting:
            at = waiting.pop()
            if at in told or at not in places:
                continue
            told[at] = None
            leading = [flow for flow in chart.flows_from(at) if flow.form in _LEADING]
            waiting += [
                flow.target_id for flow in sorted(leading, key=lambda flow: _weight(flow, places), reverse=True)
            ]
    return tuple(told)


def _weight(flow: Flow, places: dict[str, int]) -> tuple[bool, int, int]:
    """Return what comes first: the usual branch, the one taken more often, then as one reads."""
    return not flow.usual, -(flow.share or 0), places.get(flow.target_id, 0)
