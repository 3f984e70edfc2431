"""A labelled field: label above, the editor, and below it a hint or the sentence that says what is wrong."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.component import Component, repolish
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.text_input import TextInput

Check = Callable[[str], Wording]
"""Looks at what was typed and returns what is wrong, or ""."""


class Field(Component, QWidget):
    """`Field(label("fields", "account.name"), TextInput(), check=self.check_name)`; any editor will do.

    A TextInput is checked when the person leaves it, and cleared of its error while typing. An error never blocks
    saving; `set_error` also takes what the server refused later.
    """

    def __init__(
        self,
        wording: Wording,
        editor: QWidget | None = None,
        *,
        hint: Wording = "",
        required: bool = False,
        check: Check | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor: QWidget = editor if editor is not None else TextInput()
        self._wording, self._hint, self._required, self._check = wording, hint, required, check
        self._error: Wording = ""
        self._label = Label("", "caption", "text.secondary")
        self._label.setBuddy(self.editor)
        self._icon = QLabel()
        self._below = Paragraph("", "caption")
        self._lay_out()
        if isinstance(self.editor, TextInput):
            self.editor.textEdited.connect(lambda _text: self.set_error(""))
            self.editor.left.connect(self.review)
        self.settle()

    @property
    def error(self) -> Wording:
        """What is wrong, or ""."""
        return self._error

    def value(self) -> str:
        """Return what a TextInput holds."""
        assert isinstance(self.editor, TextInput)
        return self.editor.text()

    def set_value(self, value: str) -> None:
        """Fill a TextInput and forget its error."""
        assert isinstance(self.editor, TextInput)
        self.editor.setText(value)
        self.set_error("")

    def review(self) -> bool:
        """Check what was typed and show what is wrong; tell whether all is well."""
        if self._check is not None and isinstance(self.editor, TextInput):
            self.set_error(self._check(self.editor.text()))
        return not self._error

    def set_error(self, wording: Wording) -> None:
        """Show what is wrong, or nothing."""
        self._error = wording
        self._mark("error" if wording else "")

    def set_locked(self, reason: Wording = "") -> None:
        """Make it read only, with a lock and the reason below."""
        if isinstance(self.editor, TextInput):
            self.editor.setReadOnly(True)
            self.editor.set_trailing("lock")
        else:
            self.editor.setEnabled(False)
        self._hint = reason
        self._mark("locked")

    def retranslate(self) -> None:
        """Read label, hint and error again."""
        name = str(self._wording)
        self._label.set_wording(f"{name} *" if self._required else name)
        below = self._error or self._hint
        self._below.set_wording(below)
        self._below.setVisible(bool(str(below)))
        self._icon.setVisible(bool(self._error))
        self.editor.setAccessibleName(tr("widgets", "{name}, required", name=name) if self._required else name)
        self.editor.setAccessibleDescription(str(below))

    def restyle(self) -> None:
        """Take the icon again in the theme's colour."""
        side = current_theme().icon_size("sm")
        self._icon.setPixmap(pixmap("circle-alert", side, "danger.text"))
        self._icon.setFixedSize(QSize(side, current_theme().line("caption")))

    def _mark(self, state: str) -> None:
        self.editor.setProperty("state", state)
        repolish(self.editor)
        self._below.set_role("danger.text" if state == "error" else "text.secondary")
        self.retranslate()

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._below, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(self.editor)
        column.addLayout(below)
        column.addStretch()
        self.setFocusProxy(self.editor)
