"""Asking for consent: what to say, who agrees, the tick; without it nothing listens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
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
from crm_desktop.views.widgets.popover import Popover
from crm_desktop.views.widgets.text_input import TextInput

if TYPE_CHECKING:
    from crm_desktop.models.record import Record
    from crm_desktop.views.recording.talk import Talk

_WIDTH = 340


class ConsentAsking(QObject):
    """Asks at a widget; what `ask` is given runs when somebody has agreed and that is written."""

    def __init__(self, talk: Talk, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._talk, self._anchor = talk, anchor
        self.popover: Popover | None = None

    def ask(self, then: Callable[[], None]) -> None:
        """Ask, with the names of the people of the talk."""
        from crm_desktop.store.queries.records import records

        interview = self._talk.interview
        if interview is None:
            return

        def show(people: dict[str, Record]) -> None:
            if self._talk.interview is not None and self._talk.interview.id == interview.id:
                who = "、".join(each.title for each in people.values())
                self._open(ConsentPanel(who, str(interview.get("language") or ""), partial(self._agreed, then)))

        speaker, present = interview.get("speaker_id"), interview.get("contact_ids")
        ids = [speaker] if isinstance(speaker, str) else present if isinstance(present, list) else []
        self._talk.desk.read(self, show, records, "contact", ids)

    def _open(self, panel: ConsentPanel) -> None:
        if self.popover is not None:
            self.popover.close_popover()
        self.popover = Popover(panel)
        self.popover.closed.connect(self._forget)
        self.popover.open_at(self._anchor)

    def _forget(self) -> None:
        popover, self.popover = self.popover, None
        if popover is not None:
            popover.deleteLater()

    def _agreed(self, then: Callable[[], None], who: str) -> None:
        if self.popover is not None:
            self.popover.close_popover()
        self._talk.agree(who, then)


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
