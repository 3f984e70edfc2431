"""The level meter: the last moments of sound as upright lines, the newest at the right; silence is a line of dots."""

from collections import deque

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import rounded_box

_LINES, _STEP, _THICK, _HIGH = 26, 4, 2, 20


class Wave(Component, QWidget):
    """`wave.show_level(0.6)` several times a second; `clear` when nobody listens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: deque[float] = deque([0.0] * _LINES, _LINES)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_level(self, level: float) -> None:
        """Add how loud it is now, 0 to 1."""
        self._levels.append(level)
        self.update()

    def clear(self) -> None:
        """Show silence."""
        self._levels.extend([0.0] * _LINES)
        self.update()

    def sizeHint(self) -> QSize:
        """Fit the lines."""
        theme = current_theme()
        return QSize(theme.scaled(_LINES * _STEP), theme.scaled(_HIGH))

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(str(text("recording", "Loudness")))

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(self.sizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines around the middle."""
        theme, painter = current_theme(), QPainter(self)
        step, thick = self.width() / _LINES, theme.scaled(_THICK)
        for place, level in enumerate(self._levels):
            high = max(thick, level * self.height())
            box = QRectF(place * step, (self.height() - high) / 2, thick, high)
            rounded_box(painter, box, thick / 2, theme.color("danger.solid"))
