"""Become another map: a saved version, an arranged layout - one act, whose edits are only what differs."""

from dataclasses import dataclass, replace
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.work import Work
from crm_desktop.models.edits import Create
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.versions import encode_map


@dataclass(frozen=True, slots=True)
class RestoreVersion:
    """Make the map again what it was in a version; what came since goes to the bin."""

    act: ClassVar[str] = "diagram.restore_version"
    version: ProcessMap

    def judge(self, chart: Chart) -> str:
        """Refuse a version of another process."""
        return "" if self.version.id == chart.process_id else "diagram.not_a_version"

    def perform(self, work: Work) -> Landing:
        """Put every element as it was."""
        wanted = {each.id for each in self.version.elements()}
        for element in [each for each in work.chart.elements() if each.id not in wanted]:
            work.drop(element.id)
        for element in self.version.elements():
            if work.chart.get(element.id) != element:
                work.put(element)
                work.fixed.add(element.id)
        work.describe({"orientation": "vertical" if self.version.vertical else "horizontal"})
        return Landing()


@dataclass(frozen=True, slots=True)
class Arrange:
    """Take over where a layout put elements: places, sizes, corners and breadths, and nothing else."""

    act: ClassVar[str] = "diagram.arrange"
    arranged: ProcessMap

    def judge(self, chart: Chart) -> str:
        """Refuse a layout of another process."""
        return "" if self.arranged.id == chart.process_id else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Take it over; elements that came or went since stay as they are."""
        chart = work.chart
        for node in self.arranged.nodes:
            if node.id in chart.nodes:
                place = {"along": node.along, "across": node.across, "width": node.width, "height": node.height}
                work.fixed.add(node.id)
                work.change(chart.nodes[node.id], **place)
        for lane in self.arranged.lanes:
            if lane.id in chart.lanes:
                work.change(chart.lanes[lane.id], breadth=lane.breadth)
        for flow in self.arranged.flows:
            if flow.id in chart.flows:
                work.change(chart.flows[flow.id], bends=flow.bends)
        return Landing()


@dataclass(frozen=True, slots=True)
class SaveVersion:
    """Keep the map as it is now under a name."""

    act: ClassVar[str] = "diagram.save_version"
    name: str
    comment: str = ""

    def judge(self, _: Chart) -> str:
        """Refuse a version without a name."""
        return "" if self.name.strip() else "diagram.no_text"

    def perform(self, work: Work) -> Landing:
        """Keep it."""
        chart = work.chart
        values = {"name": self.name.strip(), "process_id": chart.process_id, "account_id": chart.account_id}
        content = encode_map(replace(chart.as_map()))
        work.beside.append(
            Create("process_version", {**values, "content": content, "comment": self.comment.strip() or None})
        )
        return Landing()
