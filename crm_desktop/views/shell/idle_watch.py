"""Noticing that nobody is there: input into the program's windows counts, time is taken from two clocks.

Only the window that has the focus is listened to: a filter on the whole application would see every event there is.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_MS = 5_000
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """`set_minutes(15)`, then `idle` when nobody has touched anything for so long."""

    idle = Signal()

    def __init__(
        self,
        parent: QObject,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._monotonic, self._wall = monotonic, wall
        self.minutes = 0
        """How long nobody may be away; 0 means that it does not matter. Set by `set_minutes`."""
        self._window: QWindow | None = None
        self._last = (monotonic(), wall())
        self.timer = QTimer(self, interval=LOOK_MS)
        self.timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._follow)
        self._follow(application.focusWindow())

    def set_minutes(self, minutes: int) -> None:
        """Take another time; 0 means that nobody is ever too long away."""
        if minutes != self.minutes:
            self.minutes = minutes
            self.touch()
        if minutes:
            self.timer.start()
        else:
            self.timer.stop()

    def touch(self) -> None:
        """Count from now on."""
        self._last = (self._monotonic(), self._wall())

    def look(self) -> None:
        """Tell if it has been too long. A machine that slept has only moved its wall clock."""
        monotonic, wall = self._last
        passed = max(self._monotonic() - monotonic, self._wall() - wall)
        if self.minutes and passed >= self.minutes * 60:
            self.touch()
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that somebody is there."""
        if event.type() in _INPUT:
            self.touch()
        return False

    def _follow(self, window: QWindow | None) -> None:
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window.destroyed.disconnect(self._forget)
        self._window = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._forget)
            self.touch()

    def _forget(self) -> None:
        self._window = None
