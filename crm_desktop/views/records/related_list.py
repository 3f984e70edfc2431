"""The records that belong to another one, as a table on its page: sorted by the headings, edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from crm_desktop.models.fields import RecordKind
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.tables.cell_editing import CellEditing
from crm_desktop.views.tables.list_model import ListModel
from crm_desktop.views.tables.list_view import ListView
from crm_desktop.views.tables.reading import Asked, ListRow
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.menu import Menu

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings


class RelatedList(Card):
    """`RelatedList(desk, CONTACT, "account_id", columns, create)`; F2 edits a cell, Ctrl+Enter opens the record."""

    def __init__(
        self, desk: Desk, kind: RecordKind, link: str, columns: tuple[str, ...], create: Callable[[], object]
    ) -> None:
        super().__init__(label("kinds", f"{kind.name}.plural"), padding=0)
        self.desk, self._kind, self._link, self._columns = desk, kind, link, columns
        self._of = ""
        self._sort: Sort | None = None
        self.model = ListModel(desk, self)
        self.table = ListView(self.model, people=kind.name == "contact")
        self.table.setAccessibleName(str(label("kinds", f"{kind.name}.plural")))
        self.editing = CellEditing(desk, self.table)
        self.header.end.addWidget(IconButton(label("acts", f"{kind.name}.create"), "plus", create, small=True))
        self.body.addWidget(self.table, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusProxy(self.table)
        self.table.installEventFilter(self)
        self.table.header().sort_wanted.connect(self._sort_by)
        self.table.page_wanted.connect(self._open)
        self.table.panel_wanted.connect(self._clicked)
        self.table.menu_wanted.connect(self._open_menu)
        self.model.settled.connect(self._count)

    def show_content(self, content: PageContent, _words: Wordings) -> None:
        """Show what belongs to a record; the list follows changes by itself."""
        if self._of != content.view.record.id:
            self._of, self._sort = content.view.record.id, None
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Edit with F2 here, where the page around would edit its own record."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F2:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.editing.begin()
                return True
        return False

    def _show(self) -> None:
        formats = current_formats(self.desk.clock.now())
        mine = Group((Condition(self._link, Operator.IS, self._of),))
        sorts = (self._sort,) if self._sort is not None else ()
        definition = Definition(filter=mine, columns=self._columns, sorts=sorts)
        self.table.header().set_sort(self._sort or Sort(self._kind.title))
        self.model.show(Asked(self._kind.name, definition, self.desk.me, formats.today, formats.zone))

    def _sort_by(self, name: str) -> None:
        now = self._sort or Sort(self._kind.title)
        self._sort = Sort(name, not now.descending if now.field == name else False)
        self._show()

    def _open(self, row: ListRow) -> None:
        ids = tuple(found.id for line in range(self.model.rows.lines) if (found := self.model.row_at(line)) is not None)
        at = ids.index(row.id) if row.id in ids else 0
        neighbours = Neighbours(ids, at, self.model.rows.count)
        self.desk.navigator.go(Place(self._kind.plural, row.id), neighbours)

    def _open_menu(self, point: QPoint) -> None:
        row = self.table.current_row
        if row is None:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opening = label("acts", "list.open")
        menu.add_entry(opening, lambda: self._open(row), icon="external-link", shortcut="Ctrl+Return")
        if self.editing.possible():
            menu.add_entry(label("acts", "list.edit_cell"), self.editing.begin, icon="pencil", shortcut="F2")
        below = self.table.viewport().mapToGlobal(self.table.visualRect(self.table.currentIndex()).bottomLeft())
        menu.popup(below if point.isNull() else point)

    def _clicked(self) -> None:
        """There is no panel beside a page: Enter edits the cell."""
        if self.table.keyed:
            self.editing.begin()

    def _count(self) -> None:
        self.header.remark.set_wording(str(self.model.rows.count) if self.model.rows.count else "")
