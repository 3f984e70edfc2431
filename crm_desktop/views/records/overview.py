"""The overview of a record: the timeline at the left, cards in one or two columns beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.views.records.part import Part

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings


class Overview(QWidget):
    """`Overview(timeline, [[deals, to_do], [people, facts]])`; the columns of cards scroll together."""

    def __init__(self, first: QWidget, columns: Sequence[Sequence[QWidget]]) -> None:
        super().__init__()
        self._parts = [first, *(card for column in columns for card in column)]
        inner = QWidget()
        inner.setProperty("scrollContent", True)
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for number, cards in enumerate(columns):
            column = QVBoxLayout()
            column.setSpacing(16)
            for card in cards:
                column.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
            column.addStretch(1)
            row.addLayout(column, 4 if number == 0 else 3)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addWidget(first, 33)
        whole.addWidget(scroll, 67)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show a record on every card."""
        for part in self._parts:
            cast(Part, part).show_content(content, words)
