"""The arrow: selects, drags steps and lanes, draws a rubber band, opens names."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.fold import Fold
from crm_desktop.diagrams.commands.move import MoveTo
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import nearest_row
from crm_desktop.models.processes.routing.spots import Box, Side, Spot
from crm_desktop.views.diagram.painting.look import Look
from crm_desktop.views.diagram.painting.node_painter import fold_sign
from crm_desktop.views.diagram.surface import Surface
from crm_desktop.views.diagram.tools import handles
from crm_desktop.views.diagram.tools.connect import ConnectTool
from crm_desktop.views.diagram.tools.lane_drag import LaneDrag, begin_lane_drag
from crm_desktop.views.diagram.tools.tool import Tool, far_enough

_REACH = 6.0


@dataclass(slots=True)
class _Drag:
    """Steps being dragged: the one under the pointer leads, `landing` is lane, along and across of it."""

    leader: Node
    ids: tuple[str, ...]
    grip: Spot
    landing: tuple[str, int, int] | None = None


class Select(Tool):
    """The tool one has when none was chosen."""

    def __init__(self, canvas: Surface) -> None:
        super().__init__(canvas)
        self._pressed: QPointF | None = None
        self._begin: Spot = (0.0, 0.0)
        self._node: Node | None = None
        self._side: Side | None = None
        self._drag: _Drag | None = None
        self._band: Box | None = None
        self._lane: LaneDrag | None = None
        self._snaps = True

    def press(self, event: QMouseEvent, spot: Spot) -> None:
        """Select what is under the pointer; a drag may follow."""
        self._pressed, self._begin = event.position(), spot
        self._lane = begin_lane_drag(self.canvas, event.position())
        if self._lane is not None:
            self.canvas.select((self._lane.lane_id,))
            return
        self._side = handles.handle_at(self.canvas, spot)
        if self._side is not None:
            return
        self._node = self.canvas.picture.node_at(spot)
        several = bool(event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier))
        found = self._node.id if self._node else self._flow_at(spot)
        if found is None:
            if not several:
                self.canvas.select(())
        elif several:
            self.canvas.select(self.canvas.selected ^ {found})
        elif found not in self.canvas.selected or len(self.canvas.selected) == 1:
            self.canvas.select((found,))

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        """Drag, or mark what lies under the pointer."""
        if self._pressed is None:
            self._hover(spot)
            return
        if self._lane is not None:
            self._lane.move(event.position())
            return
        if self._drag is None and self._band is None and not far_enough(self._pressed, event.position()):
            return
        if self._side is not None and self.canvas.pen.selected:
            source, self._side = self.canvas.pen.selected, None
            self._pressed = None
            self.canvas.set_tool("flow")
            assert isinstance(self.canvas.tool, ConnectTool)
            self.canvas.tool.source_id = source
            return
        self._snaps = not event.modifiers() & Qt.KeyboardModifier.AltModifier
        if self._node is not None:
            self._drag_to(spot)
        else:
            left, right = sorted((self._begin[0], spot[0]))
            top, bottom = sorted((self._begin[1], spot[1]))
            self._band = Box(left, top, right, bottom)
            self.canvas.update()

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        """Drop, or take what the band encloses, or make the step of a handle."""
        drag, band, side, lane = self._drag, self._band, self._side, self._lane
        node = self._node
        self._forget()
        if lane is not None:
            lane.drop()
        elif drag is not None:
            self.canvas.drags.stop(drag.ids)
            if drag.landing is not None:
                self.canvas.run(MoveTo(drag.ids, *drag.landing, snap=self._snaps))
        elif band is not None:
            chosen = {node.id for node in self.canvas.picture.nodes_within(band) if _inside(self.canvas, node, band)}
            self.canvas.select(chosen)
        elif side is not None and self.canvas.pen.selected:
            self.canvas.run(Append(self.canvas.pen.selected, handles.whither(self.canvas, side)))
        elif node is not None and self._is_on_sign(node, spot):
            self.canvas.acts.fold()

    def _is_on_sign(self, node: Node, spot: Spot) -> bool:
        """Tell whether a spot is that of the sign by which a sub-process is opened and closed."""
        box = self.canvas.picture.boxes.get(node.id)
        if node.form != "subprocess" or box is None or self.canvas.selected != {node.id}:
            return False
        rect = QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)
        return fold_sign(rect).contains(QPointF(*spot)) and not self.canvas.session.may(Fold(node.id))

    def double(self, event: QMouseEvent, spot: Spot) -> None:
        """Name what is under the pointer: step or lane."""
        lane = begin_lane_drag(self.canvas, event.position())
        if lane is not None:
            self.canvas.acts.rename_lane(lane.lane_id)
        elif self.canvas.picture.node_at(spot) is not None:
            self.canvas.pen.edit_name()

    def cancel(self) -> bool:
        """Put what is being dragged back."""
        drag, was = self._drag, self._drag is not None or self._band is not None or self._lane is not None
        if drag is not None:
            self.canvas.drags.stop(drag.ids)
        self._forget()
        self.canvas.update()
        return was

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint handles, the band, and where a dragged lane would go."""
        if self._drag is None:
            handles.paint(self.canvas, painter, look)
        if self._lane is not None:
            self._lane.paint(painter, look)
        if self._band is not None:
            painter.setPen(QPen(look.color("accent.solid"), 1 / self.canvas.port.zoom))
            tint = look.color("accent.tint")
            painter.setOpacity(0.5)
            painter.setBrush(tint)
            band = self._band
            painter.drawRect(QRectF(band.left, band.top, band.right - band.left, band.bottom - band.top))
            painter.setOpacity(1.0)

    def _drag_to(self, spot: Spot) -> None:
        canvas, picture = self.canvas, self.canvas.picture
        if self._drag is None:
            assert self._node is not None
            chosen = {each for each in canvas.selected if each in picture.boxes} | {self._node.id}
            middle = picture.boxes[self._node.id].middle
            grip = (self._begin[0] - middle[0], self._begin[1] - middle[1])
            ids = (self._node.id, *sorted(chosen - {self._node.id}))
            self._drag = _Drag(self._node, ids, grip)
            canvas.dragging.emit(True)
        drag = self._drag
        wanted = (spot[0] - drag.grip[0], spot[1] - drag.grip[1])
        band = picture.band_at(wanted) or picture.band_at(picture.boxes[drag.leader.id].middle)
        if band is None:
            return
        along, across = picture.stored(wanted)
        across -= picture.chart.offsets().get(band.lane.id, 0)
        if self._snaps:
            along, across = nearest_row(along), band.lane.breadth // 2
        drag.landing = (band.lane.id, along, across)
        canvas.drags.show(drag.ids, drag.leader, drag.landing)

    def _hover(self, spot: Spot) -> None:
        """Mark the step under the pointer."""
        node = self.canvas.picture.node_at(spot)
        found = node.id if node else None
        if found != self.canvas.hovered:
            self.canvas.hovered = found
            self.canvas.update()

    def _flow_at(self, spot: Spot) -> str | None:
        flow = self.canvas.picture.flow_at(spot, _REACH / self.canvas.port.zoom)
        return flow.id if flow else None

    def _forget(self) -> None:
        if self._drag is not None:
            self.canvas.dragging.emit(False)
        self._pressed = self._node = self._side = self._drag = self._band = self._lane = None


def _inside(canvas: Surface, node: Node, band: Box) -> bool:
    x, y = canvas.picture.boxes[node.id].middle
    return band.left <= x <= band.right and band.top <= y <= band.bottom
