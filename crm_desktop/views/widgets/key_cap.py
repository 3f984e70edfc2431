"""A key as it looks on a keyboard: `Ctrl K` beside a command."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.views.actions import key_text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width


class KeyCap(Component, QWidget):
    """`KeyCap("Ctrl+K")`; `inverse` for dark bars."""

    def __init__(self, shortcut: str, *, inverse: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = key_text(shortcut)
        self._inverse = inverse
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._keys)
        self.settle()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(key_cap_size(self._keys))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cap."""
        paint_key_cap(QPainter(self), QRectF(self.rect()), self._keys, inverse=self._inverse)


def key_cap_size(keys: str) -> QSize:
    """Return the size of a cap with this text on it."""
    theme = current_theme()
    return QSize(max(20, text_width(theme.font("micro"), keys) + 14), theme.line("micro") + 4)


def paint_key_cap(painter: QPainter, rect: QRectF, keys: str, *, inverse: bool = False) -> None:
    """Paint a cap into `rect`; for delegates and menus."""
    theme = current_theme()
    if inverse:
        ink = QColor(theme.color("text.onTooltip"))
        line = QColor(ink)
        line.setAlphaF(0.45)
        fill = None
    else:
        ink, line, fill = theme.color("text.secondary"), theme.color("border.default"), theme.color("bg.surface")
    rounded_box(painter, rect, theme.radius("sm"), fill, line)
    draw_text(painter, rect, keys, theme.font("micro"), ink, Qt.AlignmentFlag.AlignHCenter)
