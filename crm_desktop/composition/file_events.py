"""What the system asks a running program to open: on macOS files and addresses come as events, not as arguments."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class FileEvents(QObject):
    """`FileEvents(application, window, windows.open)`; goes with the window."""

    def __init__(self, application: QApplication, window: QObject, hear: Callable[[str], object]) -> None:
        super().__init__(window)
        self._hear = hear
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002 - Qt's own signature
        """Take what is to be opened; everything else goes on."""
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            self._hear(event.file() or event.url().toString())
            return True
        return False
