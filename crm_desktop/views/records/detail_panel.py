"""The panel beside a list: one record at a glance, its facts edited in place. Follows the list without a pause."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import RecordKind
from crm_desktop.models.record import SyncState
from crm_desktop.views.custom_fields import current_custom_fields
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.fact_list import FactList, main_fields, more_fields
from crm_desktop.views.records.panel_head import PanelHead
from crm_desktop.views.records.panel_sections import RowSection, Run
from crm_desktop.views.records.row_looks import deal_look, entry_look, person_look
from crm_desktop.views.records.sync_line import SyncLine
from crm_desktop.views.refresh import Changed
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import line, set_surface

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_panel import PanelContent

_REMEMBERED = 32
_AROUND = frozenset({"contact", "opportunity", "activity", "task", "visit", "note", "attachment", "conflict", "stage"})


class DetailPanel(QWidget):
    """`panel.show_record("account", id)`; widgets are made once for each kind and filled again."""

    closed = Signal()
    """The person wants the panel away."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.content: PanelContent | None = None
        self._lookups = lookups_of(desk)
        self._wanted = ("", "")
        self._known: OrderedDict[tuple[str, str], PanelContent] = OrderedDict()
        self._facts: dict[str, tuple[FactList, FactList]] = {}
        self._all_facts = False
        set_surface(self, "surface")
        self.head = PanelHead(desk)
        self.people = RowSection(text("records", "Key contacts"))
        self.recent = RowSection(text("records", "Latest activity"), (text("records", "All"), self._open_timeline))
        self.deals = RowSection(text("records", "Open opportunities"))
        self.foot = SyncLine(desk)
        self._more = Button(text("records", "All fields"), self._toggle_facts, kind="link", small=True)
        self._fact_place = QVBoxLayout()
        self._lay_out()
        self.head.closed.connect(self.closed)
        desk.refresh.changed.connect(self._written)
        self._lookups.changed.connect(self._show)
        current_custom_fields().changed.connect(self._fields_known)
        current_language().changed.connect(self._show)

    def show_record(self, kind: str, record_id: str) -> None:
        """Show a record: at once what is known of it, a moment later what stands in the store."""
        self._wanted = (kind, record_id)
        known = self._known.get(self._wanted)
        if known is not None:
            self._take(known)
        self._read()

    def show_nothing(self) -> None:
        """Show no record, as when the list is empty."""
        self._wanted, self.content = ("", ""), None
        self._scroll.hide()
        self.foot.hide()

    def edit(self, field: str) -> None:
        """Begin to edit a field in place."""
        for facts in self._facts.get(self._wanted[0], ()):
            facts.edit(field)

    def _read(self) -> None:
        from crm_desktop.store.queries.record_panel import panel_content

        if self._wanted[1]:
            wanted, now = self._wanted, self.desk.clock.now()
            self.desk.read(self, lambda content: self._arrived(wanted, content), panel_content, *wanted, now)

    def _arrived(self, wanted: tuple[str, str], content: PanelContent | None) -> None:
        if wanted != self._wanted:
            return
        if content is None:
            self._known.pop(wanted, None)
            self.show_nothing()
            return
        self._known[wanted] = content
        self._known.move_to_end(wanted)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        self._take(content)

    def _take(self, content: PanelContent) -> None:
        self.content = content
        self._show()

    def _show(self) -> None:
        content = self.content
        if content is None:
            return
        view = content.view
        words = Wordings(self._lookups, current_formats(self.desk.clock.now()), view.linked)
        self.head.show_view(view, words)
        kind = view.record.declaration
        for name, lists in self._facts.items():
            lists[0].setVisible(name == kind.name)
            lists[1].setVisible(name == kind.name and self._all_facts)
        for facts in self._fact_lists(kind):
            facts.show_view(view, words)
        people = [(person_look(each, words), self._opener("contacts", each.id)) for each in content.people]
        deals = [(deal_look(each, words), self._opener("opportunities", each.id)) for each in content.deals]
        self.people.show_rows(people, content.people_count)
        self.deals.show_rows(deals, content.deal_count)
        self.recent.show_rows([(entry_look(each, words), None) for each in content.recent])
        self.foot.show_state(view.record.state, view.waiting, view.record.id)
        self.foot.setVisible(view.record.state is not SyncState.SYNCED)
        self._scroll.show()

    def _fact_lists(self, kind: RecordKind) -> tuple[FactList, FactList]:
        if kind.name not in self._facts:
            main, rest = FactList(kind, main_fields(kind), self.desk), FactList(kind, more_fields(kind), self.desk)
            self._facts[kind.name] = (main, rest)
            self._fact_place.addWidget(main)
            self._fact_place.addWidget(rest)
            rest.setVisible(self._all_facts)
        return self._facts[kind.name]

    def _fields_known(self) -> None:
        """Make the lists of facts again, with the organisation's own fields as they are now."""
        for facts in (each for both in self._facts.values() for each in both):
            facts.hide()
            facts.deleteLater()
        self._facts.clear()
        self._show()

    def _toggle_facts(self) -> None:
        self._all_facts = not self._all_facts
        self._more.set_wording(text("records", "Fewer fields") if self._all_facts else text("records", "All fields"))
        self._show()

    def _opener(self, section: str, record_id: str) -> Run:
        return lambda: self.desk.navigator.go(Place(section, record_id))

    def _open_timeline(self) -> None:
        kind, record_id = self._wanted
        if kind and KINDS[kind].page:
            self.desk.navigator.go(Place(KINDS[kind].plural, record_id, tab="timeline"))

    def _written(self, change: Changed) -> None:
        kind, record_id = self._wanted
        around = not _AROUND.isdisjoint(change.kinds) or (
            # An account may have become one of another industry, which its people and deals follow.
            "account" in change.kinds and kind in KINDS and current_custom_fields().narrowed(KINDS[kind])
        )
        if around or not change.ids:
            self._known.clear()
        for touched in [key for key in self._known if key[1] in change.ids]:
            del self._known[touched]
        if record_id and (around or change.touches(kind, record_id)):
            self._read()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("scrollContent", True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(line())
        self._fact_place.setSpacing(0)
        column.addLayout(self._fact_place)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        for section in (self.people, self.recent, self.deals):
            column.addWidget(section)
        column.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inner)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self.foot)
        self.foot.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
