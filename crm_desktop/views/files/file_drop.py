"""Dropping files and pictures on a page: a filter on the page, and the sheet that says what a drop would do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.views.files.sources import Source, has_files, sources_in
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.empty_state import EmptyState

Take = Callable[[list[Source]], object]


class FileDrop(QObject):
    """`FileDrop(page, title, name, take)`: `title` names what they are added to, "" where nothing may be."""

    def __init__(self, page: QWidget, title: Callable[[], str], name: Callable[[], str], take: Take) -> None:
        super().__init__(page)
        self._page, self._title, self._name, self._take = page, title, name, take
        self.sheet: DropSheet | None = None
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags of files, and nothing else."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            return self._drop(event)
        if isinstance(event, QDragMoveEvent | QDragEnterEvent):
            if not self._title() or not has_files(event.mimeData()):
                return False
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._show_sheet()
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Hide):
            self._hide_sheet()
        return False

    def _drop(self, event: QDropEvent) -> bool:
        self._hide_sheet()
        sources = sources_in(event.mimeData(), self._name()) if self._title() else []
        if not sources:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)  # what lies on the disk stays there
        event.accept()
        self._take(sources)
        return True

    def _show_sheet(self) -> None:
        if self.sheet is None:
            self.sheet = DropSheet(text("files", "Drop to add to {title}", title=self._title()), self._page)

    def _hide_sheet(self) -> None:
        if self.sheet is not None:
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None


class DropSheet(Component, QWidget):
    """Lies over the page while something is dragged over it, and lets the drag through."""

    def __init__(self, wording: Wording, page: QWidget, said: Wording = "", icon: str = "paperclip") -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(page.rect())
        of_files = text("files", "They are kept on this computer at once, encrypted, and sent when there is a network.")
        QVBoxLayout(self).addWidget(EmptyState(icon, wording, said or of_files))
        self.settle()
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a veil and the dashed edge."""
        theme, painter = current_theme(), QPainter(self)
        veil = theme.color("bg.surface")
        veil.setAlphaF(0.92)
        painter.fillRect(self.rect(), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent.solid"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(12, 12, -12, -12), theme.radius("lg"), theme.radius("lg"))
