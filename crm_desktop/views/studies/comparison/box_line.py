"""Where a figure stands among others: a line from the lowest to the highest, a box for the middle half, a mark."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.models.studies.industry import Distribution
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component

_HEIGHT, _BOX, _PAD = 34, 14, 8


class BoxLine(Component, QWidget):
    """`BoxLine().show_distribution(found, sentence)`; the sentence is what a screen reader says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Distribution | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_distribution(self, found: Distribution, sentence: str) -> None:
        """Show one metric."""
        self._found = found
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """Grow with the room."""
        return QSize(240, current_theme().scaled(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint line, box, median, and the client's own mark above."""
        found = self._found
        if found is None or not found.enough:
            return
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        values = [float(found.low), float(found.high), float(found.low if found.present is None else found.present)]
        low, high = min(values), max(values)
        middle = self.height() / 2 + 4

        def at(value: float) -> float:
            part = (value - low) / (high - low) if high > low else 0.5
            return _PAD + part * (self.width() - 2 * _PAD)

        painter.setPen(QPen(theme.color("border.strong"), 1.5))
        painter.drawLine(QLineF(at(float(found.low)), middle, at(float(found.high)), middle))
        for end in (found.low, found.high):
            painter.drawLine(QLineF(at(float(end)), middle - 4, at(float(end)), middle + 4))
        left, right = at(float(found.quarter)), at(float(found.three_quarters))
        painter.setBrush(theme.color("info.tint"))
        painter.setPen(QPen(theme.color("info.line"), 1))
        painter.drawRoundedRect(QRectF(left, middle - _BOX / 2, max(right - left, 2), _BOX), 3, 3)
        painter.setPen(QPen(theme.color("info.text"), 2))
        painter.drawLine(QLineF(at(float(found.median)), middle - _BOX / 2, at(float(found.median)), middle + _BOX / 2))
        if found.present is not None:
            x, top = at(float(found.present)), middle - _BOX / 2 - 9
            painter.setPen(QPen(theme.color("accent.solid"), 2))
            painter.drawLine(QLineF(x, top + 6, x, middle + _BOX / 2))
            painter.setBrush(theme.color("accent.solid"))
            painter.drawPolygon(QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 7)]))
