"""One of the four elements of a study as a tile: how far it has come, how much there is; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component, PressedByEnter
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_PAD = 16.0
_BAR = 6.0


class ElementTile(PressedByEnter, Component, QAbstractButton):
    """`tile.show_element(share, "4 / 6", "3 goals on 2 levels")`; `clicked` as any button."""

    def __init__(self, wording: Wording, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording, self._icon = wording, icon
        self._share, self._figure, self._below = 0.0, "", ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("focusRing", True)
        self.setProperty("ringRadius", 8)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_element(self, share: float, figure: str, below: str) -> None:
        """Show how far it has come."""
        self._share, self._figure, self._below = share, figure, below
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Read the name again for those who listen."""
        self.setAccessibleName(", ".join(filter(None, (str(self._wording), self._figure, self._below))))
        self.setToolTip(self._below)

    def restyle(self) -> None:
        """Take the height from the theme."""
        theme = current_theme()
        self.setFixedHeight(round(theme.line("heading") + theme.line("caption") + _BAR + 2 * 14 + 2 * 8))

    def sizeHint(self) -> QSize:
        """Take whatever width there is."""
        return QSize(220, self.height())

    def event(self, event: QEvent) -> bool:
        """Repaint when the pointer comes and goes."""
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint icon, name, figure, bar, and what there is."""
        theme, painter = current_theme(), QPainter(self)
        ground = theme.color("bg.hover" if self.underMouse() else "bg.surface")
        rounded_box(painter, QRectF(self.rect()), theme.radius("lg"), ground, theme.color("border.default"))
        side, line, y = float(theme.icon_size("lg")), float(theme.line("heading")), 14.0
        paint_icon(painter, self._icon, QRectF(_PAD, y + (line - side) / 2, side, side), theme.color("text.secondary"))
        figure = theme.font("body", weight=500)
        width = text_width(figure, self._figure)
        right = self.width() - _PAD
        name = QRectF(_PAD + side + 8, y, max(0.0, right - width - _PAD - side - 16), line)
        draw_text(painter, name, str(self._wording), theme.font("heading", weight=600), theme.color("text.primary"))
        place = QRectF(right - width, y, width, line)
        draw_text(painter, place, self._figure, figure, theme.color("text.secondary"))
        track = QRectF(_PAD, y + line + 8, right - _PAD, _BAR)
        rounded_box(painter, track, _BAR / 2, theme.color("border.subtle" if theme.dark else "bg.sunken"))
        if self._share > 0:
            tone = "success.solid" if self._share >= 1 else "accent.solid"
            filled = QRectF(track.x(), track.y(), max(_BAR, track.width() * min(1.0, self._share)), _BAR)
            rounded_box(painter, filled, _BAR / 2, theme.color(tone))
        below = QRectF(_PAD, track.bottom() + 8, right - _PAD, theme.line("caption"))
        draw_text(painter, below, self._below, theme.font("caption"), theme.color("text.secondary"))
