"""A line of text to type, with an icon or a sign in front and an icon behind. Label and errors: `field.py`."""

from PySide6.QtCore import QEvent, QMargins, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, text_width


class TextInput(Component, QLineEdit):
    """`TextInput(prefix="¥")`, `TextInput(icon="phone", placeholder=text("contacts", "Phone"))`."""

    left = Signal()
    """The focus went elsewhere: the time to check what was typed."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: Wording = "",
        prefix: str = "",
        icon: str = "",
        trailing: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(value, parent)
        self._placeholder = placeholder
        self._prefix = prefix
        self._icon = icon
        self._trailing = trailing
        self.settle()

    def set_trailing(self, icon: str) -> None:
        """Show another icon at the end, or none."""
        self._trailing = icon
        self.restyle()
        self.update()

    def retranslate(self) -> None:
        """Read the placeholder again."""
        self.setPlaceholderText(str(self._placeholder))

    def restyle(self) -> None:
        """Make room for what stands before and behind."""
        theme = current_theme()
        self.setFont(theme.font("body"))
        before = theme.icon_size() + 8 if self._icon else text_width(self.font(), self._prefix) + 6
        behind = theme.icon_size() + 6 if self._trailing else 0
        self.setTextMargins(QMargins(before if self._icon or self._prefix else 0, 0, behind, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint the icons with the state."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, then what stands before and behind the text."""
        super().paintEvent(event)
        if not (self._icon or self._prefix or self._trailing):
            return
        theme, painter, side = current_theme(), QPainter(self), current_theme().icon_size()
        ink = theme.color("text.secondary" if self.isEnabled() else "text.disabled")
        top = (self.height() - side) / 2
        if self._icon:
            paint_icon(painter, self._icon, QRectF(11, top, side, side), ink)
        elif self._prefix:
            draw_text(painter, QRectF(11, 0, 40, self.height()), self._prefix, self.font(), ink)
        if self._trailing:
            paint_icon(painter, self._trailing, QRectF(self.width() - 11 - side, top, side, side), ink)
