"""The list of a record's files: keys and menu. What stands in it: `file_model.py`; how it looks: `file_delegate.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QWidget

from crm_desktop.views.files.file_delegate import FileDelegate
from crm_desktop.views.files.file_model import FileModel
from crm_desktop.views.language.texts import text

if TYPE_CHECKING:
    from crm_desktop.store.queries.attachments import FileView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN_KEYS = (*_ENTER, Qt.Key.Key_F2, Qt.Key.Key_Delete)


class FileList(QListView):
    """The list itself; what a person wants with a file is told by signals."""

    opened = Signal(object)
    renamed = Signal(object)
    deleted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    """A file, and the global place for its menu."""
    chosen = Signal()
    """Another file is the current one."""

    def __init__(self, model: FileModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self._delegate = FileDelegate(self, model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(str(text("files", "Files")))
        self.doubleClicked.connect(lambda index: self.opened.emit(self._model.line(index).view))
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())

    @property
    def current(self) -> FileView | None:
        """The file that keys and menus act on."""
        index = self.currentIndex()
        return self._model.line(index).view if index.isValid() else None

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean a file here and something else on the page."""
        overriding = event.type() == QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS and self.current is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, rename with F2, delete with Del."""
        view = self.current
        if view is not None and event.key() in _ENTER:
            self.opened.emit(view)
        elif view is not None and event.key() == Qt.Key.Key_F2:
            self.renamed.emit(view)
        elif view is not None and event.key() == Qt.Key.Key_Delete:
            self.deleted.emit(view)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the menu at the dots."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            dots = self._delegate.dots(QRectF(self.visualRect(index)))
            if dots.contains(event.position()):
                place = self.viewport().mapToGlobal(dots.bottomLeft().toPoint())
                self.menu_wanted.emit(self._model.line(index).view, place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a file."""
        keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        if index.isValid():
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_wanted.emit(self._model.line(index).view, below if keyboard else event.globalPos())
