"""The page of one record, for every kind: head, key figures, tabs. Pages of particular kinds say what stands in them.

Parts are made when their tab is first opened and filled again with every reading; nothing here knows their insides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import RecordKind
from crm_desktop.views.actions import Action
from crm_desktop.views.custom_fields import current_custom_fields
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.files_card import FilesCard
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import Text, Wording, label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.records.cards import FactsCard, FactsTab
from crm_desktop.views.records.fact_list import main_fields, more_fields
from crm_desktop.views.records.history_view import HistoryView
from crm_desktop.views.records.key_figures import Figure, KeyFigures
from crm_desktop.views.records.page_acts import PageActs
from crm_desktop.views.records.page_files import PageFiles
from crm_desktop.views.records.page_header import PageHeader
from crm_desktop.views.records.part import Part
from crm_desktop.views.records.printing import Printing
from crm_desktop.views.records.record_drop import RecordDrop
from crm_desktop.views.refresh import Changed
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.component import set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.view_tabs import ViewTabs

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent

_AROUND = frozenset(
    {
        "contact",
        "opportunity",
        "activity",
        "task",
        "visit",
        "note",
        "attachment",
        "conflict",
        "stage",
        "process",
        "lane",
        "node",
        "pain",
        "study",
    }
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its key, its name, what makes its part, and which of the content's counts stands beside it."""

    key: str
    wording: Text
    make: Callable[[], QWidget]
    count: str = ""


class RecordPage(Page):
    """Shows the record of the place it visits; a generic one shows all fields and the history."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.kind: RecordKind | None = None
        self.record_id = ""
        self.content: PageContent | None = None
        self._read_once = False
        """Whether the answer for this record has arrived: before, nothing is said about it."""
        self.lookups = lookups_of(desk)
        self.header = PageHeader(desk)
        self.figures_strip = KeyFigures()
        self.tabs = ViewTabs()
        self.acts = PageActs(self, self.tabs.choose)
        self.files = PageFiles(self)
        self.drop = RecordDrop(self, desk, lambda: self.content.view.record if self.content is not None else None)
        self.printing = Printing(self, self._on_paper)
        self._tabs: list[Tab] = []
        self._parts: dict[str, QWidget] = {}
        self._stack = QStackedLayout()
        self._gone = EmptyState(
            "cloud-off",
            text("records", "Not on this device"),
            text("records", "It was deleted, or it belongs to somebody else now."),
        )
        self._lay_out()
        self.tabs.chosen.connect(self._open_tab)
        self.lookups.changed.connect(self._show)
        current_custom_fields().changed.connect(self._fields_known)
        current_language().changed.connect(self._show)
        desk.refresh.changed.connect(self._written)

    # What pages of particular kinds say

    def list_tabs(self, kind: RecordKind) -> list[Tab]:
        """Return the tabs, the first one first."""
        return [self.facts_tab(kind), self.files_tab(), self.history_tab()]

    def key_figures(self, content: PageContent, words: Wordings) -> Sequence[Figure]:
        """Return the key figures that this record can say."""
        return ()

    # What they are made of

    def facts_tab(self, kind: RecordKind) -> Tab:
        """Return the tab of all fields."""
        return Tab("details", text("records", "Details"), partial(self._make_facts, kind))

    def files_tab(self) -> Tab:
        """Return the tab of the record's files."""
        return Tab("files", text("records", "Files"), lambda: FilesCard(self.desk, self.files.choose), "file")

    def history_tab(self) -> Tab:
        """Return the tab of the record's history."""
        return Tab("history", text("records", "History"), lambda: HistoryView(self.desk))

    # What the shell asks

    def heading(self) -> Wording:
        """Return the record's name."""
        if self.content is not None:
            return self.content.view.record.title
        return label("kinds", self.kind.name) if self.kind is not None else ""

    def trail(self) -> tuple[tuple[Wording, Place], ...]:
        """Return the list that the record stands in."""
        if self.kind is None:
            return ()
        return ((label("kinds", f"{self.kind.name}.plural"), Place(self.kind.plural)),)

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show the record of a place, at the tab it names."""
        kind = next(each for each in KINDS.values() if each.plural == place.section)
        if self.kind is not kind:
            self._take_kind(kind)
        if self.record_id != place.record_id:
            self.record_id, self.content, self._read_once = place.record_id, None, False
        self.acts.offer()
        self.files.offer()
        self.desk.actions.contribute(self, self._paper())
        self._read()
        if place.tab:
            self.tabs.choose(place.tab)
        elif not self.tabs.current:
            self.tabs.choose(self._tabs[0].key)

    def _paper(self) -> list[Action]:
        def known() -> bool:
            return self.content is not None

        return [
            Action(key="record.print", run=self.printing.print_page, icon="printer", shortcut="Ctrl+P", menu="file",
                   enabled=known),
            Action(key="record.pdf", run=self.printing.save_pdf, icon="file-down", menu="file", enabled=known),
        ]  # fmt: skip

    def _on_paper(self) -> tuple[PageContent, Wordings] | None:
        return (self.content, self.words(self.content)) if self.content is not None else None

    # Reading

    def _read(self) -> None:
        from crm_desktop.store.queries.record_page import page_content

        assert self.kind is not None
        wanted, now = (self.kind.name, self.record_id), self.desk.clock.now()
        self.desk.read(self, lambda content: self._arrived(wanted, content), page_content, *wanted, now)

    def _arrived(self, wanted: tuple[str, str], content: PageContent | None) -> None:
        if self.kind is None or wanted != (self.kind.name, self.record_id):
            return
        self.content, self._read_once = content, True
        self._show()
        self.heading_changed.emit()
        self.desk.actions.review()

    def _show(self) -> None:
        content = self.content
        found = content is not None
        self._body.setVisible(found)
        self._gone.setVisible(not found and self._read_once)
        self.files.show_record(content.view.record if content is not None else None)
        if content is None or self.kind is None:
            return
        words = self.words(content)
        self.header.show_view(content.view, words)
        self.acts.show_view(content.view)
        self.figures_strip.show_figures(list(self.key_figures(content, words)))
        self.tabs.set_counts({tab.key: content.counts.get(tab.count) or None for tab in self._tabs if tab.count})
        part = self._parts.get(self.tabs.current)
        if part is not None:
            cast(Part, part).show_content(content, words)

    def words(self, content: PageContent) -> Wordings:
        """Return how the values of a content read now."""
        return Wordings(self.lookups, current_formats(self.desk.clock.now()), content.view.linked)

    def _written(self, change: Changed) -> None:
        if self.kind is None or not self.record_id or not self.isVisible():
            return
        if change.touches(self.kind.name, self.record_id) or not _AROUND.isdisjoint(change.kinds):
            self._read()

    # Tabs

    def _take_kind(self, kind: RecordKind) -> None:
        self.kind = kind
        for part in self._parts.values():
            self._stack.removeWidget(part)
            part.deleteLater()
        self._parts.clear()
        self._tabs = self.list_tabs(kind)
        self.tabs.set_views([(tab.key, tab.wording, None) for tab in self._tabs], self._tabs[0].key)
        self._open_tab(self._tabs[0].key)

    def _fields_known(self) -> None:
        """Make the parts again, with the organisation's own fields as they are now."""
        if self.kind is not None and self.kind.custom:
            here = self.tabs.current
            self._take_kind(self.kind)
            self.tabs.choose(here)
            self._open_tab(here)

    def _open_tab(self, key: str) -> None:
        if key not in self._parts:
            tab = next(each for each in self._tabs if each.key == key)
            self._parts[key] = tab.make()
            self._stack.addWidget(self._parts[key])
        self._stack.setCurrentWidget(self._parts[key])
        if self.content is not None:
            cast(Part, self._parts[key]).show_content(self.content, self.words(self.content))

    def _make_facts(self, kind: RecordKind) -> QWidget:
        title = kind.field(kind.title)
        main = FactsCard(text("records", "Most important"), kind, [title, *main_fields(kind)], self.desk)
        more = FactsCard(text("records", "More"), kind, more_fields(kind), self.desk)
        return Scrolled(FactsTab([main, more]))

    def _lay_out(self) -> None:
        set_surface(self, "surface")
        head = QWidget()
        top = QVBoxLayout(head)
        # The first tab's name, not its box, stands under the tile.
        top.setContentsMargins(12, 16, 12, 0)
        top.setSpacing(14)
        inset = QVBoxLayout()
        inset.setContentsMargins(12, 0, 12, 0)
        inset.setSpacing(14)
        inset.addWidget(self.header)
        inset.addWidget(self.figures_strip)
        top.addLayout(inset)
        top.addWidget(self.tabs)
        for verb in self.acts.buttons:
            self.header.verbs.addWidget(verb)
        ground = QFrame()
        set_surface(ground, "app")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(24, 16, 24, 16)
        inside.addLayout(self._stack)
        edge = QFrame()
        edge.setProperty("line", "h")
        edge.setFixedHeight(1)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(head)
        body.addWidget(edge)
        body.addWidget(ground, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body, 1)
        column.addWidget(self._gone, 1)
        self._body.hide()
        self._gone.hide()


class Scrolled(QScrollArea):
    """A part that scrolls up and down."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        inner.setProperty("scrollContent", True)
        self.setWidgetResizable(True)
        self.setWidget(inner)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show a record."""
        cast(Part, self._inner).show_content(content, words)
