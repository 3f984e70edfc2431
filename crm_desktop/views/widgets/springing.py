"""Springing: a button that leads somewhere is pressed when something carried rests on it; the drag goes on there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

_REST_MS = 500
_OURS = "application/x-fieldline-"


class Springing(QObject):
    """`Springing(rail)`, for all buttons in it; for what is carried inside of the program, files of others stay out."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self.over: QAbstractButton | None = None
        """The button on which something rests."""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_REST_MS)
        self.timer.timeout.connect(self._press)
        area.setAcceptDrops(True)
        area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait while it rests on a button; it cannot be let go of here."""
        if isinstance(event, QDragMoveEvent):
            if not any(each.startswith(_OURS) for each in event.mimeData().formats()):
                return False
            self._rest_on(self._area.childAt(event.position().toPoint()))
            event.setAccepted(isinstance(event, QDragEnterEvent))  # else nobody would tell when it moves on
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop, QEvent.Type.Hide):
            self._rest_on(None)
        return False

    def rest(self) -> None:
        """Press nothing: what is carried has another place here."""
        self._rest_on(None)

    def _rest_on(self, widget: QWidget | None) -> None:
        button = widget if isinstance(widget, QAbstractButton) else None
        if button is not self.over:
            self.over = button
            self.timer.stop()
            if button is not None:
                self.timer.start()

    def _press(self) -> None:
        if self.over is not None:
            self.over.click()
