"""A field for a secret, with an eye that shows what was typed for as long as one wants."""

from PySide6.QtCore import QEvent, QMargins, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.text_input import TextInput

_INSET = 5


class PasswordInput(TextInput):
    """A TextInput whose text is hidden; input methods are told that it is a secret."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.eye = IconButton(text("sign_in", "Show what was typed"), "eye", self._toggle, small=True, parent=self)
        self.eye.installEventFilter(self)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._make_room()

    def restyle(self) -> None:
        """Keep room for the eye."""
        super().restyle()
        if hasattr(self, "eye"):
            self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the end."""
        super().resizeEvent(event)
        self._make_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the eye's size."""
        if event.type() == QEvent.Type.Resize:
            self._make_room()
        return False

    def _make_room(self) -> None:
        self.eye.move(self.width() - self.eye.width() - _INSET, (self.height() - self.eye.height()) // 2)
        self.setTextMargins(QMargins(0, 0, self.eye.width(), 0))

    def _toggle(self) -> None:
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self.eye.set_icon("eye-off" if hidden else "eye")
        self.eye.set_name(text("sign_in", "Hide what was typed") if hidden else text("sign_in", "Show what was typed"))
