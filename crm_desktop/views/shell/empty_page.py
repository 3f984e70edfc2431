"""What a section shows whose screen is not part of this version."""

from PySide6.QtWidgets import QVBoxLayout

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.shell.sections import HOME, section
from crm_desktop.views.widgets.component import set_surface
from crm_desktop.views.widgets.empty_state import EmptyState


class EmptyPage(Page):
    """Says so, and nothing else."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._section = section(HOME)
        set_surface(self, "surface")
        column = QVBoxLayout(self)
        column.addWidget(EmptyState("circle-dashed", text("shell", "This version has nothing here")))

    def heading(self) -> Wording:
        """Return the section's name."""
        return self._section.wording

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Take the section's name."""
        self._section = section(place.section)
