"""The line in which answers are typed: Tab takes it down too, and while an input method composes it has every key."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.views.diagram.floats.entry_text import EntryText


class AnswerText(EntryText):
    """`tabbed`: the line is taken down and kept connected."""

    tabbed = Signal()

    def __init__(
        self, known: Callable[[], tuple[Collection[str], Collection[str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(known, parent)
        self.setTabChangesFocus(False)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Let Tab come as a key while there is something to take down; an empty line lets it lead on."""
        return False if self.composing or (following and self.text().strip()) else super().focusNextPrevChild(following)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the line down at Tab."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Tab and plain and not self.composing and not self.steer(event):
            self.tabbed.emit()
            return
        super().keyPressEvent(event)
