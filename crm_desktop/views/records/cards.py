"""The cards of a record's page: opportunities, what is to be done, people, facts, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Field, RecordKind
from crm_desktop.models.rules.stages import is_open
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Text, Wording, label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.decision_map import DecisionMap, attitude_counts
from crm_desktop.views.records.fact_list import FactList
from crm_desktop.views.records.mini_rows import MiniRow, RowLook
from crm_desktop.views.records.row_looks import deal_look, entry_look, process_look, task_look, weighted
from crm_desktop.views.records.value_look import ATTITUDES
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.icon_word import IconWord
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

if TYPE_CHECKING:
    from crm_desktop.models.record import Record
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings

Run = Callable[[], object]


class RowsCard(Card):
    """A card of short rows with a line between; says in a sentence when there are none."""

    def __init__(self, wording: Wording, empty: Text, desk: Desk, *, most: int = 0) -> None:
        super().__init__(wording, padding=16)
        self.desk = desk
        self._most = most
        self.rows: list[MiniRow] = []
        self._lines: list[QWidget] = []
        self._empty = Paragraph(empty, "body", "text.secondary")
        self._empty.setContentsMargins(2, 4, 2, 4)
        self.body.setSpacing(2)
        self.body.addWidget(self._empty)

    def add_verb(self, name: Wording, run: Run, icon: str = "plus") -> None:
        """Offer to add one."""
        self.header.end.addWidget(IconButton(name, icon, run, small=True))

    def show_rows(self, rows: Sequence[tuple[RowLook, Run | None]], count: int) -> None:
        """Show these rows, at most as many as the card takes."""
        shown = rows[: self._most] if self._most else rows
        while len(self.rows) < len(shown):
            if self.rows:
                self._lines.append(line())
                self.body.addWidget(self._lines[-1])
            self.rows.append(MiniRow())
            self.body.addWidget(self.rows[-1])
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(shown))
            if number < len(shown):
                row.show_look(*shown[number])
            if number:
                self._lines[number - 1].setVisible(number < len(shown))
        self.header.remark.set_wording(str(count) if count else "")
        self._empty.setVisible(not shown)

    def opener(self, section: str, record_id: str) -> Run:
        """Return how to go to a record's page."""
        return lambda: self.desk.navigator.go(Place(section, record_id))


class DealsCard(RowsCard):
    """Opportunities with stage, amount and how far they have come; the weighted sum stands in the head."""

    def __init__(self, desk: Desk, create: Run | None = None) -> None:
        super().__init__(text("records", "Opportunities"), text("records", "No opportunity is open."), desk, most=6)
        self._sum = Label("", "caption", "text.secondary", elide=True)
        # As wide as the words, and narrower where large text leaves no room.
        self._sum.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.header.end.addWidget(self._sum)
        if create is not None:
            self.add_verb(label("acts", "opportunity.create"), create)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show the opportunities of a record."""
        opened = open_deals(content, words)
        rows = [(deal_look(each, words, steps=True), self.opener("opportunities", each.id)) for each in opened]
        self.show_rows(rows, len(opened))
        sums = [words.formats.money(units, unit) for unit, units in sorted(weighted(opened, words).items())]
        self._sum.set_wording(text("records", "Weighted {sum}", sum=" + ".join(sums)) if sums else "")


class ToDoCard(RowsCard):
    """The next tasks and visits."""

    def __init__(
        self,
        desk: Desk,
        new_task: Run,
        plan_visit: Run | None,
        opened: Callable[[Record], object],
        done: Callable[[Record], object],
    ) -> None:
        super().__init__(text("records", "Next tasks and visits"), text("records", "Nothing is planned."), desk, most=6)
        self._opened, self._done = opened, done
        if plan_visit is not None:
            self.add_verb(label("acts", "visit.plan"), plan_visit, "calendar-plus")
        self.add_verb(label("acts", "task.create"), new_task)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show what is to be done about a record; a click opens it, one at the circle or Ctrl+Enter says it is done."""
        rows = [(task_look(each, words), partial(self._opened, each)) for each in content.to_do]
        self.show_rows(rows, len(rows))
        for row, record in zip(self.rows, content.to_do, strict=False):
            row.set_tick(partial(self._done, record))


class PeopleCard(Card):
    """The decision map, and how many are for and against us."""

    def __init__(self, desk: Desk, create: Run) -> None:
        super().__init__(text("records", "Decision map"))
        self.desk = desk
        self.map = DecisionMap()
        self._empty = Paragraph(text("records", "Nobody is known here yet."), "body", "text.secondary")
        self._legend = {name: IconWord(icon, tone) for name, (icon, tone) in ATTITUDES.items()}
        self.header.end.addWidget(IconButton(label("acts", "contact.create"), "plus", create, small=True))
        self.body.addWidget(self._empty)
        self.body.addWidget(self.map)
        legend = FlowLayout(12, 4)
        for each in self._legend.values():
            legend.addWidget(each)
        self.body.addLayout(legend)
        self.map.opened.connect(lambda contact: desk.navigator.go(Place("contacts", contact)))

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show the people of a record."""
        self.map.show_people(content.people[:24], words)
        count = len(content.people)
        self.header.remark.set_wording(text("records", "%n contact(s)", n=count) if count else "")
        self._empty.setVisible(not count)
        self.map.setVisible(bool(count))
        for name, number in attitude_counts(content.people).items():
            self._legend[name].show_words(label("options", KINDS["contact"].option_key("attitude", name)), number)
            self._legend[name].setVisible(bool(count))


class NotesCard(RowsCard):
    """Notes pinned to a record."""

    def __init__(self, desk: Desk, opened: Callable[[Record], object], add_note: Run) -> None:
        super().__init__(text("records", "Notes"), text("records", "No notes yet."), desk)
        self._opened = opened
        self.add_verb(label("acts", "note.add"), add_note)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show them, newest first."""
        rows = [(entry_look(each, words), partial(self._opened, each.record)) for each in content.annotations]
        self.show_rows(rows, len(rows))


class ProcessesCard(RowsCard):
    """Maps of processes; a click opens the editor."""

    def __init__(self, desk: Desk, create: Run) -> None:
        super().__init__(label("kinds", "process.plural"), text("records", "No process has been drawn yet."), desk)
        self.add_verb(label("acts", "process.create"), create)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show the processes of a record."""
        rows = [(process_look(each, words), self.opener("processes", each.id)) for each in content.processes]
        self.show_rows(rows, content.counts.get("process", len(rows)))


class FactsCard(Card):
    """Facts of a record, edited in place."""

    def __init__(self, wording: Wording, kind: RecordKind, fields: Iterable[Field], desk: Desk) -> None:
        super().__init__(wording)
        self.facts = FactList(kind, fields, desk)
        self.body.addWidget(self.facts)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show the facts of a record."""
        self.facts.show_view(content.view, words)


class FactsTab(QWidget):
    """All fields of a record in two columns."""

    def __init__(self, cards: Sequence[FactsCard]) -> None:
        super().__init__()
        self.cards = cards
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for card in cards:
            column = QVBoxLayout()
            column.addWidget(card)
            column.addStretch()
            row.addLayout(column, 1)
        row.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show a record's fields."""
        for card in self.cards:
            card.show_content(content, words)


def open_deals(content: PageContent, words: Wordings) -> list[Record]:
    """Return the opportunities that are still worked on."""
    found = []
    for deal in content.deals:
        stage = words.lookups.stage(deal.get("stage_id"))
        if stage is None or is_open(stage.values):
            found.append(deal)
    return found
