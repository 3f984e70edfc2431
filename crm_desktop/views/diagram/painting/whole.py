"""A whole map on paper, for pictures and printed pages: everything, at full size, nothing selected, light colours."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from crm_desktop.diagrams.picture import Picture
from crm_desktop.views.diagram.painting.flow_painter import FlowPainter
from crm_desktop.views.diagram.painting.lane_painter import HEADER, HEADER_ROW, LanePainter
from crm_desktop.views.diagram.painting.look import Detail, Look, rect_of
from crm_desktop.views.diagram.painting.node_painter import NodePainter
from crm_desktop.views.theme.theme import paper_theme

if TYPE_CHECKING:
    from crm_desktop.views.diagram.canvas import Canvas


def whole_size(picture: Picture) -> QSizeF:
    """Return how large the map is with its headers."""
    extent = picture.extent()
    across, down = _begin(picture)
    return QSizeF(extent.right + across, extent.bottom + down)


def paint_whole(painter: QPainter, canvas: Canvas) -> None:
    """Paint the map with its upper left corner, headers included, at the origin."""
    picture, look = canvas.picture, _paper()
    lanes, flows, nodes = LanePainter(look), FlowPainter(look), NodePainter(look)
    size, (across, down) = whole_size(picture), _begin(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), look.color("bg.surface"))
    for number, band in enumerate(picture.bands):
        if picture.vertical:
            body = QRectF(band.start, down, band.breadth, size.height() - down)
            head = QRectF(band.start, 0, band.breadth, HEADER)
        else:
            body = QRectF(across, band.start, size.width() - across, band.breadth)
            head = QRectF(0, band.start, HEADER_ROW, band.breadth)
        lanes.paint_band(painter, number, band, body, picture.vertical)
        lanes.paint_header(painter, number, band, head, vertical=picture.vertical, selected=False)
    painter.save()
    painter.translate(across, down)
    for flow_id, path in picture.paths.items():
        flow = picture.chart.flows.get(flow_id)
        if flow is not None:
            flows.paint(painter, flow, path, Detail.FULL, selected=False)
    for node in picture.nodes_within(picture.extent().grown(200)):
        nodes.paint(painter, node, rect_of(picture.boxes[node.id]), Detail.FULL, canvas.painter.seen(node))
    painter.restore()


@cache
def _paper() -> Look:
    """Return how things look on paper: light, whatever the screen's theme."""
    return Look(paper_theme())


def _begin(picture: Picture) -> tuple[float, float]:
    return (0.0, float(HEADER)) if picture.vertical else (float(HEADER_ROW), 0.0)
