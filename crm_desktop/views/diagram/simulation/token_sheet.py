"""The map under a simulation: where the bottleneck is, and tokens that run while somebody lets them."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from crm_desktop.models.processes.routing.spots import Path
from crm_desktop.views.diagram.compare.sheet import Sheet
from crm_desktop.views.diagram.simulation.token_run import TRAVEL_SECONDS, TokenRun
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.paint import draw_text

_FRAME_MS, _STILL_MS = 33, 1_000
_DOT = 6.0


class TokenSheet(Sheet):
    """`show_picture(…)`, `show_bottleneck(lane, step)`, `show_run(run)`, `play(on)`."""

    moved = Signal(float)
    """Another second of the film is shown."""
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.run = TokenRun(())
        self._lane = self._step = ""
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._elapsed = QElapsedTimer()

    @property
    def playing(self) -> bool:
        """Whether tokens run."""
        return self._timer.isActive()

    def show_bottleneck(self, lane_id: str, step_id: str) -> None:
        """Mark the people with the least time to spare, and the step before which most waits; "" marks nothing."""
        self._lane, self._step = lane_id, step_id
        self.update()

    def show_run(self, run: TokenRun) -> None:
        """Take another film, at its beginning."""
        self.play(on=False)
        self.run = run
        self.update()

    def play(self, *, on: bool) -> None:
        """Let tokens run, or stop them where they are; who wants no motion sees each second as a still."""
        if on and self.run.length:
            if self.run.second >= self.run.length:
                self.run.go_to(0.0)
            self._timer.start(_FRAME_MS if current_theme().duration("base") else _STILL_MS)
            self._elapsed.start()
        elif self._timer.isActive():
            self._timer.stop()
            self.stopped.emit()

    def show_second(self, second: float) -> None:
        """Show one second of the film."""
        self.run.go_to(second)
        self.moved.emit(second)
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let nothing run that nobody sees."""
        super().hideEvent(event)
        self.play(on=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map, the bottleneck, the tokens."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bottleneck(painter)
        left, top = self.port.header
        painter.setClipRect(QRectF(left, top, self.width(), self.height()))
        for node_id, count in self.run.at.items():
            box = self.picture.boxes.get(node_id)
            if count > 0 and box is not None and self.picture.chart.nodes[node_id].form != "end":
                self._paint_count(painter, QRectF(self.port.rect(box)), count)
        if current_theme().duration("base"):
            for leg in self.run.under_way:
                path = self.picture.paths.get(leg.flow_id)
                if path:
                    part = (self.run.second - leg.begin) / TRAVEL_SECONDS
                    self._paint_dot(painter, self.port.to_window(_along(path, min(max(part, 0.0), 1.0))))
        painter.end()

    def _tick(self) -> None:
        second = self.run.second + self._elapsed.restart() / 1_000
        self.show_second(min(second, self.run.length))
        if second >= self.run.length:
            self.play(on=False)

    def _paint_bottleneck(self, painter: QPainter) -> None:
        theme = current_theme()
        painter.setPen(QPen(theme.color("warning.solid"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for band in self.picture.bands:
            if band.lane.id == self._lane:
                painter.drawRect(self.header_rect(band).adjusted(1, 1, -1, -1))
        box = self.picture.boxes.get(self._step)
        if box is not None:
            painter.drawRoundedRect(self.port.rect(box).adjusted(-4, -4, 4, 4), 10, 10)

    def _paint_dot(self, painter: QPainter, at: QPointF) -> None:
        theme = current_theme()
        painter.setPen(QPen(theme.color("bg.surface"), 1.5))
        painter.setBrush(theme.color("accent.solid"))
        painter.drawEllipse(at, _DOT, _DOT)

    def _paint_count(self, painter: QPainter, box: QRectF, count: int) -> None:
        theme = current_theme()
        words = str(count) if count < 1_000 else "999+"
        font = theme.font("caption", weight=600)
        side = max(20.0, 8.0 * len(words) + 10)
        spot = QRectF(box.center().x() - side / 2, box.top() - 10, side, 20)
        painter.setPen(QPen(theme.color("bg.surface"), 1.5))
        painter.setBrush(theme.color("accent.solid"))
        painter.drawRoundedRect(spot, 10, 10)
        draw_text(painter, spot, words, font, QColor(theme.color("text.onAccent")), Qt.AlignmentFlag.AlignHCenter)


def _along(path: Path, part: float) -> tuple[float, float]:
    """Return the spot at a part of a route's length."""
    lengths = [hypot(there[0] - here[0], there[1] - here[1]) for here, there in pairwise(path)]
    left = part * sum(lengths)
    for (here, there), length in zip(pairwise(path), lengths, strict=True):
        if left <= length and length:
            share = left / length
            return here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share
        left -= length
    return path[-1]
