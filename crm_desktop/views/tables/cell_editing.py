"""Editing a cell where it stands: F2 puts the field's editor over it, Enter commits, Escape takes it away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QApplication

from crm_desktop.models.access import FieldRight, Standing
from crm_desktop.models.fields import Values
from crm_desktop.models.record import Record
from crm_desktop.models.rules.problems import Problem
from crm_desktop.store.queries.record_view import standing
from crm_desktop.store.queries.records import record as read_record
from crm_desktop.store.queries.records import titles
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.records.stage_demand import StageDemand
from crm_desktop.views.tables.columns import Column
from crm_desktop.views.tables.fields import SYSTEM_FIELDS

if TYPE_CHECKING:
    from crm_desktop.store.reader import Reader
    from crm_desktop.views.tables.list_table import ListTable

_LEAST_WIDTH = 220


class CellEditing(QObject):
    """At most one open editor over one list."""

    def __init__(self, desk: Desk, view: ListTable) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        self.editor: FieldEditor | None = None
        self._changing = Changing(desk, self, desk.notices.fail)
        view.verticalScrollBar().valueChanged.connect(self.close)
        view.horizontalScrollBar().valueChanged.connect(self.close)

    def possible(self) -> bool:
        """Tell whether the current cell can be edited."""
        column = self._column
        if column is None or column.field in SYSTEM_FIELDS or self._view.current_row is None:
            return False
        right = lookups_of(self._desk).field_right(column.kind, column.field)
        return right is FieldRight.WRITE

    def begin(self) -> None:
        """Open the editor over the current cell, as soon as the record as it stands now is read."""
        column, row = self._column, self._view.current_row
        if column is None or row is None or not self.possible():
            return
        asked = (column.kind.name, row.id, column.field.target, column.name)
        self._desk.read(self, lambda found: self._open(column, *found), record_and_names, *asked)

    def close(self, _value: object = None) -> None:
        """Take the editor away without writing."""
        editor, self.editor = self.editor, None
        if editor is not None:
            focused = QApplication.focusWidget()
            had_focus = focused is not None and editor.isAncestorOf(focused)
            editor.hide()
            editor.deleteLater()
            if had_focus:
                self._view.setFocus()

    @property
    def _column(self) -> Column | None:
        at = self._view.currentIndex().column()
        columns = self._view.list_model.columns
        return columns[at] if 0 <= at < len(columns) else None

    def _open(self, column: Column, found: Record | None, judged: Standing | None, names: dict[str, str]) -> None:
        self.close()
        if found is None or judged is None or not lookups_of(self._desk).may_edit(column.kind, judged):
            return
        editor = self.editor = editor_for(column.field, column.kind, self._desk, self._view.viewport())
        editor.set_values(found.values, names)
        editor.committed.connect(lambda: self._commit(found))
        editor.cancelled.connect(self.close)
        editor.left.connect(self._left)
        cell = self._view.visualRect(self._view.currentIndex())
        height = max(editor.sizeHint().height(), cell.height())
        width = max(cell.width(), _LEAST_WIDTH)
        x = max(0, min(cell.x(), self._view.viewport().width() - width))
        y = max(0, min(cell.y(), self._view.viewport().height() - height))
        editor.setAutoFillBackground(True)
        editor.setGeometry(QRect(x, y, width, height))
        editor.show()
        editor.setFocus()

    def _commit(self, found: Record) -> None:
        editor = self.editor
        if editor is not None and editor.find_problem() is None:
            values = editor.values()
            self.close()
            self._changing.change(found, values, partial(self._demand, found, values))

    def _demand(self, found: Record, values: Values, missing: tuple[Problem, ...]) -> None:
        """Ask for what a stage wants to be filled in first."""
        demand = StageDemand(found, values, missing, self._desk)
        demand.wanted.connect(lambda filled: self._changing.change(found, {**values, **filled}))
        demand.open_at(self._view)

    def _left(self) -> None:
        if self.editor is not None and not self.editor.touched:
            self.close()


def record_and_names(
    reader: Reader, kind: str, record_id: str, target: str, name: str
) -> tuple[Record | None, Standing | None, dict[str, str]]:
    """Return a record, what judging it needs, and what the links of one of its fields lead to."""
    found = read_record(reader, kind, record_id)
    value = found.get(name) if found is not None and target else None
    ids = value if isinstance(value, list) else [str(value)] if value else []
    judged = standing(reader, found) if found is not None else None
    return found, judged, titles(reader, target, ids) if ids else {}
