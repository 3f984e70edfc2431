"""Remove elements: steps so that their neighbours are joined, or with a gap; flows; pains."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams import rules
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.decisions import BRANCHES
from crm_desktop.models.processes.elements import Flow, Lane, Pool

_GIVEN = {name for names in BRANCHES.values() for name in names}


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove steps, flows and pains; with `join` what led to a step leads to what came after it."""

    act: ClassVar[str] = "diagram.remove"
    ids: tuple[str, ...]
    join: bool = True

    def judge(self, chart: Chart) -> str:
        """Refuse where nothing of it is left; lanes and pools have commands of their own."""
        found = [chart.get(each) for each in self.ids]
        if any(isinstance(each, Lane | Pool) for each in found):
            return "diagram.not_this_way"
        return "" if any(found) else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Remove; the selection goes to what came before."""
        landing: tuple[str, ...] = ()
        for each in self.ids:
            if each in work.chart.nodes:
                before = [flow.source_id for flow in work.chart.flows_to(each)]
                after = [flow.target_id for flow in work.chart.flows_from(each)]
                landing = tuple([one for one in (*before, *after) if one not in self.ids][:1]) or landing
                if self.join:
                    _join(work, each)
            work.drop(each)
        return Landing(landing)


def _join(work: Work, node_id: str) -> None:
    """Lead what came to a node to what came after it: many to one, or one to many."""
    coming = [flow for flow in work.chart.flows_to(node_id) if flow.form == "sequence"]
    leaving = [flow for flow in work.chart.flows_from(node_id) if flow.form == "sequence"]
    if len(leaving) == 1:
        for flow in coming:
            _lead(work, flow, flow.source_id, leaving[0].target_id, flow.name)
    elif len(coming) == 1:
        for flow in leaving:
            _lead(work, flow, coming[0].source_id, flow.target_id, "" if flow.name in _GIVEN else flow.name)


def _lead(work: Work, flow: Flow, source_id: str, target_id: str, name: str) -> None:
    if not rules.connecting(work.chart, source_id, target_id):
        work.change(flow, source_id=source_id, target_id=target_id, name=name, bends=())
