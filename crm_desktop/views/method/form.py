"""The fields of one entry of the method below each other; sets are ticked, short questions stand one in a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.models.fields import RecordKind, Value, Values
from crm_desktop.models.lines import join_lines, split_lines
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.language.texts import Text, Wording, label, say, tr
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.label import Label

Options: TypeAlias = Sequence[tuple[str, Text]]
"""Keys with their names, of which a set holds some."""
_LINES_HIGH = 108


class MethodForm(QWidget):
    """`MethodForm(CAPABILITY, names, {"functions": options}, desk, describe)`; `describe` is given what changed.

    `options` are for sets, `one` for fields of which one option holds, or none.
    """

    def __init__(
        self,
        kind: RecordKind,
        names: Sequence[str],
        options: Mapping[str, Options],
        desk: Desk,
        describe: Callable[[Values], object],
        one: Mapping[str, Options] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self._describe, self._options, self._one = describe, options, one
        self.editors: dict[str, FieldEditor | SetChoices | OneChoice | Lines] = {}
        self._shown: tuple[str, dict[str, Value]] = ("", {})
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for name in names:
            wording = label("fields", f"{kind.name}.{name}")
            editor = self._editor(kind, name, desk)
            self.editors[name] = editor
            column.addWidget(Label(wording, "caption", "text.secondary"))
            column.addWidget(editor)
            column.addSpacing(8)
            say(editor.setAccessibleName, wording)
        column.addStretch()

    def show_values(self, owner: str, values: Values, *, writable: bool) -> None:
        """Show an entry's values; what is being typed on the same entry stays."""
        shown = {name: values.get(name) for name in self.editors}
        before, self._shown = self._shown, (owner, shown)
        for name, editor in self.editors.items():
            editor.setEnabled(writable)
            if before[0] == owner and before[1].get(name) == shown[name]:
                continue
            if isinstance(editor, FieldEditor):
                if before[0] != owner or not editor.touched:
                    editor.set_values(values)
            else:
                editor.set_value(shown[name])

    def _editor(self, kind: RecordKind, name: str, desk: Desk) -> FieldEditor | SetChoices | OneChoice | Lines:
        if name in self._one:
            single = OneChoice(self._one[name])
            single.activated.connect(lambda _at: self._describe({name: single.currentData()}))
            return single
        if name in self._options:
            chosen = SetChoices(self._options[name])
            chosen.chosen.connect(lambda: self._describe({name: chosen.value()}))
            return chosen
        if name == "follow_ups":
            lines = Lines()
            lines.done.connect(lambda: self._describe({name: lines.value() or None}))
            return lines
        editor = editor_for(kind.field(name), kind, desk)
        editor.committed.connect(partial(self._committed, editor))
        return editor

    def _committed(self, editor: FieldEditor) -> None:
        self._describe(editor.values())


class SetChoices(QWidget):
    """Check boxes for what a set may hold."""

    chosen = Signal()

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        flow = FlowLayout(14, 6, parent=self)
        for key, name in options:
            box = QCheckBox()
            say(box.setText, name)
            box.clicked.connect(lambda _on=False: self.chosen.emit())
            self.boxes[key] = box
            flow.addWidget(box)

    def value(self) -> list[str]:
        """Return what is ticked."""
        return sorted(key for key, box in self.boxes.items() if box.isChecked())

    def set_value(self, value: Value) -> None:
        """Tick these."""
        held = value if isinstance(value, list) else []
        for key, box in self.boxes.items():
            box.setChecked(key in held)


class OneChoice(Combo):
    """One of some options, or none of them: for all."""

    def __init__(self, options: Options) -> None:
        self._options = options
        super().__init__()

    def retranslate(self) -> None:
        """Name the options again."""
        here = self.currentData()
        self.clear()
        self.addItem(tr("method", "All"), "")
        for key, name in self._options:
            self.addItem(str(name), key)
        self.set_value(here)

    def set_value(self, value: Value) -> None:
        """Show this one."""
        self.setCurrentIndex(max(0, self.findData(value or "")))


class Lines(QPlainTextEdit):
    """Short texts in their order, each in a line of its own."""

    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LINES_HIGH)
        self._held = ""

    def value(self) -> str:
        """Return the lines that say something."""
        return join_lines(split_lines(self.toPlainText())) or ""

    def set_value(self, value: Value) -> None:
        """Show these."""
        self._held = str(value or "")
        if not self.hasFocus():
            self.setPlainText(self._held)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed."""
        super().focusOutEvent(event)
        if self.value() != self._held:
            self._held = self.value()
            self.done.emit()


def options_of(prefix: str, keys: Sequence[str]) -> list[tuple[str, Text]]:
    """Return keys with their labels; `prefix` is `kind.field`."""
    return [(key, label("options", f"{prefix}.{key}")) for key in keys]


def named(entry: Values, name: str, chinese: bool) -> Wording:
    """Return what an entry is called in one language, in the other where it has no name in that one."""
    first, second = (f"{name}_zh", name) if chinese else (name, f"{name}_zh")
    return str(entry.get(first) or entry.get(second) or "")
