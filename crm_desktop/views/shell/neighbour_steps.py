"""Previous and next beside a record's name, and where it stands in the list it was opened from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.shell.history import History
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label


class NeighbourSteps(QWidget):
    """Two buttons and `2 of 14`; hidden where there is no list to step through."""

    wanted = Signal(int)
    """-1 for the previous record, 1 for the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._previous = IconButton(
            text("shell", "Previous record"), "chevron-up", lambda: self.wanted.emit(-1), small=True
        )
        self._next = IconButton(text("shell", "Next record"), "chevron-down", lambda: self.wanted.emit(1), small=True)
        self._words = Label("", "caption", "text.secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(4)
        for part in (self._previous, self._next, self._words):
            row.addWidget(part)
        self.hide()

    def show_position(self, history: History) -> None:
        """Show where the present stop stands in its list."""
        current = history.current
        among = current.neighbours if current is not None and current.place.record_id else None
        self.setVisible(among is not None and among.total > 1)
        if among is not None:
            self._words.set_wording(
                text("shell", "{position} of {total}", position=among.position + 1, total=among.total)
            )
            self._previous.setEnabled(history.neighbour(-1) is not None)
            self._next.setEnabled(history.neighbour(1) is not None)
