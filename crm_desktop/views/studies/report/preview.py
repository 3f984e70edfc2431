"""The pages of a report as they will come out of the printer, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component

WIDTH = 1_000
"""Of a page upright, in pixels of the picture: enough for twice as many pixels as a small window has."""
MOST_PAGES = 60
_MARGIN, _MOST_SHOWN = 24, 760


def page_images(pdf: bytes) -> tuple[QImage, ...]:
    """Return pictures of a file's pages; off the UI thread."""
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    found = []
    for number in range(min(document.pageCount(), MOST_PAGES)):
        points = document.pagePointSize(number)
        scale = WIDTH / min(points.width(), points.height())
        drawn = document.render(number, QSize(round(points.width() * scale), round(points.height() * scale)))
        page = QImage(drawn.size(), QImage.Format.Format_RGB32)
        page.fill(0xFFFFFFFF)
        painter = QPainter(page)
        painter.drawImage(0, 0, drawn)
        painter.end()
        found.append(page)
    document.close()
    return tuple(found)


class Preview(QScrollArea):
    """`show_pages(images)`; scrolls with the wheel, the arrows and the page keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holder = QWidget()
        self._holder.setProperty("scrollContent", True)
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._column.setSpacing(16)
        self.sheets: list[_Sheet] = []
        self.setWidget(self._holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("pane", True)

    def show_pages(self, images: Sequence[QImage]) -> None:
        """Show these pages; where the person was reading stays in sight."""
        at = self.verticalScrollBar().value()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.sheets = [_Sheet(image) for image in images]
        for sheet in self.sheets:
            self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch()
        self._fit()
        self.verticalScrollBar().setValue(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show pages as broad as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().width() - 2 * _MARGIN
        for sheet in self.sheets:
            sheet.fit(room)


class _Sheet(Component, QWidget):
    """One page with a line around it."""

    def __init__(self, image: QImage) -> None:
        super().__init__()
        self._image = image

    def fit(self, room: int) -> None:
        """Take the size that the room allows; a page on its side stands as broad as an upright one is high."""
        upright = self._image.height() > self._image.width()
        width = min(room, round(_MOST_SHOWN * (1 if upright else 1.2)))
        height = round(width * self._image.height() / max(self._image.width(), 1))
        self.setFixedSize(max(width, 60), max(height, 60))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page; paper stays light in the dark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._image)
        painter.setPen(QPen(current_theme().color("border.default"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
