"""The list beside a painted canvas: what screen readers find there. It takes no room and no focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QWidget


class SpokenList(QListWidget):
    """`spoken.show_lines(sentences)`; its current row follows the canvas."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setGeometry(0, 0, 1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show other sentences."""
        if [self.item(row).text() for row in range(self.count())] != list(lines):
            self.clear()
            self.addItems(list(lines))
