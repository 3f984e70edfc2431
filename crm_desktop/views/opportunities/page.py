"""The list of opportunities, as a table or as a board of stages; one filter holds for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.models.records.opportunity import OPPORTUNITY
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.tables.view_book import View
from crm_desktop.views.widgets.segmented import Segmented

if TYPE_CHECKING:
    from crm_desktop.views.opportunities.board import Board

TABLE, BOARD = "table", "board"


class OpportunitiesPage(ListPage):
    """All opportunities, one's own, those that close this quarter, and what people saved; also as a board."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.layout_shown = TABLE
        self.board: Board | None = None
        super().__init__(desk, OPPORTUNITY, _views(), parent)
        self.switch = Segmented(
            [
                (TABLE, text("opportunities", "Table"), "list"),
                (BOARD, text("opportunities", "Board"), "square-kanban"),
            ],
            self.show_as,
        )
        self.tabs.right.addWidget(self.switch)

    def show_view(self, key: str) -> None:
        """Show a view, in the layout it was saved in."""
        view = self.book.find(key)
        if view is not None and view.record is not None:
            self._lay(str(view.record.get("layout") or TABLE))
        super().show_view(key)

    def show_as(self, layout: str) -> None:
        """Show the same records as a table or as a board."""
        self._lay(layout)
        self.show_definition(self.definition)

    def show_rows(self, definition: Definition) -> None:
        """Show the records in the layout that is chosen; the table is read all the same, for counts and totals."""
        super().show_rows(definition)
        if self.board is not None and self.layout_shown == BOARD:
            self.board.show(definition)

    def _lay(self, layout: str) -> None:
        if layout == self.layout_shown:
            return
        self.layout_shown = layout
        self.switch.choose(layout)
        if self.board is None:
            # The board is loaded when somebody wants it: most days begin in the table.
            from crm_desktop.views.opportunities.board import Board

            self.board = Board(self.desk)
            self.board.setProperty("pane", True)
            self.board.record_changed.connect(self._card_changed)
            self.board.panel_wanted.connect(self.show_panel)
            self.layouts.addWidget(self.board)
        shown = self.board if layout == BOARD else self.content
        self.layouts.setCurrentWidget(shown)
        self.setFocusProxy(self.board if layout == BOARD else self.table)
        if layout == BOARD:
            self.show_panel(False)

    def show_panel(self, shown: bool = True) -> None:
        """Show or hide the panel beside the table or board, for its own current record."""
        super().show_panel(shown)
        if self.board is not None and self.layout_shown == BOARD:
            self._card_changed(self.board.row.current)

    def _card_changed(self, record_id: str) -> None:
        if record_id and self.frame.panel_visible and self.layout_shown == BOARD:
            self.panel.show_record(self.kind.name, record_id)

    def wrap_content(self, content: QWidget) -> QWidget:
        """Put the table into a stack, so that the board can take its place."""
        self.layouts = QStackedWidget()
        self.layouts.addWidget(content)
        return self.layouts


def _views() -> tuple[View, ...]:
    soon = Group((Condition("close_on", Operator.NEXT_DAYS, 90), Condition("closed_on", Operator.EMPTY)))
    return (
        View(
            "closing",
            text("opportunities", "Closing within 90 days"),
            Definition(filter=soon, sorts=(Sort("close_on"),)),
        ),
    )
