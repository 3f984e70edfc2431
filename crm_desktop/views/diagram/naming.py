"""The line in which a step is named: a real line edit that has the focus all the time, so no input method loses a key.

Idle it is a pixel wide beside the selected step; while a name is typed it stands over the step.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.views.language.texts import label
from crm_desktop.views.theme.current import current_theme


class NameLine(QLineEdit):
    """Takes keys for the canvas: those that `takes` wants first, everything else is text."""

    left = Signal()
    """The focus went elsewhere."""

    def __init__(self, parent: QWidget, takes: Callable[[QKeyEvent], bool], wants: Callable[[QKeyEvent], bool]) -> None:
        super().__init__(parent)
        self._takes, self._wants = takes, wants
        self.composing = False
        self.setFrame(False)
        self.setAccessibleName(str(label("fields", "node.name")))
        self.setObjectName("nameLine")
        self.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        self.rest(QRect(0, 0, 1, 1))
        self.dress()

    def dress(self) -> None:
        """Take fonts and colours of the theme."""
        theme = current_theme()
        self.setFont(theme.font("bodyStrong"))
        ink = theme.color("text.primary").name()
        self.setStyleSheet(
            f"#nameLine {{ border: none; padding: 0; background: transparent; color: {ink}; min-height: 0; }}"
        )

    def rest(self, place: QRect) -> None:
        """Become invisible beside the step, but keep the focus; the input method's window appears there."""
        self.setGeometry(QRect(place.topLeft(), place.topLeft()))
        self.resize(1, 1)

    def open_over(self, place: QRect) -> None:
        """Stand over the step's name."""
        self.setGeometry(place)

    def event(self, event: QEvent) -> bool:
        """Claim the canvas's keys before shortcuts of the window get them; while text is composed claim all."""
        claims = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if claims and (self.composing or self._wants(event)):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give a key to the canvas, unless an input method composes; what the canvas leaves is text."""
        if not self.composing and self._takes(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Notice whether something is being composed."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the canvas, unless text is being edited here."""
        if self.width() > 1:
            super().contextMenuEvent(event)
        else:
            event.ignore()

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Keep Tab: it makes the next step. F6 leads out."""
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus left for good, not for a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()
