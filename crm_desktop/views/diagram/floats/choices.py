"""A short list of names over the entry bar: lanes after @, tools after #. Keys steer it; the line keeps the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from crm_desktop.views.diagram.floats.float import Float
from crm_desktop.views.language.texts import tr
from crm_desktop.views.theme.current import current_theme

_MOST = 6


class Choices(Float):
    """`choices.offer(names)`; `chosen` tells the name. `steer(event)` says whether it took a key."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setProperty("choices", True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("diagram", "Known names"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda item: self._take(item.text()))
        column, room = QVBoxLayout(self), self.room()
        column.setContentsMargins(room.left() + 4, room.top() + 4, room.right() + 4, room.bottom() + 4)
        column.addWidget(self.list)
        self.hide()
        self.settle()

    def offer(self, names: Sequence[str]) -> None:
        """Show names, or go where there are none."""
        self.list.clear()
        self.list.addItems(list(names)[:_MOST])
        self.setVisible(bool(names))
        if names:
            self.list.setCurrentRow(0)
            theme, room = current_theme(), self.room()
            height = theme.metric("controlSmall") * min(len(names), _MOST) + 12
            self.resize(220 + room.left() + room.right(), height + room.top() + room.bottom())

    def steer(self, event: QKeyEvent) -> bool:
        """Move in the list, take a name, or close it."""
        if not self.isVisible():
            return False
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            by = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take(self.list.currentItem().text())
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def _take(self, name: str) -> None:
        self.hide()
        self.chosen.emit(name)
