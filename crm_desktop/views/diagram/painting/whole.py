"""A whole map on paper, for pictures and printed pages: everything, at full size, nothing selected, light colours.

A `Paper` is taken from a shown map on the UI thread; `Printing` paints it, in whatever thread it was made.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Band, Picture
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.routing.spots import Box, Path
from crm_desktop.views.diagram.painting.badges import Said
from crm_desktop.views.diagram.painting.flow_painter import FlowPainter
from crm_desktop.views.diagram.painting.labels import told_from
from crm_desktop.views.diagram.painting.lane_painter import HEADER, HEADER_ROW, LanePainter
from crm_desktop.views.diagram.painting.layers import ALL_LAYERS, ROLES, SYSTEMS
from crm_desktop.views.diagram.painting.look import Detail, Look, rect_of, wrapped
from crm_desktop.views.diagram.painting.names import SMALL, lies_around, reach_of
from crm_desktop.views.diagram.painting.node_painter import NodePainter
from crm_desktop.views.diagram.painting.seeing import see
from crm_desktop.views.theme.theme import paper_theme

_AROUND = 180.0
"""How far badges, names and labels may stand out of steps and routes."""
_PAD = 20
"""Left and right of a step's name."""
_STINT_S, _REST_S = 0.004, 0.001
"""A thread beside the window lets it go on so often, or its paints would wait for whole stretches of this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A map with the places at which it is shown, as both were at one moment."""

    map: ProcessMap
    vertical: bool
    bands: Sequence[Band]
    boxes: Mapping[str, Box]
    paths: Mapping[str, Path]
    extent: Box
    layers: frozenset[str] = ALL_LAYERS
    evidence: Mapping[str, int]
    marks: Mapping[str, str] = field(default_factory=dict)
    """What becomes of steps, by their ids."""
    said: Said | None = None
    """Words in another language than the program speaks now."""
    names_first: bool = False
    """A name that needs two lines leaves out what would stand below it."""

    @property
    def begin(self) -> tuple[float, float]:
        """How much room the headers take at the left and at the top."""
        return (0.0, float(HEADER)) if self.vertical else (float(HEADER_ROW), 0.0)

    @property
    def size(self) -> QSizeF:
        """How large the map is with its headers."""
        across, down = self.begin
        return QSizeF(self.extent.right + across, self.extent.bottom + down)


def paper_of(
    picture: Picture,
    layers: frozenset[str] = ALL_LAYERS,
    evidence: Mapping[str, int] | None = None,
    *,
    marks: Mapping[str, str] | None = None,
    said: Said | None = None,
    names_first: bool = False,
) -> Paper:
    """Take a map as it is shown now; copies references, no elements."""
    return Paper(
        map=picture.chart.as_map(),
        vertical=picture.vertical,
        bands=tuple(picture.bands),
        boxes=dict(picture.boxes),
        paths=dict(picture.paths),
        extent=_with_names(picture),
        layers=layers,
        evidence=dict(evidence or {}),
        marks=dict(marks or {}),
        said=said,
        names_first=names_first,
    )


def _with_names(picture: Picture) -> Box:
    """Return what a map takes up with the names that stand below its lowest shapes."""
    extent, nodes = picture.extent(), picture.chart.nodes
    named = (
        reach_of(nodes[node_id], rect_of(box)).bottom()
        for node_id, box in picture.boxes.items()
        if nodes[node_id].form in SMALL and nodes[node_id].name
    )
    return extent._replace(bottom=max(extent.bottom, max(named, default=0.0)))


class Printing:
    """Paints a paper, whole or a part of it; one thread only, since fonts are not for two."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.chart = Chart.of(paper.map)
        self._look = Look(paper_theme())
        look = self._look
        self._lanes, self._flows, self._nodes = LanePainter(look), FlowPainter(look), NodePainter(look)
        nodes = (node for node in paper.map.nodes if node.id in paper.boxes)
        self._order = sorted(nodes, key=lambda node: (-_size(paper.boxes[node.id]), node.id))
        self._reach = {flow_id: _around(path) for flow_id, path in paper.paths.items() if flow_id in self.chart.flows}
        self._rested = time.perf_counter()

    @property
    def boxes(self) -> Mapping[str, Box]:
        """Where the steps stand."""
        return self.paper.boxes

    @property
    def paths(self) -> Mapping[str, Path]:
        """Where the flows run."""
        return self.paper.paths

    def paint(self, painter: QPainter, part: QRectF | None = None) -> None:
        """Paint the map with its upper left corner, headers included, at the origin; `part` of it is enough."""
        paper, (across, down) = self.paper, self.paper.begin
        whole = QRectF(0, 0, paper.size.width(), paper.size.height())
        part = part or whole
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(whole, self._look.color("bg.surface"))
        self._paint_lanes(painter)
        left, top = part.left() - across, part.top() - down
        near = Box(left, top, left + part.width(), top + part.height()).grown(_AROUND)
        painter.save()
        painter.translate(across, down)
        # What lies around steps comes first: its fill would cover the flows inside.
        self._paint_nodes(painter, near, (node for node in self._order if lies_around(node)))
        for flow_id, reach in self._reach.items():
            if near.touches(reach):
                flow = self.chart.flows[flow_id]
                told = told_from(self, flow)
                self._flows.paint(painter, flow, paper.paths[flow_id], Detail.FULL, told_from=told)
                self._rest()
        self._paint_nodes(painter, near, (node for node in self._order if not lies_around(node)))
        painter.restore()

    def _paint_nodes(self, painter: QPainter, near: Box, nodes: Iterable[Node]) -> None:
        paper = self.paper
        for node in nodes:
            if near.touches(paper.boxes[node.id]):
                evidence, mark = paper.evidence.get(node.id, 0), paper.marks.get(node.id, "")
                seen = see(self, node, self._layers_for(node), evidence=evidence, mark=mark, said=paper.said)
                self._nodes.paint(painter, node, rect_of(paper.boxes[node.id]), Detail.FULL, seen)
                self._rest()

    def _layers_for(self, node: Node) -> frozenset[str]:
        """Leave out what stands below a name that needs the room for itself, where names come first."""
        paper = self.paper
        if (
            not paper.names_first
            or len(wrapped(node.name, self._look.key(self._look.strong), node.width - _PAD, 2)) < 2
        ):
            return paper.layers
        return paper.layers - {SYSTEMS, ROLES}

    def _paint_lanes(self, painter: QPainter) -> None:
        paper, size, (across, down) = self.paper, self.paper.size, self.paper.begin
        for number, band in enumerate(paper.bands):
            if paper.vertical:
                body = QRectF(band.start, down, band.breadth, size.height() - down)
                head = QRectF(band.start, 0, band.breadth, HEADER)
            else:
                body = QRectF(across, band.start, size.width() - across, band.breadth)
                head = QRectF(0, band.start, HEADER_ROW, band.breadth)
            self._lanes.paint_band(painter, number, band, body, paper.vertical)
            self._lanes.paint_header(painter, number, band, head, vertical=paper.vertical, selected=False, menu=False)

    def _rest(self) -> None:
        if time.perf_counter() - self._rested > _STINT_S:
            if threading.current_thread() is not threading.main_thread():
                time.sleep(_REST_S)
            self._rested = time.perf_counter()


def _around(path: Path) -> Box:
    xs, ys = [x for x, _ in path], [y for _, y in path]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _size(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
