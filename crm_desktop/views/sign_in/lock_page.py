"""The locked program: nothing of the data, one field to unlock it, and how long to wait after wrong attempts."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.errors import Unreachable, UserError
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.sign_in.password_input import PasswordInput
from crm_desktop.views.sign_in.problem_note import ProblemNote
from crm_desktop.views.sign_in.sign_in_page import WideButton
from crm_desktop.views.sign_in.split import SplitFrame
from crm_desktop.views.widgets.component import set_surface
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

_AT_FIELD = frozenset({"passphrase.wrong", "sign_in.wrong", "unlock.wrong"})


class LockedBy(StrEnum):
    """What opens the program again."""

    PASSWORD = "password"  # noqa: S105  (a way of unlocking, not a secret)
    """The one of the last sign-in, checked here."""
    PASSPHRASE = "passphrase"  # noqa: S105
    SERVER = "server"
    """Only the server can tell: this device was without it for too long, or knows no password yet."""


class LockPage(QWidget):
    """`LockPage(LockedBy.PASSWORD, name)`; after a wrong attempt `show_error` and `wait(milliseconds)`."""

    submitted = Signal(str)
    """What was typed."""
    server_wanted = Signal(str)
    """What was typed, to be checked at the server: the password was changed elsewhere."""

    def __init__(self, locked_by: LockedBy, user_name: str, days: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "surface")
        self.locked_by = locked_by
        passphrase = locked_by is LockedBy.PASSPHRASE
        name = text("sign_in", "Passphrase") if passphrase else text("sign_in", "Password")
        self.secret = Field(name, PasswordInput())
        self.secret.editor.setProperty("tall", True)
        self.problem = ProblemNote()
        self.button = WideButton(self._verb(), self.submit, kind="primary")
        self.server = WideButton(text("sign_in", "Check at the server"), self._ask_server, icon="server")
        self.server.setVisible(locked_by is LockedBy.PASSWORD)
        self._title = Label(self._heading(), "display", weight=600)
        self._below_title = Paragraph(self._sentence(user_name, days), "bodyLarge")
        self._left_ms = 0
        self._busy = False
        self.timer = QTimer(self, interval=1_000)
        self.timer.timeout.connect(self._count_down)
        self._frame = SplitFrame(self, self._fill)
        assert isinstance(self.secret.editor, PasswordInput)
        self.secret.editor.returnPressed.connect(self.submit)
        self.setFocusProxy(self.secret)

    def submit(self) -> None:
        """Try what was typed."""
        if self._may_try():
            self.submitted.emit(self.secret.value())

    def set_busy(self, busy: bool) -> None:
        """Take no second attempt while one is under way."""
        self._busy = busy
        self.button.set_busy(busy)
        self._review()

    def show_error(self, error: Exception) -> None:
        """Say why it did not open."""
        self.problem.hide()
        explained = explain(error)
        if isinstance(error, UserError) and error.code in _AT_FIELD:
            self.secret.set_value("")
            self.secret.set_error(text("sign_in", "{title}. {remedy}", title=explained.title, remedy=explained.remedy))
            self.secret.setFocus()
        elif isinstance(error, Unreachable):
            # The usual words would say that one can go on working.
            needs = text("sign_in", "Your work is safe on this computer; signing in needs a connection.")
            again = text("sign_in", "Try again when there is one.")
            self.problem.explain(replace(explained, explanation=needs, remedy=again))
        else:
            self.problem.explain(explained)

    def wait(self, milliseconds: int) -> None:
        """Take no attempt for so long, and say so."""
        self._left_ms = milliseconds
        if milliseconds > 0:
            self.timer.start()
        self._review()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the form its share of the width."""
        super().resizeEvent(event)
        self._frame.resized()

    def _ask_server(self) -> None:
        if self._may_try():
            self.server_wanted.emit(self.secret.value())

    def _may_try(self) -> bool:
        if not self.secret.value():
            self.secret.set_error(text("sign_in", "Please fill this in"))
            self.secret.setFocus()
            return False
        if self._left_ms > 0 or self._busy:
            return False
        self.problem.hide()
        return True

    def _count_down(self) -> None:
        self._left_ms = max(0, self._left_ms - self.timer.interval())
        if not self._left_ms:
            self.timer.stop()
        self._review()

    def _review(self) -> None:
        waits = self._left_ms > 0
        self.button.setEnabled(not waits and not self._busy)
        self.server.setEnabled(not waits and not self._busy)
        if waits:
            self.button.set_wording(text("sign_in", "Wait %n second(s)", n=-(-self._left_ms // 1_000)))
        else:
            self.button.set_wording(self._verb())

    def _verb(self) -> Wording:
        if self.locked_by is LockedBy.SERVER:
            return text("sign_in", "Sign in")
        return text("sign_in", "Unlock")

    def _heading(self) -> Wording:
        if self.locked_by is LockedBy.SERVER:
            return text("sign_in", "Sign in again")
        return text("sign_in", "Locked")

    def _sentence(self, user_name: str, days: int) -> Wording:
        if days:
            return text(
                "sign_in",
                "This computer has not reached its server for %n day(s). Your work is kept; sign in to go on.",
                n=days,
            )
        if self.locked_by is LockedBy.SERVER:
            return text("sign_in", "The data of {name} is locked. Your server has to know you again.", name=user_name)
        return text("sign_in", "The data of {name} is hidden. Sync goes on meanwhile.", name=user_name)

    def _fill(self, form: QVBoxLayout) -> None:
        form.addWidget(self._title)
        form.addSpacing(4)
        form.addWidget(self._below_title)
        form.addSpacing(28)
        form.addWidget(self.secret)
        form.addSpacing(14)
        form.addWidget(self.problem)
        form.addSpacing(10)
        for button in (self.button, self.server):
            form.addWidget(button)
            form.addSpacing(8)
        form.setAlignment(self._title, Qt.AlignmentFlag.AlignLeft)
