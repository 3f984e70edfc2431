"""The strip of key figures under a record's name: what matters most, as large as it deserves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.badge import badge_size, paint_badge
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_PAD = 16


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure: name, figure, a remark in its tone; a share is drawn as a ring, a badge stands beside it."""

    name: str
    figure: str
    remark: str = ""
    tone: str = "text.secondary"
    share: int | None = None
    ring_tone: str = "accent"
    badge: tuple[str, str, str] = ("", "", "")
    """Word, tone and icon."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(filter(None, (f"{self.name}: {self.figure}", self.badge[0], self.remark)))


class FigureCell(Component, QWidget):
    """One figure, painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure = Figure("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_figure(self, figure: Figure) -> None:
        """Show another figure."""
        self.figure = figure
        self.setAccessibleName(figure.spoken)
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        theme = current_theme()
        self.setFixedHeight(2 * theme.line("caption") + theme.line("bodyLarge") + 22)

    def sizeHint(self) -> QSize:
        """Fit the words."""
        theme, figure = current_theme(), self.figure
        first = text_width(theme.font("bodyLarge", weight=600), figure.figure)
        first += 28 if figure.share is not None else 0
        first += badge_size(figure.badge[0], figure.badge[2]).width() + 8 if figure.badge[0] else 0
        small = theme.font("caption")
        widest = max(first, text_width(small, figure.name), text_width(small, figure.remark))
        return QSize(widest + 2 * _PAD, self.height())

    def minimumSizeHint(self) -> QSize:
        """Shrink where the window is narrow; words are cut then."""
        return QSize(min(self.sizeHint().width(), 108), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name, figure and remark."""
        theme, painter, figure = current_theme(), QPainter(self), self.figure
        line, small = float(theme.line("caption")), theme.font("caption")
        width = self.width() - 2.0 * _PAD + 8
        draw_text(painter, QRectF(_PAD, 9, width, line), figure.name, small, theme.color("text.secondary"))
        middle = QRectF(_PAD, 9 + line + 2, width, theme.line("bodyLarge"))
        x = middle.x()
        if figure.share is not None:
            self._paint_ring(painter, QRectF(x, middle.center().y() - 10, 20, 20))
            x += 28
        font = theme.font("bodyLarge", weight=600)
        room = QRectF(x, middle.y(), max(0.0, middle.right() - x), middle.height())
        draw_text(painter, room, figure.figure, font, theme.color("text.primary"))
        word, tone, icon = figure.badge
        if word:
            size = badge_size(word, icon)
            x += text_width(font, figure.figure) + 8
            spot = QRectF(x, middle.center().y() - size.height() / 2, size.width(), size.height())
            if spot.right() <= self.width():
                paint_badge(painter, spot, word, tone, icon)
        below = QRectF(_PAD, middle.bottom() + 2, width, line)
        draw_text(painter, below, figure.remark, small, theme.color(figure.tone))

    def _paint_ring(self, painter: QPainter, box: QRectF) -> None:
        theme, inner = current_theme(), box.adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("border.default"), 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawEllipse(inner)
        pen.setColor(theme.color(f"{self.figure.ring_tone}.solid"))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        # Angles are sixteenths of a degree, from twelve o'clock, clockwise.
        painter.drawArc(inner, 90 * 16, -round(360 * 16 * (self.figure.share or 0) / 100))


class KeyFigures(Component, QFrame):
    """`strip.show_figures([Figure(…), …])`; cells are made once and filled again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells: list[FigureCell] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 1, 0, 1)
        self._row.setSpacing(0)
        self.settle()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures."""
        while len(self.cells) < len(figures):
            self.cells.append(FigureCell())
            self._row.addWidget(self.cells[-1])
        for number, cell in enumerate(self.cells):
            cell.setVisible(number < len(figures))
            if number < len(figures):
                cell.show_figure(figures[number])
        self.setVisible(bool(figures))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, line, and the lines between the cells."""
        theme, painter = current_theme(), QPainter(self)
        edge = theme.color("border.default")
        rounded_box(painter, QRectF(self.rect()), theme.radius("lg"), theme.color("bg.surface"), edge)
        for cell in [each for each in self.cells if each.isVisibleTo(self)][1:]:
            painter.fillRect(QRectF(cell.x(), 1, 1, self.height() - 2), theme.color("border.subtle"))
