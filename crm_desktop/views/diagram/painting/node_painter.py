"""How a step looks: shape, name, what it is done with, badges at fixed corners, and the states of mock-up l."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.record import SyncState
from crm_desktop.views.diagram.painting.badges import paint_badge, paint_dot
from crm_desktop.views.diagram.painting.look import Detail, Look, wrapped
from crm_desktop.views.diagram.painting.names import (
    SMALL,
    line_height,
    name_font,
    name_lines,
    name_place,
    reach_of,
    room_for_name,
    told_beside,
)
from crm_desktop.views.diagram.painting.notation import (
    EVENTS,
    SIGN,
    has_second_line,
    hexagon,
    outline,
    paint_data_marks,
    paint_event,
    paint_gateway,
    paint_sign,
    place_of_signs,
    signs_of,
)
from crm_desktop.views.diagram.painting.seen import Seen
from crm_desktop.views.theme.icons import paint_icon

_PAD, _CAPTION_LINE = 10, 16
_TOLD_BY_LINE = frozenset({"call", "event", "transaction"})
_CHANGE_ROLES = {
    "remove": "danger",
    "add": "success",
    "automate": "accent",
    "improve": "warning",
    "change": "warning",
}


class NodePainter:
    """Paints one step into its rectangle."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def paint(self, painter: QPainter, node: Node, rect: QRectF, detail: Detail, seen: Seen) -> None:
        """Paint a step with everything on it."""
        fill, line, width = self._colours(node, seen)
        if detail is Detail.OUTLINE:
            painter.fillRect(rect, line)
            return
        if seen.selected or seen.target:
            self._ring(painter, node, rect, seen)
        self._shape(painter, node, rect, outline(node, QPen(line, width, _dashes(seen))), QBrush(fill))
        if node.form in SMALL:
            self._sign(painter, node, rect, line)
            self._name_beside(painter, node, rect, seen)
        elif not seen.naming:
            self._words(painter, node, rect, detail, seen)
            if detail >= Detail.DOTS:
                self._markers(painter, node, rect)
        for badge in seen.badges:
            (paint_badge if detail is Detail.FULL else paint_dot)(painter, badge, rect, self.look)

    def _colours(self, node: Node, seen: Seen) -> tuple[QColor, QColor, float]:
        color = self.look.color
        if node.form == "note":
            return color("canvas.note"), color("canvas.noteLine"), 1.0
        if node.form == "group":
            return QColor(0, 0, 0, 0), color("canvas.nodeLine"), 1.0
        role = _CHANGE_ROLES.get(seen.changed or node.change or "")
        fill = color("canvas.node")
        line = color("canvas.nodeLine")
        width = 1.0
        if role is not None:
            line = color("accent.solid") if role == "accent" else color(f"{role}.solid")
        if node.form == "start":
            line, width = color("success.solid"), 1.5
        elif node.form == "end":
            line, width = color("danger.solid"), 3.0
        elif node.form in ("intermediate", "gateway") and role is None:
            line = color("canvas.flow")
        elif node.form == "subprocess" and role is None and node.markers & _TOLD_BY_LINE:
            line = color("canvas.flowMuted")
        if seen.refused:
            line, width = color("danger.solid"), 1.5
        elif seen.state is SyncState.CONFLICT or seen.lacking:
            line, width = color("warning.solid"), 1.5
        elif seen.hovered and not seen.selected:
            line = color("border.control")
        return fill, line, width

    def _ring(self, painter: QPainter, node: Node, rect: QRectF, seen: Seen) -> None:
        colour = self.look.color("danger.solid" if seen.refused else "accent.solid")
        self._shape(painter, node, rect.adjusted(-4, -4, 4, 4), QPen(colour, 2), QBrush(Qt.BrushStyle.NoBrush))

    def _shape(self, painter: QPainter, node: Node, rect: QRectF, pen: QPen, brush: QBrush) -> None:
        if node.form == "group" and "lane" not in node.markers:
            pen.setDashPattern([6, 3, 1, 3])
        painter.setPen(pen)
        painter.setBrush(brush)
        if node.form == "gateway":
            centre = rect.center()
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(centre.x(), rect.top()),
                        QPointF(rect.right(), centre.y()),
                        QPointF(centre.x(), rect.bottom()),
                        QPointF(rect.left(), centre.y()),
                    ]
                )
            )
        elif node.form in ("start", "intermediate", "end"):
            painter.drawEllipse(rect)
            if has_second_line(node):
                painter.drawEllipse(rect.adjusted(3, 3, -3, -3))
        elif node.form == "data_object":
            painter.drawPath(_sheet(rect))
        elif node.form == "data_store":
            painter.drawPath(_drum(rect))
        elif "conversation" in node.markers:
            painter.drawPolygon(hexagon(rect))
        elif node.form != "port":
            radius = 4 if node.form == "note" else 8
            painter.drawRoundedRect(rect, radius, radius)
            if has_second_line(node):
                painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), radius - 3, radius - 3)

    def _sign(self, painter: QPainter, node: Node, rect: QRectF, line: QColor) -> None:
        ink = self.look.color("text.secondary")
        if node.form == "gateway":
            paint_gateway(painter, node, rect, ink)
        elif node.form in EVENTS:
            paint_event(painter, node, rect, line if node.form != "end" else ink, self.look.color("canvas.node"))
        elif node.form == "data_object":
            paint_data_marks(painter, node, rect, ink)

    def _name_beside(self, painter: QPainter, node: Node, rect: QRectF, seen: Seen) -> None:
        """Write the name of a small shape: beside a decision, below everything else."""
        if not told_beside(node) or seen.naming:
            return
        is_decision = node.form == "gateway"
        font = self.look.strong if is_decision else self.look.body
        painter.setFont(font)
        painter.setPen(self.look.color("text.primary" if is_decision else "text.secondary"))
        lines = name_lines(self.look, node, rect, seen)
        place, align = name_place(rect, seen.name_side, len(lines))
        painter.drawText(place, align, "\n".join(lines))

    def _words(self, painter: QPainter, node: Node, rect: QRectF, detail: Detail, seen: Seen) -> None:
        inner = room_for_name(self.look, node, rect)
        if node.form == "group":
            painter.setFont(self.look.caption)
            painter.setPen(self.look.color("text.tertiary"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, node.name)
            return
        is_note = node.form == "note"
        font = name_font(self.look, node, rect)
        lines = name_lines(self.look, node, rect, seen, alone=detail < Detail.DOTS)
        is_gone = (seen.changed or node.change) == "remove"
        ink = "canvas.noteText" if is_note else "text.primary"
        painter.setFont(_struck(font) if is_gone else font)
        painter.setPen(self.look.color("text.tertiary" if is_gone else ink))
        height = line_height(self.look, node, rect)
        for number, words in enumerate(lines):
            place = QRectF(inner.left(), inner.top() + number * height, inner.width(), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        if seen.subtitle[1] and not is_note and detail >= Detail.DOTS:
            self._subtitle(
                painter,
                inner,
                inner.top() + len(lines) * height + 1,
                seen.subtitle,
                int(place_of_signs(node, rect).width()),
            )

    def _markers(self, painter: QPainter, node: Node, rect: QRectF) -> None:
        """Paint what kind of task or sub-process it is, at the right above the badges."""
        place, ink = place_of_signs(node, rect), self.look.color("text.secondary")
        for number, sign in enumerate(signs_of(node)):
            left = place.right() - SIGN - number * (SIGN + 3)
            paint_sign(painter, sign, QRectF(left, place.top(), SIGN, SIGN), ink)

    def _subtitle(self, painter: QPainter, inner: QRectF, top: float, subtitle: tuple[str, str], taken: int) -> None:
        ink = self.look.color("text.secondary")
        left = inner.left()
        if subtitle[0]:
            paint_icon(painter, subtitle[0], QRectF(left, top + 1, 14, 14), ink)
            left += 18
        painter.setFont(self.look.caption)
        painter.setPen(ink)
        width = int(inner.right() - left) - taken
        words = wrapped(subtitle[1], self.look.key(self.look.caption), width, 1)
        painter.drawText(
            QRectF(left, top, width, _CAPTION_LINE), Qt.AlignmentFlag.AlignVCenter, words[0] if words else ""
        )


def fold_sign(rect: QRectF) -> QRectF:
    """Return where a press opens or closes a sub-process that is painted into `rect`: its sign, and a little around."""
    sign = QRectF(rect.right() - _PAD - SIGN, rect.bottom() - SIGN - 10, SIGN, SIGN)
    return sign.adjusted(-6, -6, 6, 6)


def covered(node: Node, rect: QRectF) -> QRectF:
    """Return what painting a step may cover: badges, the ring, and names beside small shapes."""
    return reach_of(node, rect) if node.form in SMALL else rect.adjusted(-12, -14, 16, 16)


def _struck(font: QFont) -> QFont:
    struck = QFont(font)
    struck.setStrikeOut(True)
    return struck


def _dashes(seen: Seen) -> Qt.PenStyle:
    return (
        Qt.PenStyle.DashLine if (seen.changed == "remove" or seen.state is SyncState.PARKED) else Qt.PenStyle.SolidLine
    )


def _sheet(rect: QRectF) -> QPainterPath:
    ear = min(12.0, rect.width() / 3)
    path = QPainterPath(rect.topLeft())
    path.lineTo(rect.right() - ear, rect.top())
    path.lineTo(rect.right(), rect.top() + ear)
    path.lineTo(rect.bottomRight())
    path.lineTo(rect.bottomLeft())
    path.closeSubpath()
    path.moveTo(rect.right() - ear, rect.top())
    path.lineTo(rect.right() - ear, rect.top() + ear)
    path.lineTo(rect.right(), rect.top() + ear)
    return path


def _drum(rect: QRectF) -> QPainterPath:
    lid = min(14.0, rect.height() / 4)
    path = QPainterPath(QPointF(rect.left(), rect.top() + lid / 2))
    path.arcTo(QRectF(rect.left(), rect.top(), rect.width(), lid), 180, -180)
    path.lineTo(rect.right(), rect.bottom() - lid / 2)
    path.arcTo(QRectF(rect.left(), rect.bottom() - lid, rect.width(), lid), 0, -180)
    path.closeSubpath()
    path.moveTo(rect.left(), rect.top() + lid / 2)
    path.arcTo(QRectF(rect.left(), rect.top(), rect.width(), lid), 180, 180)
    return path
