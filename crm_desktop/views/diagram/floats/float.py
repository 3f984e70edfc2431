"""What all floats share: ground, line and shadow, and fading while something is dragged under them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGraphicsEffect, QWidget

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.shadows import paint_shadow, shadow_margins
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import rounded_box

FADED = 0.4


class _Fading(QGraphicsEffect):
    """Lets what is below show through. What fades is painted once: frames of a drag below it cost a copy."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._kept: QPixmap | None = None

    def draw(self, painter: QPainter) -> None:
        """Draw the kept picture."""
        if self._kept is None:
            self._kept = self.sourcePixmap(
                Qt.CoordinateSystem.LogicalCoordinates, QPoint(), QGraphicsEffect.PixmapPadMode.NoPad
            )
        painter.setOpacity(FADED)
        painter.drawPixmap(self.sourceBoundingRect().topLeft(), self._kept)

    def sourceChanged(self, flags: QGraphicsEffect.ChangeFlag) -> None:
        """Paint it anew the next time."""
        self._kept = None


class Float(Component, QWidget):
    """A panel with a shadow; its content lies `room()` from its edges. A constructor's last line is `settle`."""

    grown = Signal()
    """The content wants another size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._effect = _Fading(self)
        self._effect.setEnabled(False)
        self.setGraphicsEffect(self._effect)

    @staticmethod
    def room() -> QMargins:
        """Return what the shadow needs around the panel."""
        return shadow_margins(1)

    def fade(self, faded: bool) -> None:
        """Let the map show through, or not."""
        self._effect.setEnabled(faded)

    def panel(self) -> QRectF:
        """Return the panel without its shadow."""
        return QRectF(self.rect().marginsRemoved(self.room()))

    def event(self, event: QEvent) -> bool:
        """Tell that the content wants another size."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return done

    def line_role(self) -> str:
        """Return the colour of the panel's line."""
        return "border.default"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow and ground."""
        theme, painter = current_theme(), QPainter(self)
        box, radius = self.panel(), theme.radius("lg")
        paint_shadow(painter, box, radius, 1)
        width = 2 if self.line_role().startswith("accent") else 1
        rounded_box(painter, box, radius, theme.color("bg.overlay"), theme.color(self.line_role()), width)
