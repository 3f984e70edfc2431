"""Asking for consent: what to say, who agrees, the tick; without it nothing listens."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.interviews.outlines import consent_words
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.text_input import TextInput

_WIDTH = 340


class ConsentPanel(Component, QWidget):
    """The content of a popover; `agreed` gets the name of who agrees once it is ticked and the button is pressed."""

    def __init__(self, who: str, language: str, agreed: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agreed = agreed
        words = consent_words(language or current_language().code)
        editor = TextInput(who)
        self.name = Field(text("recording", "Who agrees"), editor, required=True)
        self.tick = QCheckBox()
        self.start = Button(text("recording", "Start recording"), self._go, kind="primary", icon="mic")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(10)
        column.addWidget(Label(text("recording", "Ask before you record"), "heading"))
        column.addWidget(Paragraph(text("recording", "For example: {words}", words=words)))
        column.addWidget(self.name)
        column.addWidget(self.tick)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.start)
        column.addLayout(row)
        self.tick.toggled.connect(self._review)
        editor.textChanged.connect(self._review)
        editor.returnPressed.connect(self._go)
        self._review()
        self.settle()

    def retranslate(self) -> None:
        """Read the tick's words again."""
        self.tick.setText(str(text("recording", "They agree that this talk is recorded")))

    def restyle(self) -> None:
        """Take the width from the theme."""
        self.setFixedWidth(current_theme().scaled(_WIDTH))

    def _review(self) -> None:
        self.start.setEnabled(self.tick.isChecked() and bool(self.name.value().strip()))

    def _go(self) -> None:
        if self.start.isEnabled():
            self._agreed(self.name.value().strip())
