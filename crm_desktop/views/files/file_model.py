"""A record's files for a list view: words that follow language and sync, small pictures that come by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_words import FileWords, file_words
from crm_desktop.views.files.previews import previews_of
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.language import current_language
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.queries.attachments import FileView
    from crm_desktop.store.queries.record_files import FileLine

Index = QModelIndex | QPersistentModelIndex


class FileModel(QAbstractListModel):
    """`model.show_lines(lines)`; words and pictures follow the language, the sync and what has been made."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.previews = previews_of(desk)
        self._lines: list[FileLine] = []
        self._words: list[FileWords] = []
        self.previews.arrived.connect(self._picture_arrived)
        desk.around.sync.changed.connect(self.read_words)
        lookups_of(desk).changed.connect(self.read_words)
        current_language().changed.connect(self.read_words)

    @property
    def views(self) -> list[FileView]:
        """The files that are listed."""
        return [line.view for line in self._lines]

    def show_lines(self, lines: Sequence[FileLine]) -> None:
        """List these files; the rows stay where they are if only their states have changed."""
        same = [each.view.record.id for each in lines] == [each.view.record.id for each in self._lines]
        if same:
            self._lines = list(lines)
            self.read_words()
            return
        self.beginResetModel()
        self._lines = list(lines)
        self._words = self._worded()
        self.endResetModel()

    def read_words(self) -> None:
        """Word everything again, and repaint what reads differently."""
        before, self._words = self._words, self._worded()
        for row, words in enumerate(self._words):
            if row >= len(before) or words != before[row]:
                self.dataChanged.emit(self.index(row), self.index(row))

    def line(self, index: Index) -> FileLine:
        """Return the file of a row."""
        return self._lines[index.row()]

    def words(self, index: Index) -> FileWords:
        """Return the words of a row."""
        return self._words[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many files there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = 0) -> Any:
        """Return the name, or the sentence for screen readers and tooltips."""
        if not index.isValid():
            return None
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self._words[index.row()].title
        if role in (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole)):
            return self._words[index.row()].spoken
        return None

    def _worded(self) -> list[FileWords]:
        words = Wordings(lookups_of(self.desk), current_formats(self.desk.clock.now()))
        status = self.desk.around.sync.status
        return [file_words(line, words, status.files if status is not None else None) for line in self._lines]

    def _picture_arrived(self, sha256: str) -> None:
        for row, line in enumerate(self._lines):
            if line.view.sha256 == sha256:
                self.dataChanged.emit(self.index(row), self.index(row))
