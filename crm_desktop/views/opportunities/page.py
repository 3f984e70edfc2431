"""The list of opportunities, as a table or as a board of stages; one filter holds for both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.models.records.opportunity import OPPORTUNITY
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.opportunities.ask_target import ask_target
from crm_desktop.views.opportunities.forecast_figures import Target
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.tables.view_book import View
from crm_desktop.views.widgets.segmented import Segmented

if TYPE_CHECKING:
    from crm_desktop.views.opportunities.board import Board
    from crm_desktop.views.opportunities.closing_timeline import ClosingTimeline

TABLE, BOARD, TIMELINE = "table", "board", "timeline"


class OpportunitiesPage(ListPage):
    """All opportunities, one's own, those that close this quarter, and what people saved; also as a board."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.board: Board | None = None
        self.timeline: ClosingTimeline | None = None
        super().__init__(desk, OPPORTUNITY, _views(), parent)
        self.switch = Segmented(
            [
                (TABLE, text("opportunities", "Table"), "list"),
                (BOARD, text("opportunities", "Board"), "square-kanban"),
                (TIMELINE, text("opportunities", "Timeline and forecast by month"), "chart-gantt"),
            ],
            self.show_as,
        )
        self.tabs.right.addWidget(self.switch)
        on_board = partial(self._is_shown_as, BOARD)
        target = Action(key="opportunity.target", run=self.ask_target, icon="target", menu="view", enabled=on_board)
        desk.actions.contribute(self, [target])

    def show_view(self, key: str) -> None:
        """Show a view, in the layout it was saved in."""
        view = self.book.find(key)
        if view is not None and view.record is not None:
            self._lay(str(view.record.get("layout") or TABLE))
        super().show_view(key)

    def show_as(self, layout: str) -> None:
        """Show the same records as a table, as a board or as a timeline of close dates."""
        self._lay(layout)
        self.show_definition(self.definition)

    def show_rows(self, definition: Definition) -> None:
        """Show the records in the layout that is chosen; the table is read all the same, for counts and totals."""
        super().show_rows(definition)
        shown = self._other
        if shown is not None:
            shown.show(definition)

    def ask_target(self) -> None:
        """Ask what the opportunities of the view are to bring; one's own view keeps it at once."""
        shown = self.definition
        ask_target(self.window(), Target(shown.target, shown.target_currency), self.set_target)

    def set_target(self, target: Target) -> None:
        """Compare the forecast with a target."""
        self.change(target=target.units, target_currency=target.currency)
        view = self.current_view
        if view is not None and self.book.may_change(view):
            kept = msgspec.structs.replace(view.definition, target=target.units, target_currency=target.currency)
            self.book.save(view, kept)

    def _is_shown_as(self, layout: str) -> bool:
        return self.layout_shown == layout

    @property
    def _other(self) -> Board | ClosingTimeline | None:
        """What stands in the table's place."""
        return {BOARD: self.board, TIMELINE: self.timeline}.get(self.layout_shown)

    @property
    def _current(self) -> str:
        if self.layout_shown == BOARD and self.board is not None:
            return self.board.row.current
        return self.timeline.current if self.timeline is not None else ""

    def _lay(self, layout: str) -> None:
        if layout == self.layout_shown:
            return
        self.layout_shown = layout
        self.switch.choose(layout)
        for verb in self.filters.of_tables:
            verb.setVisible(layout == TABLE)
        self._make(layout)
        shown = self._other
        self.layouts.setCurrentWidget(shown if shown is not None else self.content)
        self.setFocusProxy(shown if shown is not None else self.table)
        if shown is not None:
            self.show_panel(False)

    def _make(self, layout: str) -> None:
        """Make board and timeline when somebody wants them: most days begin in the table."""
        if layout == BOARD and self.board is None:
            from crm_desktop.views.opportunities.board import Board

            self.board = Board(self.desk)
            self.board.forecast.target_wanted.connect(self.ask_target)
            self._take_in(self.board)
        elif layout == TIMELINE and self.timeline is None:
            from crm_desktop.views.opportunities.closing_timeline import ClosingTimeline

            self.timeline = ClosingTimeline(self.desk)
            self._take_in(self.timeline)

    def _take_in(self, made: Board | ClosingTimeline) -> None:
        made.setProperty("pane", True)
        made.record_changed.connect(self._card_changed)
        made.panel_wanted.connect(self.show_panel)
        self.layouts.addWidget(made)

    def show_panel(self, shown: bool = True) -> None:
        """Show or hide the panel beside table, board or timeline, for its own current record."""
        super().show_panel(shown)
        if self._other is not None:
            self._card_changed(self._current)

    def _card_changed(self, record_id: str) -> None:
        if record_id and self.frame.panel_visible and self._other is not None:
            self.panel.show_record(self.kind.name, record_id)

    def wrap_content(self, content: QWidget) -> QWidget:
        """Put the table into a stack, so that the board can take its place."""
        self.layouts = QStackedWidget()
        self.layouts.addWidget(content)
        return self.layouts


def _views() -> tuple[View, ...]:
    quarter = Group((Condition("close_on", Operator.IN_PERIOD, "this_quarter"), Condition("closed_on", Operator.EMPTY)))
    soon = Group((Condition("close_on", Operator.NEXT_DAYS, 90), Condition("closed_on", Operator.EMPTY)))
    return (
        View(
            "quarter",
            text("opportunities", "This quarter"),
            Definition(filter=quarter, sorts=(Sort("close_on"),)),
        ),
        View(
            "closing",
            text("opportunities", "Closing within 90 days"),
            Definition(filter=soon, sorts=(Sort("close_on"),)),
        ),
    )
