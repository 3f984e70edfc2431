"""Where one is among the five steps: numbers and names in a row, those behind with a tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_DISC = 20


class StepsBar(Component, QWidget):
    """`StepsBar([text(…, "File"), …])`, then `set_current(2)`."""

    def __init__(self, names: Sequence[Wording], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self.current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    def set_current(self, current: int) -> None:
        """Show another step as the present one."""
        self.current = current
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Tell the step in words."""
        number, name = self.current + 1, self._names[self.current]
        words = text("importing", "Step {number} of {all}: {name}", number=number, all=len(self._names), name=name)
        self.setAccessibleName(str(words))
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().scaled(32))

    def sizeHint(self) -> QSize:
        """Return a usual width."""
        return QSize(current_theme().scaled(560), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint discs, names and the lines between them."""
        theme, painter, x = current_theme(), QPainter(self), 0.0
        middle, disc = self.height() / 2, theme.scaled(_DISC)
        for number, name in enumerate(self._names):
            here, behind = number == self.current, number < self.current
            spot = QRectF(x, middle - disc / 2, disc, disc)
            self._paint_disc(painter, spot, number, here=here, behind=behind)
            font = theme.font("caption", weight=600 if here else 400)
            ink = theme.color("text.primary" if here else "text.secondary")
            width = text_width(font, str(name))
            draw_text(painter, QRectF(spot.right() + 6, 0, width + 2, self.height()), str(name), font, ink)
            x = spot.right() + 6 + width + 10
            if number < len(self._names) - 1:
                painter.fillRect(QRectF(x, middle, theme.scaled(18), 1), theme.color("border.default"))
                x += theme.scaled(18) + 10

    def _paint_disc(self, painter: QPainter, spot: QRectF, number: int, *, here: bool, behind: bool) -> None:
        theme = current_theme()
        fill = theme.color("accent.solid") if here else theme.color("success.tint" if behind else "bg.sunken")
        rounded_box(painter, spot, spot.height() / 2, fill, None if here else theme.color("border.default"))
        if behind:
            side = theme.icon_size("xs")
            place = QRectF(spot.center().x() - side / 2, spot.center().y() - side / 2, side, side)
            paint_icon(painter, "check", place, theme.color("success.text"))
            return
        ink = theme.color("text.onAccent" if here else "text.secondary")
        draw_text(painter, spot, str(number + 1), theme.font("caption", weight=600), ink, Qt.AlignmentFlag.AlignHCenter)
