"""What a person can do in a list beyond looking: acts on one record or on all ticked ones, views, menus, export."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from crm_desktop.models.access import Permission, may_write_some
from crm_desktop.models.edits import Delete
from crm_desktop.models.errors import Refused
from crm_desktop.models.record import SyncState
from crm_desktop.models.rules.combining import COMBINED
from crm_desktop.models.rules.views import Sort
from crm_desktop.store.queries.writable import writable
from crm_desktop.views.actions import Action
from crm_desktop.views.language.texts import text
from crm_desktop.views.links import link_to
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.tables.ask_name import ask_name
from crm_desktop.views.tables.bulk_acts import BulkActs, can_be_tagged
from crm_desktop.views.tables.bulk_bar import BulkBar, Verb
from crm_desktop.views.tables.bulk_choices import BulkChoices
from crm_desktop.views.tables.cell_editing import CellEditing
from crm_desktop.views.tables.exporting import ExportDialog, choose_target
from crm_desktop.views.tables.fields import can_group_by, can_sort_by, field_of
from crm_desktop.views.tables.lifting import lift
from crm_desktop.views.tables.list_screen import ListScreen
from crm_desktop.views.tables.reading import ListRow
from crm_desktop.views.widgets.menu import Menu


class ListActs(QObject):
    """The acts of one list page; `contribute` offers them to menus, keys and palette."""

    def __init__(self, page: ListScreen) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        self.bulk = BulkActs(page.desk, page.table.ticks, lambda: page.model.asked, self)
        self.choices = BulkChoices(page.desk, page.kind, self.bulk)
        self.editing = CellEditing(page.desk, page.table)
        self.bar = BulkBar(page.table, self._verbs(), page.table.ticks.clear)
        page.table.ticks.changed.connect(self._ticked)
        page.table.lifted.connect(partial(lift, page, self.bulk))
        page.table.menu_wanted.connect(self.row_menu)
        page.table.decide_wanted.connect(lambda _row: self.decide())
        page.table.header().menu_wanted.connect(self.header_menu)
        page.tabs.create_wanted.connect(self.save_as)
        page.filters.save_wanted.connect(self.save_view)
        page.model.settled.connect(self._ticked)

    def contribute(self) -> None:
        """Offer the acts while the page is shown."""
        page = self._page
        here, some = self._on_record, self._on_some
        record = "record"
        offered = [
            Action(
                key="list.open", run=self._open_page, icon="external-link", shortcut="Ctrl+Return", menu=record,
                enabled=here,
            ),
            Action(
                key="list.edit_cell", run=self.editing.begin, icon="pencil", shortcut="F2", menu="edit",
                enabled=self.editing.possible,
            ),
            Action(
                key="list.delete", run=self.delete, icon="trash-2", shortcut="Del", menu=record,
                enabled=lambda: some() and self._may_change(), dangerous=True,
            ),
            Action(key="list.merge", run=self.merge, icon="merge", menu=record, enabled=self._on_two),
            Action(
                key="record.decide", run=self.decide, icon="git-compare-arrows", shortcut="Ctrl+D", menu="sync",
                enabled=self._has_a_say,
            ),
            Action(key="list.export", run=self.export, icon="download", menu="file", enabled=self._on_list),
            Action(key="list.filter", run=page.filters.add_filter, icon="list-filter", shortcut="Ctrl+F", menu="view"),
            Action(key="list.filter_builder", run=page.filters.build, icon="list-tree", menu="view"),
            Action(key="list.columns", run=page.filters.choose_columns, icon="columns-3", menu="view",
                enabled=page.table.isVisible),
            Action(
                key="list.panel", run=lambda: page.show_panel(not page.frame.panel_visible), icon="panel-right",
                shortcut="Ctrl+\\", menu="view",
            ),
            Action(key="list.tick_all", run=page.table.ticks.tick_all, shortcut="Ctrl+A", menu="edit"),
            Action(key="list.save_view", run=self.save_view, icon="save", menu="view", enabled=lambda: page.changed),
        ]  # fmt: skip
        self._desk.actions.contribute(page, offered)

    # One record, or those that are ticked

    def delete(self) -> None:
        """Move the ticked records, else the current one, to the bin."""
        row = self._page.table.current_row
        if self._page.table.ticks.any:
            self.bulk.delete()
        elif row is not None:
            kind = self._page.kind.name
            self._desk.read(self, partial(self._delete_one, row), writable, self._desk.me, kind, [row.id])

    def merge(self) -> None:
        """Make the two ticked records one."""
        from crm_desktop.views.records.merge_dialog import MergeDialog

        def ask(ids: list[str]) -> None:
            if len(ids) == 2:
                MergeDialog(self._page.kind, ids[0], ids[1], self._desk, self._page.window()).open()

        self.bulk.with_ids(ask)

    def decide(self) -> None:
        """Show in the sync centre what the current record waits for, or what is to be decided about it."""
        row = self._page.table.current_row
        if row is not None:
            self._desk.navigator.go(Place("sync", row.id))

    def export(self, _at: QWidget | None = None) -> None:
        """Ask where to, and write the ticked records, else the whole list."""
        chosen = choose_target(self._page, self._page.kind.name)
        if chosen is not None:
            self.export_to(chosen)

    def export_to(self, path: Path) -> None:
        """Write the ticked records, else the whole list, into a file."""
        model, ticks, desk = self._page.model, self._page.table.ticks, self._desk
        if model.asked is None:
            return
        rows = None if (ticks.all and not ticks.rows) or not ticks.any else ticks.rows
        if ticks.all and ticks.rows:
            rows = frozenset(model.rows.rowids) - ticks.rows
        count = model.rows.count if rows is None else len(rows)
        ExportDialog(desk, self._page).begin(path, model.asked, rows, count)

    # Views

    def save_view(self) -> None:
        """Keep the list as it is in its view, or as a new view where that one is not the person's own."""
        view = self._page.current_view
        if view is not None and self._page.book.may_change(view):
            self._page.book.save(view, self._page.definition)
        else:
            self.save_as()

    def save_as(self) -> None:
        """Ask for a name and save the list as a view."""
        question, verb = text("tables", "What is the view called?"), text("tables", "Save view")
        ask_name(self._page, question, "", verb, self._create_view)

    # Menus

    def row_menu(self, point: QPoint) -> None:
        """Open the menu of the current row."""
        page, menu = self._page, Menu(self._page)
        actions = self._desk.actions
        for key in ("list.open", "list.panel", "list.edit_cell", "record.decide"):
            found = actions.find(key)
            if found is not None:
                menu.add(found)
        menu.add_entry(text("palette", "Copy link"), self._copy_link, icon="link")
        menu.add_line()
        if page.table.ticks.any:
            menu.add_entry(text("tables", "Clear selection"), page.table.ticks.clear, icon="x", shortcut="Esc")
        else:
            row = page.table.current_row
            run = partial(page.table.ticks.toggle, row.rowid) if row is not None else page.table.ticks.tick_all
            menu.add_entry(text("tables", "Select"), run, icon="square-check", shortcut="Space")
        menu.add_line()
        for key in ("list.merge", "list.delete"):
            found = actions.find(key)
            if found is not None and (found.enabled() or key == "list.delete"):
                menu.add(found)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._popup_at(point))

    def _copy_link(self) -> None:
        row = self._page.table.current_row
        if row is not None:
            QGuiApplication.clipboard().setText(link_to(Place(self._page.kind.plural, row.id)))

    def header_menu(self, name: str, point: QPoint) -> None:
        """Open the menu of a column."""
        page, menu = self._page, Menu(self._page)
        field = field_of(page.kind, name)
        if field is not None and can_sort_by(field):
            up, down = (partial(page.change, sorts=(Sort(name, falling),)) for falling in (False, True))
            menu.add_entry(text("tables", "Sort ascending"), up, icon="arrow-up-narrow-wide")
            menu.add_entry(text("tables", "Sort descending"), down, icon="arrow-down-wide-narrow")
        if field is not None and can_group_by(field):
            menu.add_entry(text("tables", "Group by this"), partial(page.change, group_by=name), icon="rows-3")
        if field is not None and name != page.kind.title:
            menu.add_entry(text("tables", "Hide column"), partial(page.filters.toggle_column, name), icon="eye-off")
        menu.add_line()
        menu.add_entry(text("tables", "Choose columns"), page.filters.choose_columns, icon="columns-3")
        menu.popup(point)

    # Inside

    def _popup_at(self, point: QPoint) -> QPoint:
        """Return where a menu for the current row opens: at the pointer, or below the row when a key asked."""
        if not point.isNull():
            return point
        table = self._page.table
        rect = table.visualRect(table.currentIndex())
        return table.viewport().mapToGlobal(QPoint(48, rect.bottom()))

    def _verbs(self) -> list[Verb]:
        verbs: list[Verb] = []
        if self._page.kind.owner_field:
            verbs.append((text("tables", "Assign"), "user-plus", self.choices.assign))
        if can_be_tagged(self._page.kind.name):
            verbs.append((text("tables", "Tags"), "tag", self.choices.tag))
        verbs.append((text("tables", "Change a field"), "pencil", self.choices.change))
        verbs.append((text("tables", "Export"), "download", self.export))
        verbs.append((text("tables", "Delete"), "trash-2", lambda _at: self.bulk.delete()))
        return verbs

    def _delete_one(self, row: ListRow, allowed: list[str]) -> None:
        kind = self._page.kind.name
        if not allowed:
            self._desk.notices.fail(Refused("list.out_of_reach", count=1))
            return
        said = text("tables", "{name} moved to the bin", name=row.title)
        self._desk.act(f"{kind}.delete", [Delete(kind, row.id)], said)

    def _may_change(self) -> bool:
        """Tell whether there are records of the kind that the person may change at all."""
        return may_write_some(lookups_of(self._desk).rights, self._page.kind)

    def _on_two(self) -> bool:
        two = self._page.table.ticks.count(self._page.model.rows.count) == 2
        return two and self._page.kind.name in COMBINED and self._may_change()

    def _ticked(self) -> None:
        count = self._page.table.ticks.count(self._page.model.rows.count)
        self.bar.show_count(count)
        if self._page.kind.owner_field:
            self.bar.buttons[0].setEnabled(lookups_of(self._desk).may(Permission.ASSIGN))
        self._desk.actions.review()

    def _create_view(self, name: str) -> None:
        page = self._page
        page.view_key = page.book.create(name, page.definition, page.layout_shown)

    def _open_page(self) -> None:
        row = self._page.table.current_row
        if row is not None:
            self._page.open_page(row)

    def _on_record(self) -> bool:
        return self._page.table.current_row is not None

    def _has_a_say(self) -> bool:
        row = self._page.table.current_row
        return row is not None and row.state is not SyncState.SYNCED

    def _on_some(self) -> bool:
        return self._page.table.ticks.any or self._on_record()

    def _on_list(self) -> bool:
        return self._page.model.rows.count > 0
