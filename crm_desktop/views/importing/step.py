"""What the steps of the dialog share: a page that is entered, may be left, and says what is missing; and its note."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.views.importing.session import ImportSession
from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paragraph import Paragraph

_ICONS = {"danger": "circle-alert", "warning": "triangle-alert", "success": "circle-check", "info": "info"}


class Note(Component, QWidget):
    """A sentence with the icon of its tone; there only while it says something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = "info"
        self._icon = QLabel()
        self._words = Paragraph("", "body")
        self.said: Wording = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()
        self.settle()

    def say(self, wording: Wording, tone: str = "info") -> None:
        """Say something else, or nothing."""
        self.said, self._tone = wording, tone
        self._words.set_role("text.secondary" if tone == "info" else f"{tone}.text")
        self._words.set_wording(wording)
        self.setVisible(bool(str(wording)))
        self.setAccessibleName(str(wording))
        self.restyle()

    def restyle(self) -> None:
        """Take the icon in the theme's colour."""
        side = current_theme().icon_size("md")
        role = "text.secondary" if self._tone == "info" else f"{self._tone}.text"
        self._icon.setPixmap(pixmap(_ICONS[self._tone], side, role))
        self._icon.setFixedSize(QSize(side, current_theme().line("body")))


class Step(QWidget):
    """One page of the dialog. `changed` tells that what the buttons say may be different now."""

    changed = Signal()

    def __init__(self, session: ImportSession) -> None:
        super().__init__()
        self.session = session
        self.note = Note()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    @property
    def ready(self) -> bool:
        """Whether one may go on."""
        return True

    def enter(self) -> None:
        """Show what is known now."""

    def first_focus(self) -> QWidget | None:
        """Return what takes the focus when the step is entered, None for the button that goes on."""
        return None
