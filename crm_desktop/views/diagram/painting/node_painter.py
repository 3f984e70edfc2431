"""How a step looks: shape, name, what it is done with, badges at fixed corners, and the states of mock-up l."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from crm_desktop.models.processes.elements import Node, Pain
from crm_desktop.models.processes.routing.spots import Side
from crm_desktop.models.record import SyncState
from crm_desktop.views.diagram.painting.badges import Badge, paint_badge, paint_dot
from crm_desktop.views.diagram.painting.look import Detail, Look, wrapped
from crm_desktop.views.theme.icons import paint_icon

_PAD, _NAME_LINE, _CAPTION_LINE = 10, 18, 16
SMALL = frozenset({"gateway", "start", "intermediate", "end", "data_object", "data_store"})
"""Forms whose name stands beside the shape, in two lines at most."""
_BELOW, _BESIDE, _MOST_BESIDE = 150, 120, 2
_GATEWAY_SIGNS = {"exclusive": "x", "parallel": "plus", "inclusive": "circle", "complex": "asterisk"}
_TRIGGER_ICONS = {
    "message": "mail",
    "timer": "clock",
    "error": "zap",
    "escalation": "arrow-up",
    "cancel": "x",
    "compensation": "rotate-ccw",
    "conditional": "list",
    "link": "arrow-right",
    "signal": "radio",
    "terminate": "circle-stop",
    "multiple": "shapes",
    "parallel_multiple": "plus",
}
_TYPE_ICONS = {
    "user": "user-round",
    "manual": "hand",
    "service": "settings",
    "script": "text",
    "rule": "table",
    "send": "send",
    "receive": "mail",
}
_MARKER_ICONS = {
    "loop": "rotate-cw",
    "multi_parallel": "columns-3",
    "multi_sequential": "rows-3",
    "compensation": "rotate-ccw",
    "ad_hoc": "activity",
    "call": "external-link",
    "transaction": "square",
    "event": "zap",
}
_MARKER = 12
_CHANGE_ROLES = {
    "remove": "danger",
    "add": "success",
    "automate": "accent",
    "improve": "warning",
    "change": "warning",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be painted of one step beside itself."""

    selected: bool = False
    hovered: bool = False
    target: bool = False
    refused: bool = False
    naming: bool = False
    lacking: bool = False
    state: SyncState = SyncState.SYNCED
    pains: tuple[Pain, ...] = ()
    badges: tuple[Badge, ...] = ()
    subtitle: tuple[str, str] = ("", "")
    """An icon, and words."""
    changed: str = ""
    name_side: Side = Side.DOWN
    """On which side of a small shape its name stands."""


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
        self._shape(painter, node, rect, QPen(line, width, _dashes(seen)), QBrush(fill))
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
        if node.form == "group":
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
            if node.form == "intermediate":
                painter.drawEllipse(rect.adjusted(3, 3, -3, -3))
        elif node.form == "data_object":
            painter.drawPath(_sheet(rect))
        elif node.form == "data_store":
            painter.drawPath(_drum(rect))
        elif node.form != "port":
            radius = 4 if node.form == "note" else 8
            painter.drawRoundedRect(rect, radius, radius)

    def _sign(self, painter: QPainter, node: Node, rect: QRectF, line: QColor) -> None:
        ink = self.look.color("text.secondary")
        if node.form == "gateway":
            sign = _GATEWAY_SIGNS.get(node.gateway_type, "circle-dot")
            paint_icon(painter, sign, _middle(rect, 20), ink)
        elif node.trigger in _TRIGGER_ICONS and node.form in ("start", "intermediate", "end"):
            paint_icon(painter, _TRIGGER_ICONS[node.trigger], _middle(rect, 16), line if node.form != "end" else ink)

    def _name_beside(self, painter: QPainter, node: Node, rect: QRectF, seen: Seen) -> None:
        """Write the name of a small shape: beside a decision, below everything else."""
        if not node.name or seen.naming:
            return
        is_decision = node.form == "gateway"
        font = self.look.strong if is_decision else self.look.body
        painter.setFont(font)
        painter.setPen(self.look.color("text.primary" if is_decision else "text.secondary"))
        lines = name_lines(self.look, node, rect, seen)
        place, align = name_place(rect, seen.name_side, len(lines))
        painter.drawText(place, align, "\n".join(lines))

    def _words(self, painter: QPainter, node: Node, rect: QRectF, detail: Detail, seen: Seen) -> None:
        inner = _inner(rect)
        if node.form == "group":
            painter.setFont(self.look.caption)
            painter.setPen(self.look.color("text.tertiary"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, node.name)
            return
        is_note = node.form == "note"
        font = self.look.caption if is_note else self.look.strong
        lines = name_lines(self.look, node, rect, seen, alone=detail < Detail.DOTS)
        is_gone = (seen.changed or node.change) == "remove"
        ink = "canvas.noteText" if is_note else "text.primary"
        painter.setFont(_struck(font) if is_gone else font)
        painter.setPen(self.look.color("text.tertiary" if is_gone else ink))
        for number, words in enumerate(lines):
            place = QRectF(inner.left(), inner.top() + number * _NAME_LINE, inner.width(), _NAME_LINE)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        if seen.subtitle[1] and not is_note and detail >= Detail.DOTS:
            self._subtitle(
                painter,
                inner,
                inner.top() + len(lines) * _NAME_LINE + 1,
                seen.subtitle,
                len(marker_icons(node)) * (_MARKER + 3),
            )

    def _markers(self, painter: QPainter, node: Node, rect: QRectF) -> None:
        """Paint what kind of task or sub-process it is, at the right above the badges."""
        left = rect.right() - _PAD
        for icon in marker_icons(node):
            left -= _MARKER
            place = QRectF(left, rect.bottom() - _MARKER - 10, _MARKER, _MARKER)
            paint_icon(painter, icon, place, self.look.color("text.secondary"))
            left -= 3

    def _subtitle(self, painter: QPainter, inner: QRectF, top: float, subtitle: tuple[str, str], taken: int) -> None:
        ink = self.look.color("text.secondary")
        left = inner.left()
        if subtitle[0]:
            paint_icon(painter, subtitle[0], QRectF(left, top + 1, 14, 14), ink)
            left += 18
        painter.setFont(self.look.caption)
        painter.setPen(ink)
        width = int(inner.right() - left) - taken
        words = wrapped(subtitle[1], self.look.caption.toString(), width, 1)
        painter.drawText(
            QRectF(left, top, width, _CAPTION_LINE), Qt.AlignmentFlag.AlignVCenter, words[0] if words else ""
        )


def lies_around(node: Node) -> bool:
    """Tell whether other steps stand inside of a node: an opened sub-process, a group."""
    return node.form == "group" or (node.form == "subprocess" and node.expanded)


def marker_icons(node: Node) -> tuple[str, ...]:
    """Return the icons that say which kind of task or sub-process a node is."""
    found = [_TYPE_ICONS[node.task_type]] if node.form == "task" and node.task_type in _TYPE_ICONS else []
    if node.form == "subprocess":
        found.append("square-minus" if node.expanded else "square-plus")
    return (*found, *(_MARKER_ICONS[each] for each in sorted(node.markers) if each in _MARKER_ICONS))


def fold_sign(rect: QRectF) -> QRectF:
    """Return where a press opens or closes a sub-process that is painted into `rect`: its sign, and a little around."""
    sign = QRectF(rect.right() - _PAD - _MARKER, rect.bottom() - _MARKER - 10, _MARKER, _MARKER)
    return sign.adjusted(-6, -6, 6, 6)


def covered(node: Node, rect: QRectF) -> QRectF:
    """Return what painting a step may cover: badges, the ring, and names beside small shapes."""
    if node.form == "gateway":
        return rect.adjusted(-150, -44, 150, 44)
    return rect.adjusted(-80, -44, 80, 44) if node.form in SMALL else rect.adjusted(-12, -14, 16, 16)


def name_lines(look: Look, node: Node, rect: QRectF, seen: Seen, *, alone: bool = False) -> tuple[str, ...]:
    """Return the lines in which a name is written into or beside its shape; `alone`: without words below it."""
    if node.form in SMALL:
        is_decision = node.form == "gateway"
        font, width = (look.strong, _BESIDE) if is_decision else (look.body, _BELOW)
        aside = seen.name_side in (Side.LEFT, Side.RIGHT)
        return wrapped(node.name, font.toString(), _BESIDE if aside else width, _MOST_BESIDE)
    inner = _inner(rect)
    if node.form == "group":
        return wrapped(node.name, look.caption.toString(), int(inner.width()), 1)
    is_note = node.form == "note"
    room = max(1, int(inner.height() // _NAME_LINE))
    most = room if is_note or alone or not seen.subtitle[1] else max(1, room - 1)
    return wrapped(node.name, (look.caption if is_note else look.strong).toString(), int(inner.width()), most)


def name_place(rect: QRectF, side: Side, lines: int) -> tuple[QRectF, Qt.AlignmentFlag]:
    """Return where the name of a small shape stands, and how it is aligned there."""
    height, centre = lines * _NAME_LINE, rect.center()
    if side is Side.RIGHT:
        return QRectF(rect.right() + 6, centre.y() - height / 2, 140, height), Qt.AlignmentFlag.AlignLeft
    if side is Side.LEFT:
        return QRectF(rect.left() - 146, centre.y() - height / 2, 140, height), Qt.AlignmentFlag.AlignRight
    top = rect.bottom() + 4 if side is Side.DOWN else rect.top() - 4 - height
    return QRectF(centre.x() - 80, top, 160, height), Qt.AlignmentFlag.AlignHCenter


def _inner(rect: QRectF) -> QRectF:
    """Return where the words of a step stand."""
    return rect.adjusted(_PAD, 7, -_PAD, -5)


def _struck(font: QFont) -> QFont:
    struck = QFont(font)
    struck.setStrikeOut(True)
    return struck


def _dashes(seen: Seen) -> Qt.PenStyle:
    return (
        Qt.PenStyle.DashLine if (seen.changed == "remove" or seen.state is SyncState.PARKED) else Qt.PenStyle.SolidLine
    )


def _middle(rect: QRectF, side: float) -> QRectF:
    centre = rect.center()
    return QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)


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
