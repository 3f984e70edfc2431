"""The passphrase where the system keeps no secrets: choosing one, which says why, and unlocking with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.models.errors import UserError
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.sign_in.gate import Gate
from crm_desktop.views.sign_in.password_input import PasswordInput
from crm_desktop.views.sign_in.problem_note import ProblemNote
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.field import Field

LEAST = 8
"""Shortest passphrase, checked while typing; the vault checks it again."""


class ChoosePassphrasePage(Gate):
    """Asks for a new passphrase twice."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "lock-keyhole",
            text("sign_in", "Choose a passphrase for this device"),
            text(
                "sign_in",
                "This system has no keyring that could keep the key of your data. So the key is locked with a "
                "passphrase that only you know. You need it each time you start the program; nobody can recover it.",
            ),
            parent,
        )
        self.first = Field(
            text("sign_in", "Passphrase"),
            PasswordInput(),
            hint=text("sign_in", "At least {least} characters; several words are best", least=LEAST),
            check=_too_short,
        )
        self.second = Field(text("sign_in", "Passphrase again"), PasswordInput())
        self.problem = ProblemNote()
        self.button = Button(text("sign_in", "Protect my data"), self.submit, kind="primary")
        for part in (self.first, self.second, self.problem):
            self.body.addWidget(part)
        self.verbs.addWidget(self.button)
        for field in (self.first, self.second):
            assert isinstance(field.editor, PasswordInput)
            field.editor.returnPressed.connect(self.submit)
        self.setFocusProxy(self.first)

    def submit(self) -> None:
        """Hand the passphrase in, if both are the same and long enough."""
        if not self.first.review():
            self.first.setFocus()
        elif self.first.value() != self.second.value():
            self.second.set_error(text("sign_in", "The two passphrases differ"))
            self.second.setFocus()
        elif self.button.isEnabled():
            self.chosen.emit(self.first.value())

    def set_busy(self, busy: bool) -> None:
        """Take no second attempt while one is under way."""
        self.button.set_busy(busy)

    def show_error(self, error: Exception) -> None:
        """Say why the passphrase could not be kept."""
        self.problem.explain(explain(error))


class UnlockPage(Gate):
    """Asks for the passphrase of this device."""

    submitted = Signal(str)
    start_over_wanted = Signal()

    def __init__(self, user_name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "lock-keyhole",
            text("sign_in", "Unlock your data"),
            text("sign_in", "The data of {name} on this device is locked with a passphrase.", name=user_name)
            if user_name
            else text("sign_in", "The data on this device is locked with a passphrase."),
            parent,
        )
        self.passphrase = Field(text("sign_in", "Passphrase"), PasswordInput())
        self.problem = ProblemNote()
        self.button = Button(text("sign_in", "Unlock"), self.submit, kind="primary")
        self.forgotten = Button(
            text("sign_in", "I forgot the passphrase..."), self.start_over_wanted.emit, kind="link", small=True
        )
        self.body.addWidget(self.passphrase)
        self.body.addWidget(self.problem)
        self.verbs.insertWidget(0, self.forgotten)
        self.verbs.addWidget(self.button)
        assert isinstance(self.passphrase.editor, PasswordInput)
        self.passphrase.editor.returnPressed.connect(self.submit)
        self.setFocusProxy(self.passphrase)

    def submit(self) -> None:
        """Try the passphrase."""
        if not self.passphrase.value():
            self.passphrase.set_error(text("sign_in", "Please fill this in"))
        elif self.button.isEnabled():
            self.problem.hide()
            self.submitted.emit(self.passphrase.value())

    def set_busy(self, busy: bool) -> None:
        """Take no second attempt while one is under way."""
        self.button.set_busy(busy)
        self.passphrase.setEnabled(not busy)

    def show_error(self, error: Exception) -> None:
        """Say why it did not open."""
        if isinstance(error, UserError) and error.code == "passphrase.wrong":
            explained = explain(error)
            self.passphrase.set_error(
                text("sign_in", "{title}. {remedy}", title=explained.title, remedy=explained.remedy)
            )
            self.passphrase.setFocus()
        else:
            self.problem.explain(explain(error))


def _too_short(typed: str) -> Wording:
    return text("sign_in", "At least {least} characters", least=LEAST) if len(typed) < LEAST else ""
