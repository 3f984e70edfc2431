"""Python's cycle collector, kept on the UI thread.

A collection runs in whatever thread happens to allocate. In a reader or sync thread it would take down widgets that
only the UI thread may touch, and the program would crash now and then. So while threads work beside the windows the
automatic collector is off, and a timer of the UI thread does its work.

What a large write has in hand is no garbage, and is looked through the longer the more it is: while one is under way
nothing is collected for some seconds.
"""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimerEvent

_INTERVAL_MS = 300
_LONGEST_SECONDS = 5.0
"""After so long it is collected whatever is under way."""


class Collector(QObject):
    """Collects as often as Python itself would, from its making until `stop`; several may be at work."""

    _at_work = 0

    def __init__(self, parent: QObject, is_writing: Callable[[], bool] = bool) -> None:
        super().__init__(parent)
        self._is_writing = is_writing
        self._looked = time.monotonic()
        self._timer = self.startTimer(_INTERVAL_MS)
        Collector._at_work += 1
        gc.disable()

    def timerEvent(self, event: QTimerEvent) -> None:
        """Collect now and then."""
        if not self._is_writing() or time.monotonic() - self._looked > _LONGEST_SECONDS:
            self._looked = time.monotonic()
            self.collect()

    def collect(self) -> None:
        """Collect the oldest generation that is due, and those younger."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Hand the work back to Python; call once, after the threads have ended."""
        self.killTimer(self._timer)
        Collector._at_work -= 1
        if not Collector._at_work:
            gc.enable()
