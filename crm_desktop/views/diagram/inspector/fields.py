"""Fields of map elements as the declarations give them, name at the left, editor at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.models.fields import FieldType, RecordKind, Value, Values
from crm_desktop.models.processes.elements import Element
from crm_desktop.store.queries.records import titles
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.language.texts import label
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.paragraph import Paragraph

_NAME_WIDTH = 76


class Fields(QWidget):
    """`Fields(NODE, ("post", "systems"), desk, run)`; `run` is given the changed values of the row."""

    def __init__(self, kind: RecordKind, names: Iterable[str], desk: Desk, run: Callable[[Values], object]) -> None:
        super().__init__()
        self._kind, self._desk, self._run = kind, desk, run
        self.editors: dict[str, FieldEditor] = {}
        self._shown: tuple[str, Mapping[str, Value]] = ("", {})
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, current_theme().scaled(_NAME_WIDTH))
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(names):
            editor = editor_for(kind.field(name), kind, desk)
            editor.committed.connect(lambda editor=editor: self._committed(editor))
            editor.setAccessibleName(str(label("fields", f"{kind.name}.{name}")))
            named = Paragraph(label("fields", f"{kind.name}.{name}"), "caption", "text.secondary")
            named.setFixedWidth(current_theme().scaled(_NAME_WIDTH))
            named.setContentsMargins(0, 7, 0, 0)
            grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, row, 1)
            self.editors[name] = editor

    def show_values(self, owner: str, values: Values) -> None:
        """Show a row's values; what the person is typing on the same row stays."""
        before, held = self._shown
        shown = {name: values.get(name) for name in self.editors}
        if before == owner and held == shown:
            return
        self._shown = (owner, shown)
        for editor in self.editors.values():
            if before != owner or not editor.touched:
                editor.set_values(values)
        self._name_links(owner, values)

    def set_visible(self, name: str, visible: bool) -> None:
        """Show or hide one field with its name."""
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        row = grid.getItemPosition(grid.indexOf(self.editors[name]))[0]  # type: ignore[index]
        for column in (0, 1):
            item = grid.itemAtPosition(row, column)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(visible)

    def _committed(self, editor: FieldEditor) -> None:
        self._run(editor.values())

    def _name_links(self, owner: str, values: Values) -> None:
        for editor in self.editors.values():
            target, linked = editor.field.target, values.get(editor.field.name)
            if editor.field.type is FieldType.LINK and target and isinstance(linked, str):
                self._desk.background.read(
                    partial(self._desk.store.read, titles, target, [linked]),
                    partial(self._named, owner, editor, values),
                    owner=self,
                )

    def _named(self, owner: str, editor: FieldEditor, values: Values, names: Mapping[str, str]) -> None:
        if self._shown[0] == owner and not editor.touched:
            editor.set_values(values, names)


def typed(element: Element, values: Values) -> dict[str, Any]:
    """Return row values as the fields of an element hold them."""
    after = type(element).from_values(element.id, {**element.values(), **values})
    return {name: getattr(after, name) for name in values}
