"""Shift F10: the menu of what has the focus, where the system sends nothing for it. The menus stand elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication


def open_context_menu() -> None:
    """Ask the focused widget for its menu, as the menu key does."""
    focused = QApplication.focusWidget()
    if focused is None:
        return
    caret = focused.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    spot = caret.center() if isinstance(caret, QRect) and not caret.isEmpty() else focused.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, focused.mapToGlobal(spot))
    QApplication.sendEvent(focused, asked)
