"""Pasting pictures and files where one types: the text fields of a form hand on what is no text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from crm_desktop.views.files.sources import Source, has_files, sources_in

Take = Callable[[list[Source]], object]


class FilePaste(QObject):
    """`FilePaste(form, acts.picture_name, take)`: a picture goes to `take`, text into the field as ever.

    What is dragged over a field is left to whatever lies below it: a field would write the file's path.
    """

    def __init__(self, root: QWidget, name: Callable[[], str], take: Take) -> None:
        super().__init__(root)
        self._name, self._take = name, take
        fields: list[QWidget] = [root] if isinstance(root, QLineEdit) else []
        fields += [*root.findChildren(QLineEdit), *root.findChildren(QPlainTextEdit), *root.findChildren(QTextEdit)]
        for field in fields:
            field.installEventFilter(self)
            if isinstance(field, QPlainTextEdit | QTextEdit):
                field.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take pasted pictures; let dragged files pass."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            mime = QGuiApplication.clipboard().mimeData()
            if event.matches(QKeySequence.StandardKey.Paste) and _is_meant(mime):
                self._take(sources_in(mime, self._name()))
                return True
        if isinstance(event, QDragEnterEvent) and has_files(event.mimeData()):
            event.ignore()
            return True
        return False


def _is_meant(mime: QMimeData) -> bool:
    """Tell whether files are pasted; a spreadsheet's cells are text with a picture of themselves."""
    return has_files(mime) and (mime.hasUrls() or not mime.hasText())
