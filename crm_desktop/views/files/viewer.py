"""Looks at pictures and texts inside the program, so that nothing of them is written to a disk unencrypted.

Arrows go to the next, Ctrl with plus, minus and 0 zoom, Escape closes. What is shown is read off the UI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.files.previews import first_page, is_text, picture
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import rounded_box

if TYPE_CHECKING:
    from crm_desktop.store.opening import Store
    from crm_desktop.store.queries.attachments import FileView


class Saving(Protocol):
    """What the viewer needs beside the content: where it is read, and saving a copy."""

    desk: Desk

    def save_as(self, view: FileView, parent: QWidget) -> None:
        """Write a plain copy where the person says."""


_BOUND = 4_096
"""Most pixels each way that a picture takes in memory."""
_STEP, _CLOSEST = 1.25, 8.0
_EDGE = 24


@dataclass(frozen=True, slots=True)
class Shown:
    """What a content looks like: a picture, or the words of its first page, or neither."""

    image: QImage | None = None
    words: str | None = None


class FileViewer(Component, QDialog):
    """`FileViewer(acts, view, among, window).open()`; as large as its window, gone when it is closed."""

    def __init__(self, acts: Saving, view: FileView, among: Sequence[FileView], window: QWidget) -> None:
        super().__init__(window)
        self._acts, self._among = acts, list(among)
        self._place = next((at for at, each in enumerate(among) if each.record.id == view.record.id), 0)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setModal(True)
        set_surface(self, "app")
        self.name = Label("", "heading", elide=True)
        self.meta = Label("", "caption", "text.secondary")
        self.canvas = PictureCanvas()
        self.page = QPlainTextEdit()
        self.page.setReadOnly(True)
        self.page.setAccessibleName(str(text("files", "First page")))
        self.nothing = EmptyState(
            "image",
            text("files", "This cannot be shown here"),
            text("files", "The picture is damaged or too large. Save a copy to open it elsewhere."),
        )
        self.stack = QStackedWidget()
        for each in (self.canvas, self.page, self.nothing):
            self.stack.addWidget(each)
        self._lay_out()
        self.setGeometry(window.geometry() if window.isWindow() else window.rect())
        self.settle()
        self._show()

    @property
    def view(self) -> FileView:
        """The file that is shown."""
        return self._among[self._place]

    def step(self, by: int) -> None:
        """Show the next file or the one before, round and round."""
        if len(self._among) > 1:
            self._place = (self._place + by) % len(self._among)
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrows, zoom with Ctrl and plus, minus, 0; Escape is the dialog's own."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_PageDown) and not control:
            self.step(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Backspace, Qt.Key.Key_PageUp) and not control:
            self.step(-1)
        elif control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.canvas.zoom(_STEP)
        elif control and key == Qt.Key.Key_Minus:
            self.canvas.zoom(1 / _STEP)
        elif control and key == Qt.Key.Key_0:
            self.canvas.fit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Be called by the file's name."""
        self.setWindowTitle(self.view.file_name)
        self.setAccessibleName(self.view.file_name)

    def _show(self) -> None:
        view, desk = self.view, self._acts.desk
        self.retranslate()
        self.name.set_wording(view.file_name)
        formats = current_formats(desk.clock.now())
        where = text("files", "{number} of {total}", number=self._place + 1, total=len(self._among))
        self.meta.set_wording(
            text("files", "{size} · {place}", size=formats.file_size(view.size), place=where)
            if len(self._among) > 1
            else formats.file_size(view.size)
        )
        self.canvas.show_picture(None, view.file_name)
        self.stack.setCurrentWidget(self.canvas)
        work = partial(_look, desk.store, view.sha256, view.media_type)
        desk.background.read(work, partial(self._take, view), self._failed, owner=self, token="look")  # noqa: S106

    def _take(self, view: FileView, shown: Shown) -> None:
        zooms = shown.image is not None
        for button in self._zooms:
            button.setEnabled(zooms)
        if shown.image is not None:
            self.canvas.show_picture(shown.image, view.file_name)
            self.stack.setCurrentWidget(self.canvas)
        elif shown.words is not None:
            self.page.setPlainText(shown.words)
            self.stack.setCurrentWidget(self.page)
        else:
            self.stack.setCurrentWidget(self.nothing)

    def _failed(self, error: Exception) -> None:
        self._acts.desk.notices.fail(error)
        self.reject()

    def _lay_out(self) -> None:
        top = QWidget()
        set_surface(top, "surface")
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.meta)
        row.addLayout(names, 1)
        self._zooms = [
            IconButton(text("files", "Zoom out"), "zoom-out", lambda: self.canvas.zoom(1 / _STEP), shortcut="Ctrl+-"),
            IconButton(text("files", "Zoom in"), "zoom-in", lambda: self.canvas.zoom(_STEP), shortcut="Ctrl++"),
            IconButton(text("files", "Fit to the window"), "maximize-2", self.canvas.fit, shortcut="Ctrl+0"),
        ]
        steps = [
            IconButton(text("files", "Previous file"), "chevron-left", lambda: self.step(-1), shortcut="Left"),
            IconButton(text("files", "Next file"), "chevron-right", lambda: self.step(1), shortcut="Right"),
        ]
        for each in steps:
            each.setEnabled(len(self._among) > 1)
        save = IconButton(text("files", "Save a copy"), "download", lambda: self._acts.save_as(self.view, self))
        close = IconButton(text("files", "Close"), "x", self.reject, shortcut="Esc")
        for button in (*steps, *self._zooms, save, close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.stack, 1)
        self.canvas.stepped.connect(self.step)
        self.canvas.setFocus()


class PictureCanvas(QWidget):
    """A picture as large as there is room, zoomed about the pointer, dragged where it is larger than the room."""

    stepped = Signal(int)
    """The wheel was turned without Ctrl."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._zoom = 1.0
        self._shift = QPointF()
        self._dragged: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def zoom_factor(self) -> float:
        """1 fits the picture into the room."""
        return self._zoom

    def show_picture(self, image: QImage | None, name: str) -> None:
        """Show another picture, fitted."""
        self._image = image
        self.setAccessibleName(name)
        self.fit()

    def fit(self) -> None:
        """Show all of it."""
        self._zoom, self._shift = 1.0, QPointF()
        self.update()

    def zoom(self, by: float, about: QPointF | None = None) -> None:
        """Show it larger or smaller, keeping the point below `about` where it is."""
        before = self._zoom
        self._zoom = min(_CLOSEST, max(1.0, before * by))
        centre = QRectF(self.rect()).center()
        from_centre = (about if about is not None else centre) - centre
        self._shift = from_centre - (from_centre - self._shift) * (self._zoom / before)
        self._hold()

    def place(self) -> QRectF:
        """Return where the picture is painted."""
        if self._image is None:
            return QRectF()
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        size = QSizeF(self._image.size())
        if size.width() > room.width() or size.height() > room.height():
            size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        size *= self._zoom
        centre = QRectF(self.rect()).center() + self._shift
        return QRectF(centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, step without."""
        turned = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if turned > 0 else 1 / _STEP, event.position())
        elif abs(turned) >= 120:
            self.stepped.emit(-1 if turned > 0 else 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a picture that is larger than the room."""
        self._dragged = event.position() if self._zoom > 1 else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._dragged is not None:
            self._shift += event.position() - self._dragged
            self._dragged = event.position()
            self._hold()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom in, or fit again."""
        self.fit() if self._zoom > 1 else self.zoom(2.0, event.position())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture on the ground of the window; photos stay as they are in both themes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("bg.app"))
        if self._image is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self.place()
        painter.drawImage(place, self._image)
        rounded_box(painter, place, 0, None, current_theme().color("border.default"))

    def _hold(self) -> None:
        """Keep some of the picture in sight."""
        place = self.place()
        most_x, most_y = max(0.0, place.width() - self.width()) / 2, max(0.0, place.height() - self.height()) / 2
        x = min(most_x, max(-most_x, self._shift.x()))
        self._shift = QPointF(x, min(most_y, max(-most_y, self._shift.y())))
        self.update()


def _look(store: Store, sha256: str, media_type: str) -> Shown:
    with store.attachments.stream(sha256) as stream:
        if is_text(media_type):
            return Shown(words=first_page(stream))
        return Shown(picture(stream, media_type, _BOUND))
