"""Painting a canvas: only what is in sight, lanes below flows below steps, headers over everything."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from itertools import pairwise
from typing import cast

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPen, QRegion

from crm_desktop.diagrams.picture import Band
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.models.record import SyncState
from crm_desktop.views.diagram.painting.flow_painter import FlowPainter
from crm_desktop.views.diagram.painting.kept import Kept
from crm_desktop.views.diagram.painting.labels import told_from
from crm_desktop.views.diagram.painting.lane_painter import LanePainter
from crm_desktop.views.diagram.painting.look import Detail, Look, detail_at, in_pixels, rect_of
from crm_desktop.views.diagram.painting.names import lies_around
from crm_desktop.views.diagram.painting.node_painter import NodePainter, covered
from crm_desktop.views.diagram.painting.seeing import see
from crm_desktop.views.diagram.painting.seen import Seen
from crm_desktop.views.diagram.painting.tiles import Tiles
from crm_desktop.views.diagram.surface import Painted

_BAND_END = 1_000_000.0
_FAR = 30.0
"""How far badges, names and labels may stand out of a step."""


class CanvasPainter:
    """Paints what the canvas shows; keeps what steps look like until they change."""

    def __init__(self, canvas: Painted) -> None:
        self._canvas = canvas
        self._tiles, self._headers, self._kept = Tiles(), Tiles(), Kept()
        self._moving: frozenset[str] = frozenset()
        """Steps being dragged, and their flows."""
        self.dress()

    def dress(self) -> None:
        """Take colours and fonts anew."""
        self.look = Look()
        self._nodes, self._flows, self._lanes = NodePainter(self.look), FlowPainter(self.look), LanePainter(self.look)
        self._tiles.forget()
        self._headers.forget()
        self.forget()

    def forget(self, node_ids: set[str] | None = None) -> None:
        """Look again at these steps, or at all; pictures of those that look as before are kept."""
        self._kept.forget()
        self._far: tuple[list[QRectF], list[QLineF]] | None = None
        if node_ids is None:
            self._seen: dict[str, Seen] = {}
            return
        for node_id in node_ids:
            self._seen.pop(node_id, None)

    def hold_still(self, moving: Collection[str]) -> None:
        """Keep a picture of everything but these steps and their flows, until told that none moves any more."""
        chart = self._canvas.picture.chart
        flows = (flow.id for each in moving for flow in (*chart.flows_from(each), *chart.flows_to(each)))
        self._moving = frozenset((*moving, *flows))
        if not moving:
            self._kept.forget()
            self._far = None

    def paint(self, painter: QPainter, clip: QRectF) -> None:
        """Paint the part of the window that `clip` covers."""
        canvas, port = self._canvas, self._canvas.port
        if not self._moving:
            self._paint_map(painter, clip)
        else:
            made_of = (port.zoom, port.x, port.y, port.size.toTuple(), self._moving)
            whole = QRectF(0, 0, port.size.width(), port.size.height())
            self._kept.draw(painter, port.size, made_of, partial(self._paint_map, clip=whole))
            self._paint_moving(painter)
        painter.setTransform(port.transform())
        canvas.tool.paint(painter, self.look)
        painter.resetTransform()
        if not self._moving:
            self._paint_headers(painter)

    def _paint_map(self, painter: QPainter, clip: QRectF) -> None:
        """Paint lanes, flows and steps; while something is dragged what stands still, under the headers."""
        canvas, picture = self._canvas, self._canvas.picture
        detail, visible = detail_at(canvas.port.zoom), canvas.port.visible()
        self._paint_bands(painter, clip, visible)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, detail is not Detail.OUTLINE)
        if detail is Detail.OUTLINE:
            self._paint_far(painter)
        else:
            near = [node for node in picture.nodes_within(visible.grown(_FAR)) if node.id not in self._moving]
            # What lies around steps comes first: its fill would cover the flows inside.
            self._paint_nodes(painter, (node for node in near if lies_around(node)), detail)
            self._paint_flows(
                painter, (each for each in picture.flows_within(visible) if each not in self._moving), detail
            )
            self._paint_nodes(painter, (node for node in near if not lies_around(node)), detail)
        painter.resetTransform()
        if self._moving:
            self._paint_headers(painter)

    def _paint_moving(self, painter: QPainter) -> None:
        """Paint what is dragged and the flows that follow it, over the kept picture but not over the headers."""
        picture, port = self._canvas.picture, self._canvas.port
        left, top = port.header
        painter.setClipRect(QRectF(left, top, port.size.width(), port.size.height()))
        painter.setTransform(port.transform())
        detail = detail_at(port.zoom)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, detail is not Detail.OUTLINE)
        nodes = [picture.chart.nodes[each] for each in sorted(self._moving & picture.boxes.keys())]
        if detail is Detail.OUTLINE:
            self._paint_outlines(
                painter, [rect_of(picture.boxes[node.id]) for node in nodes], self._lines(self._moving)
            )
            self._paint_chosen(painter)
        else:
            visible = port.visible().grown(_FAR)
            self._paint_flows(painter, sorted(self._moving & picture.paths.keys()), detail)
            self._paint_nodes(painter, (node for node in nodes if visible.touches(picture.boxes[node.id])), detail)
        painter.setClipping(False)

    def seen(self, node: Node) -> Seen:
        """Return what is shown of a step beside itself, whoever looks at it."""
        found = self._seen.get(node.id)
        if found is None:
            canvas = self._canvas
            found = self._seen[node.id] = see(
                canvas.picture,
                node,
                canvas.layers,
                evidence=canvas.evidence.get(node.id, 0),
                mark=canvas.marks.get(node.id, ""),
            )
        return found

    def _paint_bands(self, painter: QPainter, clip: QRectF, visible: Box) -> None:
        """Paint the ground: lanes, and what lies beside them; no place twice, since it is the most to be painted."""
        picture, shown = self._canvas.picture, rect_of(visible)
        bands = [
            (number, band, rect)
            for number, band in enumerate(picture.bands)
            if (rect := self._band_rect(band.start, band.breadth, visible)).intersects(shown)
        ]
        beside = QRegion(clip.toAlignedRect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for number, band, rect in bands:
            place = in_pixels(self._canvas.port.transform().mapRect(rect))
            self._lanes.paint_ground(painter, number, band, place)
            beside -= QRegion(place)
        for place in cast("Iterable[QRect]", beside):  # PySide6's stubs do not tell that regions are iterable
            painter.fillRect(place, self.look.color("canvas.bg"))
        painter.setTransform(self._canvas.port.transform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, band, rect in bands:
            self._lanes.paint_edge(painter, number, band, rect, picture.vertical)

    def _band_rect(self, start: float, breadth: float, visible: Box) -> QRectF:
        if self._canvas.picture.vertical:
            return QRectF(start, visible.top, breadth, visible.bottom - visible.top)
        return QRectF(visible.left, start, visible.right - visible.left, breadth)

    def _paint_flows(self, painter: QPainter, flow_ids: Iterable[str], detail: Detail) -> None:
        picture, selected = self._canvas.picture, self._canvas.selected
        for flow_id in flow_ids:
            flow, path = picture.chart.flows.get(flow_id), picture.paths.get(flow_id)
            if flow is not None and path is not None and not self._hidden(flow):
                told = told_from(picture, flow) if detail >= Detail.DOTS else path
                mark = self._canvas.marks.get(flow_id, "")
                self._flows.paint(painter, flow, path, detail, selected=flow_id in selected, mark=mark, told_from=told)

    def _paint_nodes(self, painter: QPainter, nodes: Iterable[Node], detail: Detail) -> None:
        canvas = self._canvas
        self._tiles.use(canvas.port.zoom, painter.device().devicePixelRatioF())
        for node in nodes:
            if node.form in canvas.hidden_forms:
                continue
            seen, box = self.seen(node), canvas.picture.boxes[node.id]
            if self._is_special(node):
                painter.setTransform(canvas.port.transform())
                self._nodes.paint(painter, node, rect_of(box), detail, self._special(node, seen))
                continue
            painter.resetTransform()
            tile = self._tiles.find(node.id, (node, seen))
            if tile is None:
                here = QRectF(0, 0, box.right - box.left, box.bottom - box.top)
                paint = partial(self._nodes.paint, node=node, rect=here, detail=detail, seen=seen)
                tile = self._tiles.make(node.id, (node, seen), covered(node, here), paint)
            tile.draw(painter, canvas.port.to_window((box.left, box.top)))
        painter.setTransform(canvas.port.transform())

    def _is_special(self, node: Node) -> bool:
        canvas = self._canvas
        return node.id in canvas.selected or node.id in (canvas.tool.target, canvas.hovered)

    def _hidden(self, flow: Flow) -> bool:
        nodes, forms = self._canvas.picture.chart.nodes, self._canvas.hidden_forms
        return bool(forms) and any(nodes[each].form in forms for each in (flow.source_id, flow.target_id))

    def _special(self, node: Node, seen: Seen) -> Seen:
        """Return what is seen of a step with what holds only now: selected, hovered, named."""
        canvas = self._canvas
        is_selected, is_target = node.id in canvas.selected, node.id == canvas.tool.target
        return Seen(
            selected=is_selected,
            hovered=node.id == canvas.hovered,
            target=is_target,
            refused=is_target and canvas.tool.refuses,
            naming=is_selected and canvas.naming == node.id,
            state=SyncState.SYNCED,
            pains=seen.pains,
            badges=seen.badges,
            subtitle=seen.subtitle,
            name_side=seen.name_side,
            narrow=seen.narrow,
            room=seen.room,
            changed=seen.changed,
        )

    def _paint_far(self, painter: QPainter) -> None:
        """Paint the whole map from far away: all steps and all flows in two calls."""
        picture = self._canvas.picture
        if self._far is None:
            rects = [rect_of(box) for node_id, box in picture.boxes.items() if node_id not in self._moving]
            self._far = (rects, self._lines(picture.paths.keys() - self._moving))
        self._paint_outlines(painter, *self._far)
        if not self._moving:
            self._paint_chosen(painter)

    def _lines(self, flow_ids: Iterable[str]) -> list[QLineF]:
        paths = self._canvas.picture.paths
        return [QLineF(*one, *other) for each in flow_ids if each in paths for one, other in pairwise(paths[each])]

    def _paint_outlines(self, painter: QPainter, rects: list[QRectF], lines: list[QLineF]) -> None:
        painter.setPen(QPen(self.look.color("canvas.flowMuted"), 0))
        painter.drawLines(lines)
        painter.setPen(QPen(self.look.color("canvas.nodeLine"), 0))
        painter.setBrush(self.look.color("canvas.node"))
        painter.drawRects(rects)

    def _paint_chosen(self, painter: QPainter) -> None:
        picture = self._canvas.picture
        painter.setPen(QPen(self.look.color("accent.solid"), 0))
        painter.setBrush(self.look.color("accent.tint"))
        painter.drawRects([rect_of(picture.boxes[each]) for each in self._canvas.selected if each in picture.boxes])

    def _paint_headers(self, painter: QPainter) -> None:
        canvas = self._canvas
        self._headers.use(1.0, painter.device().devicePixelRatioF())
        for number, band in enumerate(canvas.picture.bands):
            rect = canvas.header_rect(band)
            if rect.right() > 0 and rect.left() < canvas.width() and rect.bottom() > 0 and rect.top() < canvas.height():
                self._paint_header(painter, number, band, in_pixels(rect))

    def _paint_header(self, painter: QPainter, number: int, band: Band, place: QRect) -> None:
        vertical, selected = self._canvas.picture.vertical, band.lane.id in self._canvas.selected
        shows = (number, band, place.width(), place.height(), vertical, selected)
        tile = self._headers.find(band.lane.id, shows)
        if tile is None:
            here = QRectF(0, 0, place.width(), place.height())
            paint = partial(
                self._lanes.paint_header, number=number, band=band, rect=here, vertical=vertical, selected=selected
            )
            tile = self._headers.make(band.lane.id, shows, here, paint)
        tile.draw(painter, QPointF(place.topLeft()))
