"""The words of one report template: title and subtitle, and its parts, to be switched, renamed, put in order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.models.studies.report_template import Part, Template
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.switch import Switch
from crm_desktop.views.widgets.text_input import TextInput

_WORDS_HIGH = 62


class TemplateForm(QWidget):
    """`TemplateForm(write)`; `show_template(key, template, writable=True)`, and `write` is given what changed."""

    def __init__(self, write: Callable[[Template], object]) -> None:
        super().__init__()
        self._write = write
        self._shown: tuple[str, Template | None] = ("", None)
        self.parts: list[PartBox] = []
        self.title, self.subtitle = TextInput(), TextInput()
        self.title.editingFinished.connect(lambda: self._change(title=self.title.text().strip()))
        self.subtitle.editingFinished.connect(lambda: self._change(subtitle=self.subtitle.text().strip()))
        self._broken = Paragraph(text("method", "This template cannot be read. Reports use the one that ships."))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._broken)
        for name, field in ((text("method", "Title"), self.title), (text("method", "Subtitle"), self.subtitle)):
            self._column.addWidget(Label(name, "caption", "text.secondary"))
            self._column.addWidget(field)
            field.setAccessibleName(str(name))

    @property
    def template(self) -> Template | None:
        """What is shown."""
        return self._shown[1]

    def show_template(self, key: str, template: Template | None, *, writable: bool) -> None:
        """Show a template; what is being typed stays while it is the same one."""
        before, self._shown = self._shown, (key, template)
        self._broken.setVisible(template is None)
        for field in (self.title, self.subtitle):
            field.setVisible(template is not None)
            field.setReadOnly(not writable)
        if template is None or before == self._shown:
            if template is None:
                self._show_parts((), writable=False)
            return
        self.title.setText(template.title)
        self.subtitle.setText(template.subtitle)
        self._show_parts(template.parts, writable=writable)

    def put(self, at: int, by: int) -> None:
        """Put a part before or after its neighbour."""
        template = self.template
        if template is not None and 0 <= at + by < len(template.parts):
            parts = list(template.parts)
            parts.insert(at + by, parts.pop(at))
            self._change(parts=tuple(parts))

    def _part_changed(self, at: int, part: Part) -> None:
        template = self.template
        if template is not None and at < len(template.parts) and template.parts[at] != part:
            self._change(parts=(*template.parts[:at], part, *template.parts[at + 1 :]))

    def _change(self, **values: object) -> None:
        template = self.template
        if template is None:
            return
        changed = msgspec.structs.replace(template, **values)
        if changed != template:
            self._shown = (self._shown[0], changed)
            self._write(changed)
            if "parts" in values and [each.key for each in changed.parts] != [each.part.key for each in self.parts]:
                self._show_parts(changed.parts, writable=True)

    def _show_parts(self, parts: tuple[Part, ...], *, writable: bool) -> None:
        for box in self.parts:
            box.hide()
            box.deleteLater()
        self.parts = []
        for at, part in enumerate(parts):
            box = PartBox(part, partial(self.put, at), writable=writable)
            box.changed.connect(partial(self._part_changed, at))
            self.parts.append(box)
            self._column.addWidget(box)


class PartBox(Card):
    """One part: whether it is shown, its heading, the words before and after what is filled in."""

    changed = Signal(object)

    def __init__(self, part: Part, move: Callable[[int], None], *, writable: bool) -> None:
        super().__init__(part.heading, padding=12)
        self.part = part
        self.shown = Switch(text("method", "Stands in the report"), on=part.shown)
        self.shown.toggled.connect(lambda _on: self._tell())
        self.heading = TextInput()
        self.heading.setText(part.heading)
        self.heading.editingFinished.connect(self._tell)
        self.before, self.after = _Words(part.before), _Words(part.after)
        for words in (self.before, self.after):
            words.done.connect(self._tell)
        self.header.end.addWidget(IconButton(text("method", "Move up"), "arrow-up", lambda: move(-1), small=True))
        self.header.end.addWidget(IconButton(text("method", "Move down"), "arrow-down", lambda: move(1), small=True))
        row = QHBoxLayout()
        row.addWidget(self.heading, 1)
        row.addWidget(self.shown)
        self.body.addLayout(row)
        for name, field in ((text("method", "Before"), self.before), (text("method", "After"), self.after)):
            self.body.addWidget(Label(name, "caption", "text.secondary"))
            self.body.addWidget(field)
            field.setAccessibleName(tr("method", "{part}: {side}", part=part.heading, side=name))
        self.heading.setAccessibleName(tr("method", "Heading of {part}", part=part.heading))
        self.setEnabled(writable)

    def _tell(self) -> None:
        heading = self.heading.text().strip() or self.part.heading
        said = {"heading": heading, "before": self.before.words, "after": self.after.words}
        changed = msgspec.structs.replace(self.part, shown=self.shown.isChecked(), **said)
        if changed != self.part:
            self.part = changed
            self.changed.emit(changed)


class _Words(QPlainTextEdit):
    """Words of several lines; told when the person is done."""

    done = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_WORDS_HIGH)

    @property
    def words(self) -> str:
        """What stands there."""
        return self.toPlainText().strip()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed."""
        super().focusOutEvent(event)
        self.done.emit()
