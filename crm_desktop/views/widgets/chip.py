"""The filter chip, and the dashed one that adds a filter. For states and tags see `badge.py`."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from crm_desktop.views.language.texts import Wording, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_PAD, _GAP = 9, 6


class FilterChip(Component, QToolButton):
    """A filter that is on: `FilterChip(label("fields", "account.owner_id"), "East team", icon="users")`.

    Click edits (`clicked`), the x or Backspace removes (`removed`).
    """

    removed = Signal()

    def __init__(self, name: Wording, value: Wording, *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._value = value
        self._icon = icon
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def set_value(self, value: Wording) -> None:
        """Show another value."""
        self._value = value
        self.retranslate()

    def retranslate(self) -> None:
        """Read name and value again."""
        self.setAccessibleName(tr("widgets", "Filter: {name} {value}", name=self._name, value=self._value))
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().metric("controlSmall"))
        self.updateGeometry()

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
            paint_icon(painter, self._icon, QRectF(x, (box.height() - side) / 2, side, side), ink)
            x += side + _GAP
        for words, font in ((str(self._name), theme.font("caption")), (str(self._value), self._strong)):
            width = text_width(font, words)
            draw_text(painter, QRectF(x, 0, width, box.height()), words, font, ink)
            x += width + _GAP
        paint_icon(painter, "x", self._x_rect(), ink)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remove at the x, else edit."""
        if self._x_rect().adjusted(-4, -8, 8, 8).contains(event.position()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove with Backspace or Delete."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.removed.emit()
            return
        super().keyPressEvent(event)

    def _x_rect(self) -> QRectF:
        side = current_theme().icon_size("sm")
        return QRectF(self.width() - _PAD - side, (self.height() - side) / 2, side, side)

    @property
    def _strong(self) -> QFont:
        return current_theme().font("caption", weight=600)


class AddChip(Component, QToolButton):
    """The dashed chip at the end of the filters: `AddChip(text("accounts", "Filter"), self.choose_filter)`."""

    def __init__(
        self, wording: Wording, run: Callable[[], object], *, icon: str = "plus", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._icon = icon
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: run())
        self.settle()

    def retranslate(self) -> None:
        """Read the word again."""
        self.setAccessibleName(str(self._wording))
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().metric("controlSmall"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Fit icon and word."""
        theme = current_theme()
        width = text_width(theme.font("caption"), str(self._wording)) + theme.icon_size("sm")
        return QSize(width + 2 * _PAD + _GAP, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed box."""
        theme, painter, side = current_theme(), QPainter(self), current_theme().icon_size("sm")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border.strong"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(theme.color("bg.hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        ink = theme.color("text.secondary")
        paint_icon(painter, self._icon, QRectF(_PAD, (self.height() - side) / 2, side, side), ink)
        rest = QRectF(_PAD + side + _GAP, 0, self.width() - _PAD - side - _GAP, self.height())
        draw_text(painter, rest, str(self._wording), theme.font("caption"), ink)
