"""Small pictures of maps: painted from rows off the UI thread, kept until the map changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QLineF, QObject, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order
from crm_desktop.models.processes.projection import Projection
from crm_desktop.models.processes.routing.spots import Spot
from crm_desktop.store.queries.process_map import process_map
from crm_desktop.views.desk import Desk
from crm_desktop.views.theme.current import current_theme

_KEPT = 400
_ROOM = 30
_UNSEEN = frozenset({"port", "group", "note"})


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours of the theme, asked for on the UI thread."""

    ground: QColor
    step: QColor
    line: QColor
    flow: QColor
    lanes: tuple[tuple[QColor, QColor], ...]
    """Fill and head of each lane in turn."""
    by_name: dict[str, tuple[QColor, QColor]]


class Thumbnails(QObject):
    """`thumbnails.of(process_id, stamp)` is the picture, or None until `arrived` tells that it is there."""

    arrived = Signal(str)

    def __init__(self, desk: Desk, size: QSize, ratio: float, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._size, self._ratio = desk, size, ratio
        self._kept: OrderedDict[str, tuple[str, QImage | None]] = OrderedDict()
        current_theme().changed.connect(self._kept.clear)

    def of(self, process_id: str, stamp: str) -> QImage | None:
        """Return the picture of a map as it was at a stamp; asks for it where there is none, once."""
        known = self._kept.get(process_id)
        if known is not None and known[0] == stamp:
            self._kept.move_to_end(process_id)
            return known[1]
        self._kept[process_id] = (stamp, known[1] if known is not None else None)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        work = partial(self._make, process_id, _colours())
        self._desk.background.read(
            work, partial(self._take, process_id, stamp), owner=self, token=f"thumbnail {process_id}"
        )
        return self._kept[process_id][1]

    def _make(self, process_id: str, colours: Colours) -> QImage | None:
        map_ = self._desk.store.read(process_map, process_id)
        return None if map_ is None else draw_thumbnail(map_, self._size, self._ratio, colours)

    def _take(self, process_id: str, stamp: str, image: QImage | None) -> None:
        self._kept[process_id] = (stamp, image)
        self.arrived.emit(process_id)


def draw_thumbnail(map_: ProcessMap, size: QSize, ratio: float, colours: Colours) -> QImage:
    """Paint lanes, steps and flows of a map into a picture of this size; may be called on any thread."""
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(colours.ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint(painter, map_, size, colours)
    painter.end()
    return image


def _paint(painter: QPainter, map_: ProcessMap, size: QSize, colours: Colours) -> None:
    projection, lanes = Projection(map_.vertical), lanes_in_order(map_)
    starts: dict[str | None, int] = {}
    at = 0
    for lane in lanes:
        starts[lane.id] = at
        at += lane.breadth
    spots = {
        node.id: projection.shown(node.along, starts.get(node.lane_id, 0) + node.across)
        for node in map_.nodes
        if node.parent_id is None
    }
    reach = max((node.along for node in map_.nodes), default=300) + 3 * _ROOM
    wide, high = projection.shown(max(reach, 420), max(at, 196))
    scale = min(size.width() / wide, size.height() / high)
    painter.scale(scale, scale)
    whole = size.width() / scale, size.height() / scale
    for number, lane in enumerate(lanes):
        fill, head = colours.by_name.get(lane.hue or "", colours.lanes[number % len(colours.lanes)])
        start, breadth = starts[lane.id] * projection.across, lane.breadth * projection.across
        vertical = map_.vertical
        painter.fillRect(QRectF(start, 0, breadth, whole[1]) if vertical else QRectF(0, start, whole[0], breadth), fill)
        edge = 4 / scale
        painter.fillRect(QRectF(start, 0, breadth, edge) if vertical else QRectF(0, start, edge, breadth), head)
    painter.setPen(QPen(colours.flow, 1 / scale))
    painter.drawLines(
        [
            line
            for flow in map_.flows
            if flow.source_id in spots and flow.target_id in spots
            for line in _elbow(spots[flow.source_id], spots[flow.target_id], map_.vertical)
        ]
    )
    painter.setPen(QPen(colours.line, 1 / scale))
    painter.setBrush(colours.step)
    for node in map_.nodes:
        if node.id in spots and node.form not in _UNSEEN:
            _paint_node(painter, node, spots[node.id])


def _paint_node(painter: QPainter, node: Node, spot: Spot) -> None:
    rect = QRectF(spot[0] - node.width / 2, spot[1] - node.height / 2, node.width, node.height)
    if node.form in ("start", "intermediate", "end"):
        painter.drawEllipse(rect)
    elif node.form == "gateway":
        middle = rect.center()
        painter.drawPolygon(
            [QPointF(middle.x(), rect.top()), QPointF(rect.right(), middle.y()),
             QPointF(middle.x(), rect.bottom()), QPointF(rect.left(), middle.y())]
        )  # fmt: skip
    else:
        painter.drawRoundedRect(rect, 8, 8)


def _elbow(one: Spot, other: Spot, vertical: bool) -> tuple[QLineF, QLineF]:
    """Return a flow as two straight lines: across to the other lane first, then along."""
    corner = (other[0], one[1]) if vertical else (one[0], other[1])
    return QLineF(*one, *corner), QLineF(*corner, *other)


def _colours() -> Colours:
    theme = current_theme()
    hues = {name: theme.hue(name) for name in theme.tokens.lane_order}
    return Colours(
        ground=theme.color("canvas.bg"),
        step=theme.color("canvas.node"),
        line=theme.color("border.control"),
        flow=theme.color("canvas.flow"),
        lanes=tuple((hue.lane, hue.solid) for hue in hues.values()),
        by_name={name: (hue.lane, hue.solid) for name, hue in hues.items()},
    )
