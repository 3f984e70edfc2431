"""Python's cycle collector, kept on the UI thread.

A collection runs in whatever thread happens to allocate. In a reader or sync thread it would take down widgets that
only the UI thread may touch, and the program would crash now and then. So while threads work beside the windows the
automatic collector is off, and a timer of the UI thread does its work.
"""

import gc

from PySide6.QtCore import QObject, QTimerEvent

_INTERVAL_MS = 300


class Collector(QObject):
    """Collects as often as Python itself would, from its making until `stop`; several may be at work."""

    _at_work = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = self.startTimer(_INTERVAL_MS)
        Collector._at_work += 1
        gc.disable()

    def timerEvent(self, event: QTimerEvent) -> None:
        """Collect now and then."""
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
