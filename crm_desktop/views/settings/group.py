"""The building blocks of settings: a card with rows, each a name, a sentence about it, and a control at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.paragraph import Paragraph


class Group(Card):
    """`group.add(text("settings", "Theme"), control, text("settings", "…"))`."""

    def __init__(self, wording: Wording, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(wording, icon=icon, padding=0, parent=parent)
        self.body.setSpacing(0)
        self._rows = 0

    def add(self, name: Wording, control: QWidget | None = None, said: Wording = "") -> Paragraph:
        """Add a row; return the sentence below its name, to be said anew later."""
        if self._rows:
            self.body.addWidget(line())
        self._rows += 1
        told = Paragraph(said, "caption")
        told.setVisible(bool(str(said)))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(Paragraph(name, "body", "text.primary"))
        words.addWidget(told)
        words.addStretch()
        row = QHBoxLayout()
        row.setContentsMargins(20, 10, 16, 10)
        row.setSpacing(24)
        row.addLayout(words, 1)
        if control is not None:
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
            if not control.accessibleName():
                control.setAccessibleName(str(name))
        self.body.addLayout(row)
        return told

    def add_text(self, said: Wording) -> None:
        """Add a paragraph of its own."""
        if self._rows:
            self.body.addWidget(line())
        self._rows += 1
        row = QHBoxLayout()
        row.setContentsMargins(20, 12, 20, 12)
        row.addWidget(Paragraph(said))
        self.body.addLayout(row)
