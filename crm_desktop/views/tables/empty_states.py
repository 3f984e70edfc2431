"""Why a list is empty: nothing yet, nothing that fits the filter, not downloaded yet, or a view that is damaged."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.models.fields import RecordKind
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.tables.fields import InSentence
from crm_desktop.views.widgets.empty_state import EmptyState

NOTHING, FILTERED, COMING, DAMAGED = "nothing", "filtered", "coming", "damaged"


class ListStack(QStackedWidget):
    """Shows the table, or why there is none: `stack.show_state("filtered")`, `stack.show_state("")` for the table."""

    def __init__(
        self, table: QWidget, kind: RecordKind, create: Callable[[], object], clear: Callable[[], object]
    ) -> None:
        super().__init__()
        plural = InSentence(label("kinds", f"{kind.name}.plural"))
        one = InSentence(label("kinds", kind.name))
        self._table = table
        self.addWidget(table)
        self._states = {
            NOTHING: EmptyState(
                kind.icon,
                text("tables", "No {records} yet", records=plural),
                text("tables", "What you add here is on this device at once."),
                act=(text("tables", "New {record}", record=one), "plus", create) if kind.client_creates else None,
            ),
            FILTERED: EmptyState(
                "search-x",
                text("tables", "Nothing fits this filter"),
                text("tables", "Remove a filter, or clear all of them."),
                act=(text("tables", "Clear filters"), "x", clear),
                primary=False,
            ),
            COMING: EmptyState(
                "cloud-download",
                text("tables", "Not on this device yet"),
                text("tables", "The first download is still running. Records appear here as they arrive."),
            ),
            DAMAGED: EmptyState(
                "triangle-alert",
                text("tables", "This view cannot be shown"),
                text("tables", "It names something that this version does not know. The other views are not affected."),
            ),
        }
        for state in self._states.values():
            self.addWidget(state)
        self.state = ""

    def show_state(self, state: str) -> None:
        """Show the table, or a reason."""
        self.state = state
        self.setCurrentWidget(self._states[state] if state else self._table)
