"""Parting from a device: what is being handed over, why it has to wait, and one sentence about what came of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.models.errors import Unreachable
from crm_desktop.models.rescue import DISABLED, REVOKED
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.texts import Wording, text, tr
from crm_desktop.views.sign_in.gate import Gate
from crm_desktop.views.sign_in.problem_note import ProblemNote
from crm_desktop.views.widgets.busy import Spinner
from crm_desktop.views.widgets.button import Button


class HandingOverPage(Gate):
    """`HandingOverPage(reason, unsent)`; `show_trouble(error)` when the server cannot be reached."""

    again_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, reason: str, unsent: int, parent: QWidget | None = None) -> None:
        if unsent:
            doing = text("sign_in", "Handing over %n change(s) that had not been sent. Please wait.", n=unsent)
        else:
            doing = text("sign_in", "The data on this computer is being deleted. Please wait.")
        super().__init__("log-out", title_of(reason), doing, parent)
        self._spinner = Spinner()
        self._spinner.setAccessibleName(str(text("sign_in", "Handing over")))
        self._spinner.set_busy(True)
        self.problem = ProblemNote("warning")
        self.again = Button(text("sign_in", "Try again"), self._try_again, kind="primary", icon="refresh-cw")
        self.delete = Button(text("sign_in", "Delete without sending…"), self.delete_wanted.emit, kind="danger")
        self.body.addWidget(self._spinner)
        self.body.addWidget(self.problem)
        for button in (self.delete, self.again):
            button.hide()
            self.verbs.addWidget(button)

    def show_trouble(self, error: Exception) -> None:
        """Say why it has to wait, and offer the ways on."""
        self._spinner.set_busy(False)
        explained = explain(error)
        if isinstance(error, Unreachable):
            # The usual words would say that one can go on working.
            waits = text(
                "sign_in", "What is here stays encrypted and waits, seven days at most. It is tried each minute."
            )
            explained = replace(explained, explanation=waits, remedy=text("sign_in", "You need not stay."))
        self.problem.explain(explained)
        for button in (self.delete, self.again):
            button.show()
        self.again.setFocus()

    def _try_again(self) -> None:
        self.problem.hide()
        self._spinner.set_busy(True)
        for button in (self.delete, self.again):
            button.hide()
        self.again_wanted.emit()


class ToldPage(Gate):
    """What happened to this computer's data, in one sentence."""

    understood = Signal()

    def __init__(self, reason: str, counts: tuple[int, int, int], parent: QWidget | None = None) -> None:
        super().__init__("shield-check", title_of(reason), what_happened(reason, counts), parent)
        self.button = Button(text("sign_in", "Go to sign-in"), self.understood.emit, kind="primary")
        self.verbs.addWidget(self.button)
        self.setFocusProxy(self.button)


def title_of(reason: str) -> Wording:
    """Return what is going on, in a few words."""
    if reason == DISABLED:
        return text("sign_in", "Your organisation has closed your account")
    if reason == REVOKED:
        return text("sign_in", "This computer has no access any more")
    return text("sign_in", "This computer is removed")


def what_happened(reason: str, counts: tuple[int, int, int]) -> Wording:
    """Return what became of the work: `(delivered, kept, lost)` count acts that had not been sent."""
    delivered, kept, lost = counts
    if not any(counts):
        return text("sign_in", "The data on this computer was deleted; everything had been sent before.")
    parts = []
    if delivered:
        parts.append(tr("sign_in", "%n change(s) delivered", n=delivered))
    if kept and reason == DISABLED:
        parts.append(tr("sign_in", "%n left for your manager to decide", n=kept))
    elif kept:
        parts.append(tr("sign_in", "%n kept at the server to be decided", n=kept))
    if lost:
        parts.append(tr("sign_in", "%n could not be delivered", n=lost))
    told = str(text("sign_in", ", ")).join(parts)
    return text("sign_in", "{told}; then the data on this computer was deleted.", told=told)
