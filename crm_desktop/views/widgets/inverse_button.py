"""The button on dark bars: undo bar and bulk bar."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width
from crm_desktop.views.widgets.painted_button import PaintedButton

_PAD, _GAP = 12, 8


class InverseButton(PaintedButton):
    """`InverseButton(text("accounts", "Assign"), self.assign, icon="user-plus")`; `flat` has no ground at rest."""

    METRIC = "control"

    def __init__(
        self,
        wording: Wording,
        run: Callable[[], object],
        *,
        icon: str = "",
        flat: bool = False,
        icon_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(run, parent)
        self._wording = wording
        self._icon = icon
        self._flat = flat
        self._icon_only = icon_only
        self.settle()

    def set_icon_only(self, icon_only: bool) -> None:
        """Say the verb by the icon alone, and in the tooltip, or in words."""
        if icon_only != self._icon_only:
            self._icon_only = icon_only
            self.retranslate()

    def said(self) -> str:
        """Say the verb."""
        return str(self._wording)

    def retranslate(self) -> None:
        """Read the verb again, for the tooltip too where it is seen nowhere else."""
        super().retranslate()
        self.setToolTip(self.said() if self._icon_only else "")

    def sizeHint(self) -> QSize:
        """Fit icon and verb."""
        theme = current_theme()
        if self._icon_only:
            return QSize(self.height(), self.height())
        width = text_width(theme.font("body", weight=500), str(self._wording)) + 2 * _PAD - 2
        return QSize(width + (theme.icon_size() + _GAP if self._icon else 0), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, icon and verb."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        ink = theme.color("text.onTooltip")
        ground = QColor(ink)
        ground.setAlphaF(0.24 if self.isDown() else 0.18 if self.underMouse() else 0.13)
        if not self._flat or self.underMouse() or self.isDown():
            rounded_box(painter, box, theme.radius("md"), ground)
        side, x = theme.icon_size(), float(_PAD - 1)
        if self._icon:
            x = (box.width() - side) / 2 if self._icon_only else x
            paint_icon(painter, self._icon, self._middle(x, side), ink)
            x += side + _GAP
        if not self._icon_only:
            font = theme.font("body", weight=500 if self._flat else 600)
            draw_text(painter, QRectF(x, 0, box.width() - x, box.height()), str(self._wording), font, ink)
