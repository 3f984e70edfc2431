"""Beside a part: the fields of the record that is current there, edited in place, and what is odd about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.fields import RecordKind
from crm_desktop.models.record import Record
from crm_desktop.store.queries.record_view import RecordView
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Text, Wording, label
from crm_desktop.views.records.fact_list import FactList
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.tall_area import TallArea

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

WIDTH = 340


class Beside(TallArea):
    """`Beside(GOAL, ("name", "level", …), desk, empty)`, then `show_record(goal, study, words, problems)`."""

    def __init__(
        self, kind: RecordKind, fields: Sequence[str], desk: Desk, empty: Wording, parent: QWidget | None = None
    ) -> None:
        inner = QWidget()
        super().__init__(inner, parent)
        self.kind = kind
        self.record: Record | None = None
        self.facts = FactList(kind, [kind.field(name) for name in fields], desk)
        self.card = Card(label("kinds", kind.name), icon=kind.icon)
        self.delete = IconButton(label("acts", f"{kind.name}.delete"), "trash-2", small=True)
        self.card.header.end.addWidget(self.delete)
        self._empty = Paragraph(empty, "body", "text.secondary")
        self._problems: list[Paragraph] = []
        self.odd = QVBoxLayout()
        self.odd.setSpacing(4)
        self.more = QVBoxLayout()
        self.more.setSpacing(12)
        """Where a part puts what the fields do not say."""
        for each in (self._empty, self.facts):
            self.card.body.addWidget(each)
        self.card.body.insertLayout(1, self.odd)
        self.card.body.addLayout(self.more)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)
        column.addStretch()
        self.setFixedWidth(WIDTH)
        self._show_nothing()

    def show_record(
        self, record: Record | None, study: StudyView, words: Wordings, problems: Sequence[Text] = ()
    ) -> None:
        """Show a record of the study, or that none is chosen."""
        self.record = record
        if record is None:
            self._show_nothing()
            return
        for each in (self.facts, self.delete):
            each.show()
        self._empty.hide()
        self.facts.show_view(
            RecordView(record, study.linked, replace(study.view.standing, values=record.values)), words
        )
        while len(self._problems) < len(problems):
            self._problems.append(Paragraph("", "caption", "warning.text"))
            self.odd.addWidget(self._problems[-1])
        for number, place in enumerate(self._problems):
            place.setVisible(number < len(problems))
            if number < len(problems):
                place.set_wording(problems[number])

    def _show_nothing(self) -> None:
        self.facts.hide()
        self.delete.hide()
        self._empty.show()
        for each in self._problems:
            each.hide()
