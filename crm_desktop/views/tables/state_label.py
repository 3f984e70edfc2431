"""A state in icon and words on the plain ground, where a badge would be too loud: `Filter changed`."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, text_width


class StateLabel(Component, QWidget):
    """`StateLabel(text("tables", "Filter changed"), "warning", "circle-dot")`."""

    def __init__(self, wording: Wording, tone: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording, self._tone, self._icon = wording, tone, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def retranslate(self) -> None:
        """Read the words again."""
        self.setAccessibleName(str(self._wording))
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().metric("controlSmall"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Fit icon and words."""
        theme = current_theme()
        width = text_width(theme.font("caption"), str(self._wording)) + theme.icon_size("sm") + 5
        return QSize(width, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint icon and words."""
        theme, painter, side = current_theme(), QPainter(self), current_theme().icon_size("sm")
        ink = theme.color(f"{self._tone}.text")
        paint_icon(painter, self._icon, QRectF(0, (self.height() - side) / 2, side, side), ink)
        rest = QRectF(side + 5, 0, self.width() - side - 5, self.height())
        draw_text(painter, rest, str(self._wording), theme.font("caption"), ink)
