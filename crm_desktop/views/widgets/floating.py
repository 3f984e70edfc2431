"""What floats over a page has one look, shadow and ground, and one way to go: Escape."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.shadows import paint_shadow, shadow_margins
from crm_desktop.views.widgets.paint import rounded_box

_RADIUS = {2: "lg", 3: "xl"}


def float_box(widget: QWidget, level: int = 2) -> QRectF:
    """Return where the ground of a floating widget lies: the widget without the room for its shadow."""
    return QRectF(widget.rect().marginsRemoved(shadow_margins(level)))


def paint_ground(
    painter: QPainter, box: QRectF, *, level: int = 2, ground: str = "bg.overlay", edge: str = "border.default"
) -> None:
    """Paint shadow, ground and hairline of what floats at an elevation; no `edge`, no hairline."""
    theme = current_theme()
    radius = theme.radius(_RADIUS[level])
    paint_shadow(painter, box, radius, level)
    rounded_box(painter, box, radius, theme.color(ground), theme.color(edge) if edge else None)


class GoesWithEscape:
    """Mixed in before a Qt class: Escape calls `escape`, every other key goes on."""

    def escape(self) -> None:
        """Go away, or let go of what this stands for."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        else:
            super().keyPressEvent(event)  # type: ignore[misc]
