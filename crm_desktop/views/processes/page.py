"""The list of processes: as-is and to-be maps of clients, with pictures or as a table; one filter holds for both."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.models.fields import FieldType
from crm_desktop.models.records.process import PROCESS
from crm_desktop.models.records.study import STUDY
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator
from crm_desktop.store.queries.lists import GroupHeader, Totals
from crm_desktop.store.queries.process_gallery import GalleryRow
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.processes.gallery import Gallery
from crm_desktop.views.tables.cells import group_words
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.tables.view_book import View
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.segmented import Segmented

TABLE, PICTURES = "table", "board"
"""As saved views name them."""


class ProcessesPage(ListPage):
    """All processes, one's own, what is as-is, what is to-be, by client, and what people saved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, PROCESS, _views(), parent)
        self.switch = Segmented(
            [
                (PICTURES, text("processes", "With pictures"), "layout-list"),
                (TABLE, text("processes", "Table"), "list"),
            ],
            self.show_as,
        )
        self.studies = Button(
            label("kinds", "study.plural"), self.show_studies, kind="quiet", icon=STUDY.icon, small=True
        )
        self.tabs.right.addWidget(self.studies)
        self.tabs.right.addWidget(self.switch)
        self.model.settled.connect(lambda: self._chosen(self.gallery.current))
        self.model.settled.connect(self.gallery.name_groups)
        self.show_as(PICTURES)

    def show_as(self, layout: str) -> None:
        """Show the same processes with pictures or as a table."""
        self.layout_shown = layout
        self.switch.choose(layout)
        shown = self.gallery if layout == PICTURES else self.content
        self.layouts.setCurrentWidget(shown)
        self.setFocusProxy(self.gallery if layout == PICTURES else self.table)
        if self.model.asked is not None:
            self.show_definition(self.definition)

    def show_studies(self) -> None:
        """Go to the list of studies."""
        self.desk.navigator.go(Place(STUDY.plural))

    def show_view(self, key: str) -> None:
        """Show a view, in the layout it was saved in."""
        view = self.book.find(key)
        if view is not None and view.record is not None:
            self.show_as(TABLE if view.record.get("layout") == TABLE else PICTURES)
        super().show_view(key)

    def show_rows(self, definition: Definition) -> None:
        """Show the processes; the table is read all the same, for counts and acts."""
        super().show_rows(definition)
        if self.layout_shown == PICTURES:
            self.gallery.show_definition(definition, self._group_of if definition.group_by else None)

    def _group_of(self, row: GalleryRow) -> str:
        """Return what the group of a process is called, in the words of the table."""
        column, words = self.model.group_column, self.model.words
        if column is None:
            return ""
        value = row.record.get(column.name)
        if column.name == "account_id" and row.account:
            return row.account
        if isinstance(value, int) and column.field.type is FieldType.MOMENT:
            value = f"{datetime.fromtimestamp(value / 1000, ZoneInfo(words.formats.zone)):%Y-%m}"
        elif isinstance(value, str) and column.field.type is FieldType.DATE:
            value = value[:7]
        return group_words(column, GroupHeader(value, Totals()), words)

    def wrap_content(self, content: QWidget) -> QWidget:
        """Put the table into a stack with the list of pictures."""
        self.gallery = Gallery(self.desk)
        self.gallery.setProperty("pane", True)
        self.gallery.record_changed.connect(self._chosen)
        self.gallery.opened.connect(lambda record_id: self.desk.navigator.go(Place("processes", record_id)))
        self.layouts = QStackedWidget()
        self.layouts.addWidget(content)
        self.layouts.addWidget(self.gallery)
        return self.layouts

    def _chosen(self, record_id: str) -> None:
        """Let acts and panel mean the process that is current among the pictures, as soon as the table knows it."""
        if record_id and self.layout_shown == PICTURES and self.model.asked is not None:
            self.seek(record_id)


def _views() -> tuple[View, ...]:
    as_is, to_be = (Group((Condition("form", Operator.IS, form),)) for form in ("as_is", "to_be"))
    return (
        View("as_is", text("processes", "As-is"), Definition(filter=as_is)),
        View("to_be", text("processes", "To-be"), Definition(filter=to_be)),
        View("by_account", text("processes", "By account"), Definition(group_by="account_id")),
    )
