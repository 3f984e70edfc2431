"""How lanes look: tinted bands with a line at the top, and headers that stay in view."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from crm_desktop.diagrams.picture import Band
from crm_desktop.views.diagram.painting.look import Look, text_width, wrapped
from crm_desktop.views.theme.icons import paint_icon

HEADER, HEADER_ROW = 44, 132
"""Height of a header above a column, width of one beside a row."""
_LINE, _PAD, _ABOVE, _MOST = 3, 12, 16, 5


class LanePainter:
    """Paints bands in the map, and their headers at the edge of the window."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def paint_band(self, painter: QPainter, number: int, band: Band, rect: QRectF, vertical: bool) -> None:
        """Paint a lane's ground and the line that parts it from the next."""
        painter.fillRect(rect, self.look.hue(band.lane.hue, number).lane)
        self.paint_edge(painter, number, band, rect, vertical)

    def paint_ground(self, painter: QPainter, number: int, band: Band, place: QRect) -> None:
        """Paint a lane's ground alone, into whole pixels of the window."""
        painter.fillRect(place, self.look.hue(band.lane.hue, number).lane)

    def paint_edge(self, painter: QPainter, number: int, band: Band, rect: QRectF, vertical: bool) -> None:
        """Paint the line that parts a lane from the next; filled, for a line as long as a map takes long to draw."""
        line = (
            QRectF(rect.right() - 0.5, rect.top(), 1, rect.height())
            if vertical
            else QRectF(rect.left(), rect.bottom() - 0.5, rect.width(), 1)
        )
        painter.fillRect(line, self.look.hue(band.lane.hue, number).line)

    def paint_header(
        self,
        painter: QPainter,
        number: int,
        band: Band,
        rect: QRectF,
        *,
        vertical: bool,
        selected: bool,
        menu: bool = True,
    ) -> None:
        """Paint a lane's header into a rectangle of the window; on paper without its menu."""
        hue = self.look.hue(band.lane.hue, number)
        painter.fillRect(rect, hue.tint)
        edge = (
            QRectF(rect.left(), rect.top(), rect.width(), _LINE)
            if vertical
            else QRectF(rect.left(), rect.top(), _LINE, rect.height())
        )
        painter.fillRect(edge, hue.solid)
        painter.setPen(QPen(hue.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if selected:
            painter.setPen(QPen(self.look.color("accent.solid"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        inner = rect.adjusted(_PAD, _LINE, -_PAD, 0)
        painter.setPen(hue.ink)
        painter.setFont(self.look.strong)
        # A pool without lanes is one lane without a name: its own name stands there.
        own, above = (band.lane.name, band.above) if band.lane.name else (band.above, "")
        name = lines_of_name(self.look, own, rect, vertical=vertical)
        width = text_width(name[0], self.look.key(self.look.strong)) if name else 0.0
        if vertical:
            if above:
                inner = self._paint_above(painter, above, inner.adjusted(0, 3, -20, 0)).adjusted(0, 0, 20, 0)
                painter.setFont(self.look.strong)
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, name[0] if name else "")
            rest = inner.adjusted(width + 8, 0, -20, 0)
        else:
            height = 18 * max(len(name), 1)
            top = rect.center().y() - height / 2 - (8 if band.lane.post else 0)
            if above:
                above_it = QRectF(inner.left(), rect.top(), inner.width(), top - 2 - rect.top())
                self._paint_above(painter, above, above_it, most=2)
                painter.setFont(self.look.strong)
            for line, words in enumerate(name):
                place = QRectF(inner.left(), top + 18 * line, inner.width(), 18)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
            rest = QRectF(inner.left(), top + height, inner.width(), 18)
        beside = wrapped(band.lane.post, self.look.key(self.look.caption), max(int(rest.width()), 1), 1)
        if beside and rest.width() > 16:
            painter.setFont(self.look.caption)
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, beside[0])
        if menu:
            paint_icon(painter, "ellipsis", menu_place(rect, vertical), hue.ink)

    def _paint_above(self, painter: QPainter, words: str, place: QRectF, most: int = 1) -> QRectF:
        """Write what a lane belongs to above its name, in the lowest lines of a place; return the room below."""
        painter.setFont(self.look.caption)
        fitting = max(1, min(most, int(place.height() // _ABOVE)))
        lines = wrapped(words, self.look.key(self.look.caption), max(int(place.width()), 8), fitting)
        top = place.top() if most == 1 else place.bottom() - _ABOVE * len(lines)
        for number, line in enumerate(lines):
            spot = QRectF(place.left(), top + _ABOVE * number, place.width(), _ABOVE)
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, line)
        return place.adjusted(0, 14, 0, -2)


def lines_of_name(look: Look, name: str, rect: QRectF, *, vertical: bool) -> tuple[str, ...]:
    """Return in which lines a lane's name stands in its header; beside a high row there is room for more than two."""
    # Lines stand in the middle, with room above and below for two lines of what the lane belongs to.
    most = 1 if vertical else min(max(2, int(rect.height() - 4 * _ABOVE) // 18), _MOST)
    return wrapped(name, look.key(look.strong), max(int(rect.width()) - 2 * _PAD - 20, 8), most)


def menu_place(rect: QRectF, vertical: bool) -> QRectF:
    """Return where a header's menu button is."""
    top = rect.center().y() - 8 if vertical else rect.top() + 10
    return QRectF(rect.right() - 26, top, 16, 16)
