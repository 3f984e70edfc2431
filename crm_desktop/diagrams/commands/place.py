"""Place a new element where a person pointed."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.move import put
from crm_desktop.diagrams.placement import new_node
from crm_desktop.diagrams.whither import Whither, lane_for
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.grid import nearest_row


@dataclass(frozen=True, slots=True)
class PlaceNew:
    """Make an element of a form in a lane, in the row nearest to `along`; what stands there gives way."""

    act: ClassVar[str] = "diagram.append"
    form: str
    to: Whither
    along: int
    across: int | None = None
    """From the lane's edge; in its middle where nothing is said."""

    def judge(self, _: Chart) -> str:
        """Nothing stands in the way of a new element."""
        return ""

    def perform(self, work: Work) -> Landing:
        """Make it."""
        lane = lane_for(work, self.to, None)
        node = new_node(work, lane, nearest_row(self.along), self.form, push=True)
        if self.across is not None:
            node = put(work, node, lane.id, node.along, self.across)
        return Landing((node.id,), naming=True)
