"""The palette's rows as Qt wants them: the row itself for the delegate, a whole sentence for who listens."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.models.record import SyncState
from crm_desktop.views.actions import key_text
from crm_desktop.views.language.texts import tr
from crm_desktop.views.palette.rows import CommandRow, Heading, Row

ROW = int(Qt.ItemDataRole.UserRole)
_DISPLAY, _SPOKEN = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)
_Index = QModelIndex | QPersistentModelIndex


class RowModel(QAbstractListModel):
    """Holds what the palette lists now."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        """List other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def choices(self) -> list[int]:
        """Return the numbers of the rows that can be chosen."""
        return [number for number, row in enumerate(self.rows) if not isinstance(row, Heading)]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows are listed."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Return the row itself, or its words."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (_DISPLAY, _SPOKEN):
            return spoken(row)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let headings be passed over."""
        if isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def spoken(row: Row) -> str:
    """Return a row as one sentence."""
    if isinstance(row, Heading):
        return str(row.wording)
    if isinstance(row, CommandRow):
        return tr("palette", "{command}, {keys}", command=row.title, keys=key_text(row.keys)) if row.keys else row.title
    state = {
        SyncState.WAITING: tr("palette", "waiting to sync"),
        SyncState.CONFLICT: tr("palette", "to decide"),
        SyncState.PARKED: tr("palette", "not accepted"),
    }.get(row.state, "")
    return ", ".join(part for part in (row.title, row.subtitle, state) if part)
