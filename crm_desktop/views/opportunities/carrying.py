"""A card on its way under the pointer: the tilted picture that floats over the window, and scrolling at the edges."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollBar, QWidget

from crm_desktop.views.opportunities.board_words import Face
from crm_desktop.views.opportunities.card_delegate import paint_card
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.shadows import paint_shadow, shadow_margins

_TILT = 1.6
"""Degrees, clockwise."""
_EDGE, _STEP, _BEAT = 32, 14, 16


class CarriedCard(QWidget):
    """The picture; takes no clicks, and `carried_on` tells that things scrolled below it."""

    carried_on = Signal()

    def __init__(self, window: QWidget, face: Face, size: QSize, held: QPoint) -> None:
        super().__init__(window)
        self._window = window
        self._held, self._margin = held, shadow_margins(2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(size.grownBy(self._margin))
        self._picture = self._paint(face, size)
        self._bars: list[tuple[QScrollBar, int]] = []
        self._beat = QTimer(self, interval=_BEAT)
        self._beat.timeout.connect(self._scroll)

    def carry_to(self, screen: QPoint) -> None:
        """Float under this point of the screen."""
        corner = QPoint(self._margin.left(), self._margin.top())
        self.move(self._window.mapFromGlobal(screen) - self._held - corner)
        self.show()
        self.raise_()

    def scroll_at_edges(self, wanted: list[tuple[QScrollBar, int, int]]) -> None:
        """Scroll these bars while the pointer is near an end: bar, position and length of what is scrolled."""
        self._bars = []
        for bar, spot, length in wanted:
            step = -_STEP if spot < _EDGE else _STEP if spot > length - _EDGE else 0
            if step:
                self._bars.append((bar, step))
        if self._bars and not self._beat.isActive():
            self._beat.start()
        elif not self._bars:
            self._beat.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, tilted around its middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        middle = QRectF(self.rect()).center()
        painter.translate(middle)
        painter.rotate(_TILT)
        painter.translate(-middle)
        painter.drawPixmap(0, 0, self._picture)

    def _paint(self, face: Face, size: QSize) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        box = QRectF(self._margin.left(), self._margin.top(), size.width(), size.height())
        paint_shadow(painter, box, current_theme().radius("lg"), 2)
        paint_card(painter, box, face, ("accent.solid", 1))
        painter.end()
        return picture

    def _scroll(self) -> None:
        for bar, step in self._bars:
            bar.setValue(bar.value() + step)
        self.carried_on.emit()
