"""Editors of text: a line, several lines, a telephone number, an address in the net."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop.models.fields import Field, FieldType, RecordKind, Value
from crm_desktop.models.phones import written_phone
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.text_input import TextInput

_ICONS = {FieldType.PHONE: "phone", FieldType.EMAIL: "mail", FieldType.WEB: "globe"}


class LineEditor(FieldEditor):
    """Anything that is typed on one line; subclasses read it as something else than text."""

    def __init__(self, field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, kind, desk, parent)
        self.input = self.make_input()
        self.input.textEdited.connect(lambda _text: self.typed())
        self.place(self.input)
        self.settle()

    def make_input(self) -> TextInput:
        """Return the line to type on."""
        return TextInput(icon=_ICONS.get(self.field.type, ""))

    def words_of(self, value: Value) -> str:
        """Return how a value is written for editing."""
        return str(value or "")

    def value_of(self, words: str) -> Value:
        """Return what was typed as a value, blank text excluded; raises UnreadableError."""
        return words

    def show_value(self, value: Value) -> None:
        """Write the value from its beginning."""
        self.input.setText("" if value is None else self.words_of(value))
        self.input.setCursorPosition(0)

    def read_value(self) -> Value:
        """Return what stands there."""
        words = self.input.text()
        return self.value_of(words) if words.strip() else None

    def lock_control(self, *, locked: bool) -> None:
        """Keep the text readable and selectable."""
        self.input.setReadOnly(locked)
        self.input.set_trailing("lock" if locked else "")

    def begin(self, typed: str = "") -> None:
        """Select the text, or replace it."""
        self.input.selectAll()
        if typed:
            self.input.insert(typed)
            self.input.textEdited.emit(typed)


class PhoneEditor(LineEditor):
    """A telephone number: full-width signs, extensions and missing spaces are put right when it is left."""

    def value_of(self, words: str) -> Value:
        """Return the number as people write it."""
        return written_phone(words)

    def commit(self) -> None:
        """Show the number as it is kept."""
        if not self.read_only and self.touched and self.find_problem() is None:
            self.show_value(self.value())
        super().commit()


class NoteEditor(FieldEditor):
    """Several lines; grows with the text. Enter makes a line, Ctrl+Enter is done, Tab goes on."""

    def __init__(self, field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, kind, desk, parent)
        self.input = GrowingText()
        self._filling = False
        self.input.textChanged.connect(self._edited)
        self.place(self.input)
        self.settle()

    def show_value(self, value: Value) -> None:
        """Show the text."""
        self._filling = True
        self.input.setPlainText(str(value or ""))
        self._filling = False

    def read_value(self) -> Value:
        """Return the text."""
        return self.input.toPlainText()

    def lock_control(self, *, locked: bool) -> None:
        """Keep the text readable and selectable."""
        self.input.setReadOnly(locked)

    def begin(self, typed: str = "") -> None:
        """Go to the end: a note is added to, rarely replaced."""
        self.input.moveCursor(self.input.textCursor().MoveOperation.End)
        self.input.insertPlainText(typed)

    def take_key(self, event: QKeyEvent) -> bool:
        """Be done with Ctrl+Enter, which goes on to the form; plain Enter is a new line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commit()
                event.ignore()
                return True
            return False
        return super().take_key(event)

    def _edited(self) -> None:
        if not self._filling:
            self.typed()


class GrowingText(Component, QPlainTextEdit):
    """A text field that is as high as its text, between three and twelve lines."""

    LEAST, MOST = 3, 12

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self.settle()

    def restyle(self) -> None:
        """Take the font from the theme."""
        self.setFont(current_theme().font("body"))
        self._grow()

    def sizeHint(self) -> QSize:
        """Be as high as the text."""
        return QSize(240, self.height())

    def _grow(self) -> None:
        # A plain text's document is measured in lines.
        lines = round(self.document().size().height())
        height = self.fontMetrics().lineSpacing() * min(max(lines, self.LEAST), self.MOST) + 14
        if height != self.height():
            self.setFixedHeight(height)
