"""What the parts of a list's table know of it: its model, ticks, the current row, the row under the pointer.

How keys, clicks and painting use this stands in the parts; `list_view.py` puts them together.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from crm_desktop.views.tables.list_model import ListModel
from crm_desktop.views.tables.reading import ListRow
from crm_desktop.views.tables.ticks import Ticks


class ListTable(QTableView):
    """The state of a list on the screen, and what a person wants of it as signals."""

    row_changed = Signal(object)
    """The current `ListRow`, or None."""
    panel_wanted = Signal()
    lifted = Signal(object)
    """A `ListRow` is dragged away, to another window or program."""
    page_wanted = Signal(object)
    """A `ListRow` to be opened as a page."""
    decide_wanted = Signal(object)
    """A `ListRow` whose mark was clicked: what it waits for, or what is to be decided about it, is wanted."""
    menu_wanted = Signal(QPoint)
    """Where, in the screen's coordinates; null where a key asked."""
    typed = Signal(str)
    """The beginning of a name that was typed."""

    def __init__(self, model: ListModel, *, people: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list_model = model
        self.people = people
        """Whether the records are people: discs instead of tiles."""
        self.ticks = Ticks(self)
        self.keyed = False
        """Whether the last move came from a key: then the focus ring shows."""
        self.hovered = -1

    @property
    def all_state(self) -> str:
        """What the header's check box shows: `on`, `some`, `off`."""
        total = self.list_model.rows.count
        ticked = self.ticks.count(total)
        return "off" if not ticked else "on" if ticked >= total else "some"

    @property
    def current_line(self) -> int:
        """The current line, -1 where there is none."""
        return self.currentIndex().row()

    @property
    def current_row(self) -> ListRow | None:
        """The current record as far as it is read."""
        return self.list_model.row_at(self.current_line)

    def go_to(self, line: int, column: int = -1, *, scroll: bool = True) -> None:
        """Make a line the current one."""
        lines = self.list_model.rows.lines
        if not lines:
            return
        column = column if column >= 0 else max(0, self.currentIndex().column())
        index = self.list_model.index(max(0, min(line, lines - 1)), column)
        # Qt would scroll by itself, also when the list was only read again.
        self.setAutoScroll(False)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.setAutoScroll(True)
        if scroll:
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def go_to_place(self, place: int) -> None:
        """Make the record at a place of the list the current one."""
        line = self.list_model.rows.line_of(place)
        if line >= 0:
            self.go_to(line)
