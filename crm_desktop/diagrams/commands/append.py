"""Append the next step after one, in any lane, with its name and all the grammar says if there is a text."""

from dataclasses import dataclass, field
from typing import ClassVar

from crm_desktop.diagrams import rules
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.connect import lay_flow
from crm_desktop.diagrams.commands.tell import read_line, tell
from crm_desktop.diagrams.placement import end_of_lane, new_node
from crm_desktop.diagrams.whither import Named, Same, Whither, lane_for
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import row_below


@dataclass(frozen=True, slots=True)
class Append:
    """Make a step after `after_id` (None: unconnected; on an empty map the start), connected and ready to be named.

    `text` is read with the grammar; its `@lane` counts before `to`. `branch` names the flow.
    """

    act: ClassVar[str] = "diagram.append"
    after_id: str | None
    to: Whither = field(default_factory=Same)
    text: str = ""
    form: str = ""
    branch: str = ""

    def judge(self, chart: Chart) -> str:
        """Refuse a step after an end."""
        return rules.going_on(chart, self.after_id) if self.after_id is not None else ""

    def perform(self, work: Work) -> Landing:
        """Make it below, or beside in another lane, in the first place that is free."""
        after = work.chart.nodes[self.after_id] if self.after_id is not None else None
        line = read_line(work.chart, self.text)
        to: Whither = Named(line.lane) if line.lane else self.to
        lane = lane_for(work, to, after.lane_id if after else None)
        form = self.form or ("start" if not work.chart.nodes else "task")
        along = place_after(work.chart, after, lane.id)
        node = new_node(work, lane, along, form)
        if after is not None:
            lay_flow(work, after, node, self.branch)
        if self.text:
            node = tell(work, node, line)
        return Landing((node.id,), naming=not self.text)


def place_after(chart: Chart, after: Node | None, lane_id: str) -> int:
    """Return where a step after another one would best stand: below it in its lane, beside it in another."""
    if after is None:
        return end_of_lane(chart, lane_id)
    if after.lane_id == lane_id:
        return row_below(after.along)
    return after.along
