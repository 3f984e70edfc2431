"""The line of the entry bar: one line of text, coloured by what each piece of it means. Safe for input methods."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from crm_desktop.models.processes.grammar import Part, parse
from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component

_LOOKS = {
    Part.LANE: ("info.tint", "info.text"),
    Part.WORKING: ("bg.sunken", "text.primary"),
    Part.WAITING: ("warning.tint", "warning.text"),
    Part.PAIN: ("danger.tint", "danger.text"),
    Part.TOOL: ("success.tint", "success.text"),
    Part.CONNECT: ("accent.tint", "accent.text"),
}


class EntryText(Component, QPlainTextEdit):
    """A single line: `entered` at Enter, `escaped` at Escape; `steer` may take a key first (for a list of choices)."""

    entered = Signal()
    escaped = Signal()
    focus_changed = Signal(bool)

    def __init__(
        self, known: Callable[[], tuple[Collection[str], Collection[str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.steer: Callable[[QKeyEvent], bool] = lambda _event: False
        self.composing = False
        self.placeholder: Wording = ""
        self.setProperty("quiet", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2)
        self._colouring = _Colouring(self, known)
        self.settle()

    def text(self) -> str:
        """Return what stands there."""
        return self.toPlainText()

    def take(self, text: str) -> None:
        """Put a text there, the cursor behind it."""
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.setTextCursor(cursor)

    def retranslate(self) -> None:
        """Read the placeholder again."""
        self.setAccessibleName(str(self.placeholder))
        self.viewport().update()

    def restyle(self) -> None:
        """Take font and height from the theme."""
        theme = current_theme()
        self.setFont(theme.font("bodyLarge"))
        self.setFixedHeight(theme.line("bodyLarge") + 6)
        self._colouring.rehighlight()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the line, Escape leaves; while an input method composes it has every key."""
        if self.composing:
            super().keyPressEvent(event)
        elif self.steer(event):
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Notice whether something is being composed."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take what is pasted as one line."""
        self.insertPlainText(" ".join(source.text().split()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that typing begins."""
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that it ends."""
        super().focusOutEvent(event)
        self.composing = False
        self.focus_changed.emit(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text; the placeholder in the theme's colour."""
        super().paintEvent(event)
        if not self.text() and not self.composing:
            painter = QPainter(self.viewport())
            painter.setPen(current_theme().color("text.tertiary"))
            painter.setFont(self.font())
            painter.drawText(
                self.viewport().rect().adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(self.placeholder)
            )


class _Colouring(QSyntaxHighlighter):
    """Colours the pieces of the line by the grammar."""

    def __init__(self, edit: EntryText, known: Callable[[], tuple[Collection[str], Collection[str]]]) -> None:
        super().__init__(edit.document())
        self._known = known

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        theme = current_theme()
        for span in parse(text, *self._known()).spans:
            look = _LOOKS.get(span.part)
            if look is not None:
                form = QTextCharFormat()
                form.setBackground(theme.color(look[0]))
                form.setForeground(theme.color(look[1]))
                self.setFormat(span.start, span.end - span.start, form)
