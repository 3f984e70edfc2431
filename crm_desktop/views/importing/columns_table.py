"""The table in which columns are given their meaning: header, first values, field, key, how dates are read.

Arrows move, Enter, F2 or a click changes; typing in the column "Becomes" looks for a field by its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QStyleOptionViewItem, QWidget

from crm_desktop.interchange.import_draft import BESIDE
from crm_desktop.models.fields import FieldType
from crm_desktop.models.importing.mapping import DateOrder
from crm_desktop.models.importing.overview import ColumnLook
from crm_desktop.views.importing.grid import Cell, GridDelegate, GridModel, GridView, Index
from crm_desktop.views.importing.session import ImportSession
from crm_desktop.views.importing.words import ORDERS, date_words, field_words, recognised_words, target_words
from crm_desktop.views.language.formats import Formats, current_formats
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.widgets.combo import Combo

HEADER, SAMPLES, BECOMES, KEY, DATES = range(5)
_HEADINGS = (
    text("importing", "Column"),
    text("importing", "First values"),
    text("importing", "Becomes"),
    text("importing", "Key"),
    text("importing", "Dates read as"),
)
_WIDTHS = (116, 128, 152, 48, 0)
_KEY_TYPES = frozenset({FieldType.TEXT, FieldType.EMAIL, FieldType.PHONE, FieldType.WEB})
_DATED = frozenset({FieldType.DATE, FieldType.MOMENT})


class ColumnsModel(GridModel):
    """The columns of the file as the draft reads them; setting a cell changes the draft."""

    drafted = Signal()
    """The draft was changed here."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__()
        self._session = session

    def show_file(self) -> None:
        """Show the file that was opened, with the draft as it is."""
        file = self._session.file
        self.show_rows(_HEADINGS, len(file.overview.columns) if file is not None else 0, self._cells)

    def look(self, line: int) -> ColumnLook:
        """Return what is known of a column."""
        assert self._session.file is not None
        return self._session.file.overview.columns[line]

    def target(self, line: int) -> str:
        """Return the field that a column becomes, or ""."""
        assert self._session.draft is not None
        return self._session.draft.fields.get(self.look(line).header, "")

    def choices(self, index: Index) -> list[tuple[str, str]]:
        """Return what can be chosen in a cell: words and value; nothing where there is nothing to choose."""
        draft, session = self._session.draft, self._session
        assert draft is not None
        if index.column() == BECOMES:
            fields = [(str(field_words(draft.kind, each.name)), each.name) for each in session.targets(draft.kind)]
            fields += [(str(target_words(draft.kind, BESIDE + each)), BESIDE + each) for each in session.beside()]
            return [(tr("importing", "Do not import"), ""), *fields]
        found = self.look(index.row()).dates
        if found is None or not self.may_choose(index):
            return []
        formats = self._formats()
        return [(str(date_words(found.example, order, formats)), order.value) for order in ORDERS]

    def may_choose(self, index: Index) -> bool:
        """Tell whether there is something to choose in a cell."""
        if index.column() == BECOMES:
            return True
        found = self.look(index.row()).dates
        return index.column() == DATES and self._is_dated(index.row()) and found is not None and found.ambiguous

    def may_be_key(self, line: int) -> bool:
        """Tell whether records can be recognised by a column."""
        draft, name = self._session.draft, self.target(line)
        return draft is not None and bool(name) and draft.kind.field(name).type in _KEY_TYPES

    def open_dates(self) -> list[str]:
        """Return the columns of which nobody knows yet how their dates are written."""
        draft = self._session.draft
        assert draft is not None
        looks = [(line, self.look(line)) for line in range(self.rowCount())]
        return [
            look.header
            for line, look in looks
            if self._is_dated(line)
            and look.dates is not None
            and look.dates.ambiguous
            and self.target(line) not in draft.dates
        ]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let cells be edited in which there is something to choose."""
        editable = Qt.ItemFlag.ItemIsEditable if self.may_choose(index) else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def data(self, index: Index, role: int = 0) -> Any:
        """Return words; for editors the value, and for the ear whether a column is a key."""
        if role == Qt.ItemDataRole.EditRole:
            draft = self._session.draft
            if draft is None or index.column() == BECOMES:
                return "" if draft is None else draft.becomes(self.look(index.row()).header)
            return draft.dates.get(self.target(index.row()), "")
        if index.column() == KEY and role == Qt.ItemDataRole.AccessibleTextRole and self.may_be_key(index.row()):
            return f"{_HEADINGS[KEY]}: {tr('importing', 'Yes') if self._is_key(index.row()) else tr('importing', 'No')}"
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = 2) -> bool:
        """Change the draft."""
        draft = self._session.draft
        if draft is None or value == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        if index.column() == BECOMES:
            draft.assign(self.look(index.row()).header, str(value))
        else:
            draft.dates[self.target(index.row())] = DateOrder(value)
        self._changed()
        return True

    def toggle_key(self, line: int) -> None:
        """Recognise records by a column, or no longer."""
        if self._session.draft is not None and self.may_be_key(line):
            self._session.draft.toggle_key(self.target(line))
            self._changed()

    def _changed(self) -> None:
        self.cells = self._cells
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, DATES))
        self.drafted.emit()

    def _is_dated(self, line: int) -> bool:
        draft, name = self._session.draft, self.target(line)
        return draft is not None and bool(name) and draft.kind.field(name).type in _DATED

    def _is_key(self, line: int) -> bool:
        draft = self._session.draft
        return draft is not None and draft.is_key(self.target(line))

    def _cells(self, line: int) -> Sequence[Cell]:
        draft, look = self._session.draft, self.look(line)
        assert draft is not None
        name = draft.becomes(look.header)
        becomes = (
            Cell(str(target_words(draft.kind, name)), opens=True)
            if name
            else Cell(tr("importing", "Do not import"), "text.tertiary", opens=True)
        )
        key = Cell("", "accent.text" if self._is_key(line) else "text.tertiary", self._key_icon(line))
        return (Cell(look.header), Cell(" · ".join(look.samples), "text.secondary"), becomes, key, self._dates(line))

    def _key_icon(self, line: int) -> str:
        if not self.may_be_key(line):
            return ""
        return "square-check" if self._is_key(line) else "square"

    def _dates(self, line: int) -> Cell:
        draft, found = self._session.draft, self.look(line).dates
        if draft is None or found is None or not self._is_dated(line):
            return Cell("")
        chosen = draft.dates.get(self.target(line))
        words = str(recognised_words(found, chosen, self._formats()))
        if found.ambiguous and chosen is None:
            return Cell(words, "warning.text", "triangle-alert", opens=True)
        return Cell(words, "text.secondary", opens=found.ambiguous)

    def _formats(self) -> Formats:
        return current_formats(self._session.desk.clock.now())


class ColumnsDelegate(GridDelegate):
    """Offers a list to choose from."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the list of what can be chosen."""
        model = index.model()
        assert isinstance(model, ColumnsModel)
        editor = Combo(parent)
        for words, value in model.choices(index):
            editor.addItem(words, value)
        editor.setAccessibleName(f"{model.headings[index.column()]}, {model.look(index.row()).header}")
        editor.activated.connect(lambda _: self._choose(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what is chosen now."""
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(max(0, editor.findData(index.data(Qt.ItemDataRole.EditRole))))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what was chosen."""
        assert isinstance(editor, QComboBox)
        model.setData(index, editor.currentData())

    def _choose(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


class ColumnsTable(GridView):
    """The table of `ColumnsModel`."""

    def __init__(self, session: ImportSession) -> None:
        self.columns = ColumnsModel(session)
        super().__init__(text("importing", "Columns of the file"), self.columns)
        self.columns.setParent(self)
        self.setItemDelegate(ColumnsDelegate(self))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.clicked.connect(self._open)

    def show_file(self) -> None:
        """Show the file that was opened."""
        self.columns.show_file()
        self.set_widths(_WIDTHS)
        if self.columns.rowCount():
            self.setCurrentIndex(self.columns.index(0, BECOMES))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter and Space change the cell; the dialog's own Enter works outside the table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        if index.column() == KEY:
            self.columns.toggle_key(index.row())
        elif self.columns.may_choose(index):
            self.edit(index)
            editor = self.indexWidget(index)
            if isinstance(editor, QComboBox):
                QTimer.singleShot(0, editor, editor.showPopup)
