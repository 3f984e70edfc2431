"""What a list's page shows: tabs of views, filters, table with totals, panel, and how they work together.

What a person can do with the records stands in `list_acts.py`; `list_page.py` puts both together.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.fields import RecordKind
from crm_desktop.models.rules.views import Definition, Sort
from crm_desktop.store.queries.list_rows import ids_of_rows, named_like, position_of
from crm_desktop.store.queries.sync_state import first_sync_over
from crm_desktop.views.custom_fields import follow_custom_fields
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, label
from crm_desktop.views.navigation import Neighbours, Place, filter_of
from crm_desktop.views.page import Page
from crm_desktop.views.records.detail_panel import DetailPanel
from crm_desktop.views.tables.column_orders import ColumnOrders
from crm_desktop.views.tables.empty_states import COMING, DAMAGED, FILTERED, NOTHING, ListStack
from crm_desktop.views.tables.filter_bar import FilterBar
from crm_desktop.views.tables.list_model import ListModel
from crm_desktop.views.tables.list_view import ListView
from crm_desktop.views.tables.reading import Asked, ListRow, read_listed
from crm_desktop.views.tables.totals_bar import TotalsBar
from crm_desktop.views.tables.view_book import ALL, View, ViewBook, usual_views
from crm_desktop.views.tables.view_tabs_bar import ViewTabsBar
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.page_frame import PageFrame

NEIGHBOURS = 500
"""Records before and after the one that is opened, for previous and next on its page."""


class ListScreen(Page):
    """One kind's records, as a view or a filter wants them."""

    def __init__(self, desk: Desk, kind: RecordKind, views: Sequence[View] = (), parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.kind = kind
        self.layout_shown = "table"
        """How the records are shown; a page that has more than a table says which."""
        self.definition = Definition()
        self.view_key = ALL
        self.book = ViewBook(desk, kind, (*usual_views(kind), *views), self)
        self.orders = ColumnOrders(desk, kind, self)
        self.model = ListModel(desk, self)
        self.table = ListView(self.model, people=kind.name in ("contact", "user"))
        self.filters = FilterBar(desk, kind)
        self.tabs = ViewTabsBar(self.book)
        self._lay_out()
        self._connect()

    # What the shell asks

    def heading(self) -> Wording:
        """Return the kind's plural."""
        return label("kinds", f"{self.kind.name}.plural")

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show the view that the place names; a list that stands there already stays as it is."""
        self.book.read()
        wanted = filter_of(place)
        if wanted is not None:
            self.show_view(ALL)
            self.show_definition(wanted)
        elif place.view_id and place.view_id != self.view_key:
            self.show_view(place.view_id)
        elif self.model.asked is None:
            self.show_view(self.view_key)
        if place.record_id:
            self.seek(place.record_id)
        self.table.setFocus()

    # Which list

    @property
    def current_view(self) -> View | None:
        """The view whose tab is chosen."""
        return self.book.find(self.view_key)

    @property
    def changed(self) -> bool:
        """Whether the list differs from its view."""
        view = self.current_view
        return view is not None and self.orders.definition_of(view) != self.definition

    def show_view(self, key: str) -> None:
        """Show a view; one that is not known yet is shown as soon as it is."""
        self.view_key = key
        view = self.current_view
        if view is not None:
            self.tabs.choose(key)
            self.show_definition(self.orders.definition_of(view))

    def show_definition(self, definition: Definition) -> None:
        """Show a list."""
        self.definition = definition
        view = self.current_view
        own = view is not None and self.book.may_change(view)
        self.filters.show_definition(definition, changed=self.changed, own=own)
        sorts = definition.sorts or (Sort(self.kind.title),)
        self.table.header().set_sort(sorts[0])
        if view is not None and view.damaged:
            self.stack.show_state(DAMAGED)
            return
        self.show_rows(definition)

    def change(self, **changes: object) -> None:
        """Show the list with another filter, order, grouping or other columns; see `Definition`."""
        self.show_definition(msgspec.structs.replace(self.definition, **changes))

    def show_rows(self, definition: Definition) -> None:
        """Read and show the records; a page with more than a table shows them there too."""
        formats = current_formats(self.desk.clock.now())
        asked = Asked(self.kind.name, definition, self.desk.me, formats.today, formats.zone)
        self.model.show(asked)

    def seek(self, record_id: str) -> None:
        """Go to a record of the list."""
        self.desk.read(self, self._found, position_of, self.kind.name, record_id, self.model.rows.rowids)

    # Panel and pages

    def show_panel(self, shown: bool = True) -> None:
        """Show or hide the panel beside the list."""
        self.frame.show_panel(shown)
        self._row_changed(self.table.current_row)

    def open_page(self, row: ListRow) -> None:
        """Open a record's page, knowing its neighbours in the list."""
        rows, place = self.model.rows, self.model.rows.place_at(self.table.current_line)
        window = rows.rowids[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
        self.desk.read(self, partial(self._go, row.id, place), ids_of_rows, self.kind.name, window)

    def wrap_content(self, content: QWidget) -> QWidget:
        """Return what stands below the bars: the table, unless a page has more than that."""
        return content

    # Inside

    def _lay_out(self) -> None:
        self.frame = PageFrame()
        self.frame.add_bar(self.tabs)
        self.frame.add_bar(line())
        self.frame.add_bar(self.filters)
        self.frame.add_bar(line())
        self.stack = ListStack(
            self.table, self.kind, partial(self.desk.navigator.create, self.kind.name), self.filters.clear
        )
        self.content = QWidget()
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        self.totals = TotalsBar(self.table)
        column.addWidget(self.totals)
        self.frame.set_content(self.wrap_content(self.content))
        self.panel = DetailPanel(self.desk)
        self.panel.closed.connect(lambda: self.show_panel(False))
        self.frame.set_panel(self.panel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.frame)
        self.setFocusProxy(self.table)
        self.table.setProperty("pane", True)
        self.table.setProperty("landmark", "list")
        self.panel.setProperty("landmark", "panel")
        self.table.setAccessibleName(str(self.heading()))

    def _connect(self) -> None:
        table, header = self.table, self.table.header()
        self.tabs.chosen.connect(self.show_view)
        self.filters.wanted.connect(self.show_definition)
        header.sort_wanted.connect(self._sort_by)
        header.order_wanted.connect(lambda columns: self.orders.keep(self.current_view, columns, self.book))
        header.order_wanted.connect(lambda columns: self.change(columns=columns))
        self.orders.found.connect(lambda: self.orders.renew(self.current_view, self.model.asked, self.show_definition))
        table.row_changed.connect(self._row_changed)
        table.panel_wanted.connect(self.show_panel)
        table.page_wanted.connect(self.open_page)
        table.typed.connect(
            lambda typed: self.desk.read(self, self._found, named_like, self.kind.name, typed, self.model.rows.rowids)
        )
        self.model.settled.connect(self._settled)
        self.model.opened.connect(self._settled)
        self.book.changed.connect(self._views_known)
        follow_custom_fields(self, lambda: self.change() if self.model.asked is not None else None)
        # Say no longer that records still come when the first sync is over and brought none.
        self.desk.around.sync.changed.connect(lambda: self._ask_why() if self.stack.state == COMING else None)
        self.frame.panel_shown.connect(lambda _shown: self.table.shape.spread())

    def _views_known(self) -> None:
        self.tabs.fill(self.view_key)
        view = self.current_view
        if view is None:
            self.show_view(ALL)
        elif self.model.asked is None:
            self.show_view(self.view_key)
        else:
            own = self.book.may_change(view)
            self.filters.show_definition(self.definition, changed=self.changed, own=own)
        self._count_views()

    def _count_views(self) -> None:
        if self.model.asked is not None:
            self.book.count(self.model.asked)

    def _settled(self) -> None:
        if self.model.rows.count or not self.model.complete:
            self.stack.show_state("")
        elif self.definition.filter.parts or self.definition.search:
            self.stack.show_state(FILTERED)
        else:
            self.stack.show_state(NOTHING)
            self._ask_why()
        if self.model.complete:
            self._count_views()
            self._review_ticks()

    def _review_ticks(self) -> None:
        """Forget ticks of records that left the list."""
        ticks, asked = self.table.ticks, self.model.asked
        if ticks.rows and asked is not None:
            self.desk.read(self, ticks.keep, read_listed, asked, ticks.rows)

    def _ask_why(self) -> None:
        self.desk.read(self, self._know_why, first_sync_over)

    def _know_why(self, over: bool) -> None:
        if self.stack.state in (NOTHING, COMING):
            self.stack.show_state(NOTHING if over else COMING)

    def _sort_by(self, name: str) -> None:
        now = self.definition.sorts[0] if self.definition.sorts else Sort(self.kind.title)
        self.change(sorts=(Sort(name, not now.descending if now.field == name else False),))

    def _row_changed(self, row: ListRow | None) -> None:
        if row is not None and self.frame.panel_visible:
            self.panel.show_record(self.kind.name, row.id)
        self.desk.actions.review()

    def _found(self, place: int) -> None:
        if place >= 0:
            self.table.go_to_place(place)

    def _go(self, record_id: str, position: int, ids: list[str]) -> None:
        neighbours = Neighbours(tuple(ids), position, self.model.rows.count)
        self.desk.navigator.go(Place(self.kind.plural, record_id), neighbours)
