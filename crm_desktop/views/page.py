"""What the shell expects of a page: a heading, and to show the place it is asked for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording
from crm_desktop.views.navigation import Neighbours, Place


class Page(QWidget):
    """One section's screen or one record's page. The shell makes it once and visits it often."""

    own_bar = False
    """The page has a top line of its own: the shell's is hidden meanwhile, and the rail is narrow."""

    alone = False
    """Nothing but the page is to be seen, as while something is presented; `heading_changed` tells that it changed."""

    heading_changed = Signal()
    """The heading or the trail above it reads differently now."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    def heading(self) -> Wording:
        """Return what stands in the top bar."""
        raise NotImplementedError

    def trail(self) -> tuple[tuple[Wording, Place], ...]:
        """Return the places above this one, for the breadcrumb; most sections have none."""
        return ()

    def undo(self) -> bool:
        """Take the newest act back where the page keeps its own; False leaves it to the shell."""
        return False

    def redo(self) -> bool:
        """Do again what was taken back where the page keeps its own; False leaves it to the shell."""
        return False

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show the place; called each time a person goes there, also by back and forward."""
        raise NotImplementedError
