"""The talk's own time: how long it has gone on without its pauses, in milliseconds."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

_TICK_MS = 1_000


class TalkClock(QObject):
    """Runs from `set_elapsed` on while it is not paused; `ticked` each second while it runs."""

    ticked = Signal()
    state_changed = Signal()

    def __init__(self, parent: QObject | None = None, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now = now
        self._before = 0
        self._since: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.ticked)

    @property
    def running(self) -> bool:
        """Whether it runs now."""
        return self._since is not None

    def elapsed_ms(self) -> int:
        """Return how long the talk has gone on."""
        return self._before + (round((self._now() - self._since) * 1_000) if self._since is not None else 0)

    def set_elapsed(self, elapsed_ms: int) -> None:
        """Stand at this time, paused."""
        self._timer.stop()
        self._before, self._since = elapsed_ms, None
        self.state_changed.emit()

    def resume(self) -> None:
        """Run, or run on."""
        if self._since is None:
            self._since = self._now()
            self._timer.start()
            self.state_changed.emit()

    def pause(self) -> None:
        """Stand still."""
        self.set_elapsed(self.elapsed_ms())


def clock_face(elapsed_ms: int, *, hours: bool = True) -> str:
    """Return `00:31:46`, or `31:46` where hours are only told when there are any."""
    seconds = max(0, elapsed_ms) // 1_000
    rest = f"{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{seconds // 3600:02}:{rest}" if hours or seconds >= 3_600 else rest
