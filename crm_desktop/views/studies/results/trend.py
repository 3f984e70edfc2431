"""Measurements as a line: small in a cell, larger with target and peers beside it. Painted, no widgets inside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.models.record import Record
from crm_desktop.store.queries.measurements import Measurement
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.studies.results.figures import figure_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, text_width


def points(series: Sequence[Measurement], box: QRectF, low: float, high: float) -> list[QPointF]:
    """Return where the measurements lie in a box: by their days where all have one, else one beside the other."""
    days = [date.fromisoformat(each.day).toordinal() for each in series if each.day]
    places: list[float] = [float(each) for each in days]
    if len(days) != len(series) or len(set(days)) < 2:
        places = [float(number) for number in range(len(series))]
    first, width = min(places, default=0.0), (max(places, default=0.0) - min(places, default=0.0)) or 1.0
    height = (high - low) or 1.0
    return [
        QPointF(
            box.x() + (place - first) / width * box.width(), box.bottom() - (each.value - low) / height * box.height()
        )
        for place, each in zip(places, series, strict=True)
    ]


def paint_trend(painter: QPainter, box: QRectF, series: Sequence[Measurement], limits: tuple[float, float]) -> None:
    """Paint the line and its last point."""
    if not series:
        return
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    found = points(series, box, *limits)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent.solid"), 1.5))
    painter.drawPolyline(QPolygonF(found))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent.solid"))
    painter.drawEllipse(found[-1], 2.5, 2.5)


class TrendChart(Component, QWidget):
    """`chart.show_metric(metric, series, formats)`: measurements, target dashed, peers dotted, each with its figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._metric: Record | None = None
        self._series: Sequence[Measurement] = ()
        self._formats: Formats | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_metric(self, metric: Record | None, series: Sequence[Measurement], formats: Formats) -> None:
        """Show another metric."""
        self._metric, self._series, self._formats = metric, series, formats
        self.setVisible(metric is not None and bool(series))
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Say the series to those who listen."""
        metric, formats = self._metric, self._formats
        if metric is None or formats is None:
            return
        said = []
        for each in self._series:
            day = formats.day_full(each.day) if each.day else ""
            said.append(" ".join(filter(None, (day, self._words(each.value), each.source))))
        self.setAccessibleName(tr("studies", "Measurements: {series}", series="; ".join(said)))
        self.setToolTip("\n".join(said))

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().scaled(132))

    def sizeHint(self) -> QSize:
        """Take whatever width there is."""
        return QSize(240, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint lines, points, figures and days."""
        if self._metric is None or self._formats is None or not self._series:
            return
        theme, painter = current_theme(), QPainter(self)
        small, line = theme.font("caption"), float(theme.line("caption"))
        levels = self._levels()
        values = [each.value for each in self._series] + [value for _, value, _ in levels]
        low, high = float(min(values)), float(max(values))
        low, high = low - (high - low) * 0.08, high + (high - low) * 0.08
        names = max((text_width(small, words) for words, _, _ in levels), default=0)
        box = QRectF(6, line, self.width() - names - 20, self.height() - 2.4 * line)
        taken: float | None = None
        for words, value, style in levels:
            y = box.bottom() - (value - low) / ((high - low) or 1.0) * box.height()
            painter.setPen(QPen(theme.color("text.tertiary"), 1, style))
            painter.drawLine(QPointF(box.x(), y), QPointF(box.right(), y))
            # Two figures that lie close together stand one above the other.
            beside = y if taken is None or abs(y - taken) >= line else taken + (line if y > taken else -line)
            taken = beside
            place = QRectF(box.right() + 8, beside - line / 2, names + 2, line)
            draw_text(painter, place, words, small, theme.color("text.secondary"))
        paint_trend(painter, box, self._series, (low, high))
        self._paint_ends(painter, box, (low, high))

    def _paint_ends(self, painter: QPainter, box: QRectF, limits: tuple[float, float]) -> None:
        assert self._formats is not None
        theme = current_theme()
        small, line, ink = theme.font("caption"), float(theme.line("caption")), theme.color("text.secondary")
        last = points(self._series, box, *limits)[-1]
        words = self._words(self._series[-1].value)
        width = text_width(small, words)
        x = max(box.x(), min(last.x() - width / 2, box.right() - width))
        draw_text(painter, QRectF(x, last.y() - line - 3, width + 1, line), words, small, theme.color("text.primary"))
        ends = [self._formats.day(each.day) if each.day else "" for each in (self._series[0], self._series[-1])]
        below = QRectF(box.x(), box.bottom() + 4, box.width(), line)
        draw_text(painter, below, ends[0], small, ink)
        if len(self._series) > 1:
            draw_text(painter, below, ends[1], small, ink, Qt.AlignmentFlag.AlignRight)

    def _levels(self) -> list[tuple[str, int, Qt.PenStyle]]:
        """Return what is wished for: its words, value and line."""
        assert self._metric is not None
        wished = (("target", Qt.PenStyle.DashLine), ("peer", Qt.PenStyle.DotLine))
        return [
            (f"{label('fields', f'metric.{name}')} {self._words(value)}", value, style)
            for name, style in wished
            if isinstance(value := self._metric.get(name), int)
        ]

    def _words(self, value: int) -> str:
        assert self._metric is not None
        assert self._formats is not None
        return figure_words(value, self._metric, self._formats)
