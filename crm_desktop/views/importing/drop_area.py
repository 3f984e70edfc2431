"""The place where a file is dropped, or from which it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.empty_state import EmptyState


class DropArea(Component, QWidget):
    """`DropArea(choose, take)`: `choose` opens the file dialog, `take` gets the path that was dropped."""

    def __init__(self, choose: Callable[[], object], take: Callable[[Path], object]) -> None:
        super().__init__()
        self._take = take
        self._over = False
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        self.state = EmptyState(
            "file-spreadsheet",
            text("importing", "Drop a file here"),
            text(
                "importing",
                "CSV, Excel (XLSX, XLS) or ODS with the names of the columns in the first row, or contacts as vCard",
            ),
            act=(text("importing", "Choose file"), "folder-open", choose),
            primary=False,
        )
        column.addWidget(self.state)
        self.settle()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of this device."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()
            self._mark(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._mark(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self._mark(over=False)
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self._take(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed edge."""
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = "accent.solid" if self._over else "border.strong"
        painter.setPen(QPen(theme.color(role), 1, Qt.PenStyle.DashLine))
        painter.setBrush(theme.color("bg.selected" if self._over else "bg.subtle"))
        radius = theme.radius("lg")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _mark(self, *, over: bool) -> None:
        self._over = over
        self.update()


def dropped_file(event: QDropEvent) -> Path | None:
    """Return the one file of this device that is dragged, or None."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
