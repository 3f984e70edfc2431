"""The page of a list: what it shows, what can be done there, and the order in which Escape closes things."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import RecordKind
from crm_desktop.views.desk import Desk
from crm_desktop.views.tables.list_acts import ListActs
from crm_desktop.views.tables.list_screen import ListScreen
from crm_desktop.views.tables.view_book import View


class ListPage(ListScreen):
    """`ListPage(desk, kind, views)`; a kind's page subclasses it and gives its kind and further views."""

    def __init__(self, desk: Desk, kind: RecordKind, views: Sequence[View] = (), parent: QWidget | None = None) -> None:
        super().__init__(desk, kind, views, parent)
        self.acts = ListActs(self)
        self.acts.contribute()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the topmost thing with Escape: selection, then panel."""
        if event.key() == Qt.Key.Key_Escape and self.table.ticks.any:
            self.table.ticks.clear()
        elif event.key() == Qt.Key.Key_Escape and self.frame.panel_visible:
            self.show_panel(False)
            self.table.setFocus()
        else:
            super().keyPressEvent(event)
