"""Signing in: the form at the left, a sample of what the product is for at the right.

The page asks nobody: it says what was typed, and shows what came of it.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.errors import UserError
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.texts import text
from crm_desktop.views.sign_in.password_input import PasswordInput
from crm_desktop.views.sign_in.problem_note import ProblemNote
from crm_desktop.views.sign_in.server_state import ServerInput
from crm_desktop.views.sign_in.split import SplitFrame
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import set_surface
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.text_input import TextInput

_TALLER = 8
_AT_SERVER = frozenset(
    {
        "sync.address_invalid",
        "sync.insecure_address",
        "sync.server_unknown",
        "sync.not_our_server",
        "sync.certificate",
    }
)
_AT_PASSWORD = frozenset({"sign_in.wrong"})


class WideButton(Button):
    """A button as wide and as tall as the fields above it."""

    def restyle(self) -> None:
        """Take the height from the theme."""
        super().restyle()
        self.setFixedHeight(current_theme().metric("control") + _TALLER)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class SignInPage(QWidget):
    """`SignInPage(version)`, then `prefill`; listen to `submitted`."""

    submitted = Signal(str, str, str)
    """Server, sign-in name, password."""
    server_typed = Signal(str)
    """The person left the server field: the time to ask whether it answers."""
    offline_wanted = Signal()

    def __init__(self, version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "surface")
        self.server = Field(text("sign_in", "Server"), ServerInput())
        self.name = Field(text("sign_in", "Work email or sign-in name"), TextInput())
        self.password = Field(text("sign_in", "Password"), PasswordInput())
        self.problem = ProblemNote()
        self.button = WideButton(text("sign_in", "Sign in"), self.submit, kind="primary")
        self.offline = WideButton(text("sign_in", "Keep working offline"), self.offline_wanted.emit, icon="cloud-off")
        self.offline.hide()
        self._before: QWidget | None = None
        """Who had the keys when the attempt began."""
        self._title = Label(text("sign_in", "Sign in"), "display", weight=600)
        self._below_title = Paragraph(text("sign_in", "Once you are in, everything works offline."), "bodyLarge")
        self._version = Label(text("sign_in", "Version {version}", version=version), "caption", "text.secondary")
        self._frame = SplitFrame(self, self._fill, self._version)
        self._connect()
        self.setFocusProxy(self.server)

    def prefill(self, server: str, name: str) -> None:
        """Fill in what is remembered, and start where something is missing."""
        self.server.set_value(server)
        self.name.set_value(name)
        empty = next((each for each in (self.server, self.name) if not each.value()), self.password)
        self.setFocusProxy(empty)
        empty.setFocus()

    def offer_offline(self, user_name: str) -> None:
        """Say that the sign-in has ended, and that work can go on without."""
        self._title.set_wording(text("sign_in", "Sign in again"))
        self._below_title.set_wording(
            text("sign_in", "The sign-in of {name} has ended. Your data is still here.", name=user_name)
        )
        self.offline.show()

    def submit(self) -> None:
        """Hand in what was typed, unless something is missing."""
        self.problem.hide()
        missing = text("sign_in", "Please fill this in")
        empty = [each for each in (self.server, self.name, self.password) if not each.value().strip()]
        for each in empty:
            each.set_error(missing)
        if empty:
            empty[0].setFocus()
        elif self.button.isEnabled():
            self.submitted.emit(self.server.value().strip(), self.name.value().strip(), self.password.value())

    def set_busy(self, busy: bool) -> None:
        """Take no second attempt while one is under way."""
        focused = QApplication.focusWidget()
        if busy and focused is not None and self.isAncestorOf(focused):
            # What is switched off would hand the keys to whatever comes next, the choice of language.
            self._before = focused
            self._title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.button.set_busy(busy)
        for field in (self.server, self.name, self.password):
            field.setEnabled(not busy)
        if not busy and self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None

    def show_server(self, error: UserError | None) -> None:
        """Say whether the server that was typed answers."""
        editor = self.server.editor
        assert isinstance(editor, ServerInput)
        editor.set_reachable(error is None)
        if error is not None and error.code in _AT_SERVER:
            self._show_at(self.server, error)

    def show_error(self, error: Exception) -> None:
        """Say why signing in did not work: at the field it is about, or below the form."""
        self.problem.hide()
        code = error.code if isinstance(error, UserError) else ""
        if isinstance(error, UserError) and code in _AT_PASSWORD:
            self._show_at(self.password, error)
            self.password.setFocus()
            # What was refused is typed anew, not further.
            assert isinstance(self.password.editor, TextInput)
            self.password.editor.selectAll()
        elif isinstance(error, UserError) and code in _AT_SERVER:
            self._show_at(self.server, error)
            self.server.setFocus()
        else:
            self.problem.explain(explain(error))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the form its share of the width."""
        super().resizeEvent(event)
        self._frame.resized()

    def _show_at(self, field: Field, error: UserError) -> None:
        explained = explain(error)
        field.set_error(text("sign_in", "{title}. {remedy}", title=explained.title, remedy=explained.remedy))

    def _connect(self) -> None:
        for field in (self.server, self.name, self.password):
            assert isinstance(field.editor, TextInput)
            field.editor.returnPressed.connect(self.submit)
        assert isinstance(self.server.editor, TextInput)
        self.server.editor.left.connect(self._server_left)

    def _server_left(self) -> None:
        if self.server.value().strip():
            self.server_typed.emit(self.server.value().strip())

    def _fill(self, form: QVBoxLayout) -> None:
        form.addWidget(self._title)
        form.addSpacing(4)
        form.addWidget(self._below_title)
        form.addSpacing(28)
        for field in (self.server, self.name, self.password):
            field.editor.setProperty("tall", True)
            form.addWidget(field)
            form.addSpacing(14)
        form.addWidget(self.problem)
        form.addSpacing(10)
        for button in (self.button, self.offline):
            form.addWidget(button)
            form.addSpacing(8)
