"""Who writes next: one writer at a time, and a person before a sync that has not begun its next batch."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class RightOfWay:
    """A lock with two queues: whoever is urgent goes first."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._held = False
        self._urgent = 0

    @property
    def wanted(self) -> bool:
        """Whether somebody urgent waits; whoever holds the lock for long should look."""
        return self._urgent > 0

    @contextmanager
    def taken(self, urgent: bool) -> Iterator[None]:
        """Hold the lock for the block."""
        self._take(urgent)
        try:
            yield
        finally:
            with self._free:
                self._held = False
                self._free.notify_all()

    def _take(self, urgent: bool) -> None:
        with self._free:
            self._urgent += urgent
            try:
                self._free.wait_for(lambda: not self._held and (urgent or not self._urgent))
                self._held = True
            finally:
                self._urgent -= urgent
