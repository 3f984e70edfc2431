"""One part of a study's page: shows the study it is given, and can be asked to point at one of its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.widgets.component import Component

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView


class StudyPart(Component, QWidget):
    """Subclasses take the desk alone, lay themselves out and end their constructor with `self.settle()`.

    Actions that a part contributes are offered while it is shown, see `desk.actions`.
    """

    fills = False
    """The part scrolls by itself; others are put into a scroll area."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def show_study(self, study: StudyView) -> None:
        """Show a study, or the same one as it is now; called again after each change around it."""
        raise NotImplementedError

    def point_at(self, element_id: str) -> None:
        """Make one of the study's records current and visible; called after `show_study`."""

    def bring_into_sight(self, widget: QWidget) -> None:
        """Scroll what the part lies in so that a widget of it is seen."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(widget)
