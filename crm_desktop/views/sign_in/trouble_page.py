"""When the data cannot be opened: what happened, what is safe, and the ways on, the safest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.sign_in.gate import Gate
from crm_desktop.views.widgets.busy import Spinner
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.paragraph import Paragraph


@dataclass(frozen=True, slots=True)
class WayOn:
    """One thing that can be done: a verb, what it runs, and whether it cannot be undone."""

    wording: Wording
    run: Callable[[], object]
    destructive: bool = False


class TroublePage(Gate):
    """An error that leaves nothing to work with, and the ways on."""

    def __init__(self, error: Exception, ways: Sequence[WayOn], parent: QWidget | None = None) -> None:
        explained = explain(error)
        super().__init__("octagon-alert", explained.title, explained.explanation, parent)
        self.body.addWidget(Paragraph(explained.remedy, role="text.primary"))
        self._details = explained.details
        copy = Button(text("sign_in", "Copy details"), self._copy, kind="link", icon="copy", small=True)
        self.verbs.insertWidget(0, copy)
        self.ways = [self._verb(way, primary=index == 0) for index, way in enumerate(ways)]
        for button in reversed(self.ways):
            self.verbs.addWidget(button)
        if self.ways:
            self.setFocusProxy(self.ways[0])

    def _verb(self, way: WayOn, *, primary: bool) -> Button:
        kind = "danger" if way.destructive else "primary" if primary else "default"
        return Button(way.wording, way.run, kind=kind)

    def _copy(self) -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(self._details)


class WaitingPage(Gate):
    """Something outside the program takes its time; says what is awaited."""

    def __init__(self, title: Wording, sentence: Wording, parent: QWidget | None = None) -> None:
        super().__init__("hourglass", title, sentence, parent)
        self._spinner = Spinner()
        self._spinner.set_busy(True)
        self.body.addWidget(self._spinner)


def waiting_for_keyring() -> WaitingPage:
    """Return the page that asks the person to unlock the system's keyring."""
    return WaitingPage(
        text("sign_in", "Waiting for the system's keyring"),
        text(
            "sign_in",
            "The key of your data is in the keyring of this system. Please unlock it in the window that asks for its "
            "password; then this goes on by itself.",
        ),
    )
