"""Annotate: pains, notes on the canvas, groups around steps, comments and quotes as notes of the house."""

from dataclasses import dataclass
from typing import Any, ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.placement import free_place
from crm_desktop.diagrams.work import Work
from crm_desktop.models.edits import Create
from crm_desktop.models.processes.elements import Flow, Node, Pain
from crm_desktop.models.processes.grid import SIZES

_MARGIN = 18


@dataclass(frozen=True, slots=True)
class AddPain:
    """Write down a pain at a step, or (None) of the process as a whole; `values` are more of its fields."""

    act: ClassVar[str] = "diagram.add_pain"
    node_id: str | None
    name: str
    values: tuple[tuple[str, Any], ...] = ()

    def judge(self, chart: Chart) -> str:
        """Refuse a step that is gone, and a pain without a word."""
        known = self.node_id is None or self.node_id in chart.nodes
        return "diagram.no_text" if not self.name.strip() else "" if known else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Write it down."""
        pain = work.add(Pain, name=self.name.strip(), node_id=self.node_id, **dict(self.values))
        return Landing((self.node_id or pain.id,))


@dataclass(frozen=True, slots=True)
class AddNote:
    """Put a note beside a step, joined to it."""

    act: ClassVar[str] = "diagram.add_note"
    node_id: str
    text: str = ""

    def judge(self, chart: Chart) -> str:
        """Refuse a step that is gone."""
        return "" if self.node_id in chart.nodes else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Put it into the step's lane, in the next free place."""
        node = work.chart.nodes[self.node_id]
        width, height = SIZES["note"]
        like = Node(id="", lane_id=node.lane_id, along=node.along, across=node.across, width=width, height=height)
        along = free_place(work.chart, like).along
        size = {"along": along, "across": node.across, "width": width, "height": height}
        note = work.add(Node, form="note", name=self.text, lane_id=node.lane_id, **size)
        work.add(Flow, form="association", source_id=node.id, target_id=note.id)
        return Landing((note.id,), naming=not self.text)


@dataclass(frozen=True, slots=True)
class Group:
    """Draw a group around steps; it belongs to the lane of the first and takes up no room."""

    act: ClassVar[str] = "diagram.group"
    ids: tuple[str, ...]
    name: str = ""

    def judge(self, chart: Chart) -> str:
        """Refuse a group around nothing."""
        return "" if any(each in chart.nodes for each in self.ids) else "diagram.too_few"

    def perform(self, work: Work) -> Landing:
        """Draw it around all of them."""
        nodes = [work.chart.nodes[each] for each in self.ids if each in work.chart.nodes]
        offsets = work.chart.offsets()
        first = nodes[0]
        begin = offsets.get(first.lane_id or "", 0)
        sides = [(offsets.get(node.lane_id or "", 0) - begin + node.across, node) for node in nodes]
        left = min(across - node.width // 2 for across, node in sides) - _MARGIN
        right = max(across + node.width // 2 for across, node in sides) + _MARGIN
        top = min(node.along - node.height // 2 for node in nodes) - _MARGIN
        end = max(node.along + node.height // 2 for node in nodes) + _MARGIN
        size = {"along": (top + end) // 2, "across": (left + right) // 2, "width": right - left, "height": end - top}
        group = work.add(Node, form="group", name=self.name, lane_id=first.lane_id, **size)
        return Landing((group.id,), naming=not self.name)


@dataclass(frozen=True, slots=True)
class Comment:
    """Leave a comment (or a quote, as evidence) on an element or on the process: a note of the house."""

    act: ClassVar[str] = "diagram.comment"
    element_id: str | None
    text: str

    def judge(self, chart: Chart) -> str:
        """Refuse an element that is gone, and a comment without a word."""
        known = self.element_id is None or chart.get(self.element_id) is not None
        return "diagram.no_text" if not self.text.strip() else "" if known else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Leave it."""
        element = work.chart.get(self.element_id) if self.element_id else None
        values = {
            "body": self.text.strip(),
            "record_kind": element.KIND if element else "process",
            "record_id": element.id if element else work.chart.process_id,
            "account_id": work.chart.account_id,
        }
        work.beside.append(Create("note", values))
        return Landing((self.element_id,) if self.element_id else ())
