"""The filter chip, and the dashed one that adds a filter. For states and tags see `badge.py`."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.views.language.texts import Wording, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.paint import dashed_box, draw_text, rounded_box, text_width
from crm_desktop.views.widgets.painted_button import PaintedButton, RemovableChip

_PAD, _GAP = RemovableChip.PAD, 6


class FilterChip(RemovableChip):
    """A filter that is on: `FilterChip(label("fields", "account.owner_id"), "East team", icon="users")`.

    Click edits (`clicked`), the x or Backspace removes (`removed`).
    """

    def __init__(self, name: Wording, value: Wording, *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._name = name
        self._value = value
        self._icon = icon
        self.settle()

    def set_value(self, value: Wording) -> None:
        """Show another value."""
        self._value = value
        self.retranslate()

    def said(self) -> str:
        """Say name and value."""
        return tr("widgets", "Filter: {name} {value}", name=self._name, value=self._value)

    def sizeHint(self) -> QSize:
        """Fit icon, name, value and x."""
        theme = current_theme()
        side = theme.icon_size("sm")
        texts = text_width(theme.font("caption"), str(self._name)) + text_width(self._strong, str(self._value))
        return QSize(2 * _PAD + texts + (side + _GAP if self._icon else 0) + 6 + _GAP + side, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chip."""
        theme, painter, ink = current_theme(), QPainter(self), current_theme().color("accent.text")
        box, side = QRectF(self.rect()), current_theme().icon_size("sm")
        fill = theme.color("bg.selectedHover" if self.underMouse() else "accent.tint")
        rounded_box(painter, box, theme.radius("md"), fill, theme.color("accent.line"))
        x = float(_PAD)
        if self._icon:
            paint_icon(painter, self._icon, self._middle(x, side), ink)
            x += side + _GAP
        for words, font in ((str(self._name), theme.font("caption")), (str(self._value), self._strong)):
            width = text_width(font, words)
            draw_text(painter, QRectF(x, 0, width, box.height()), words, font, ink)
            x += width + _GAP
        paint_icon(painter, "x", self.x_rect(), ink)

    @property
    def _strong(self) -> QFont:
        return current_theme().font("caption", weight=600)


class AddChip(PaintedButton):
    """A dashed chip that adds: `AddChip(text("accounts", "Filter"), self.choose)`; `icon_only` tells it in the tip."""

    def __init__(
        self,
        wording: Wording,
        run: Callable[[], object],
        *,
        icon: str = "plus",
        icon_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(run, parent)
        self._wording = wording
        self._icon = icon
        self._icon_only = icon_only
        self.settle()

    def said(self) -> str:
        """Say the word."""
        return str(self._wording)

    def retranslate(self) -> None:
        """Read the word again, for the tooltip too where it is seen nowhere else."""
        super().retranslate()
        self.setToolTip(self.said() if self._icon_only else "")

    def sizeHint(self) -> QSize:
        """Fit icon and word."""
        theme = current_theme()
        if self._icon_only:
            return QSize(self.height() + 4, self.height())
        width = text_width(theme.font("caption"), str(self._wording)) + theme.icon_size("sm")
        return QSize(width + 2 * _PAD + _GAP, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed box."""
        theme, painter, side = current_theme(), QPainter(self), current_theme().icon_size("sm")
        ground = theme.color("bg.hover") if self.underMouse() else None
        dashed_box(painter, QRectF(self.rect()), theme.radius("md"), theme.color("border.strong"), ground)
        ink = theme.color("text.secondary")
        x = (self.width() - side) / 2 if self._icon_only else float(_PAD)
        paint_icon(painter, self._icon, self._middle(x, side), ink)
        if not self._icon_only:
            rest = QRectF(x + side + _GAP, 0, self.width() - x - side - _GAP, self.height())
            draw_text(painter, rest, str(self._wording), theme.font("caption"), ink)
