"""How far work in another thread is, and the wish to stop it: written there, read here, no signals in between."""

import threading


class Watch:
    """A `models.importing.ports.Watcher`; the dialog reads `done` by a timer, so that no flood of events arises."""

    def __init__(self) -> None:
        self.done = 0
        self._stopped = threading.Event()

    def progress(self, table: str, done: int) -> None:
        """Hear how many rows have been dealt with."""
        self.done = done

    def cancelled(self) -> bool:
        """Tell the work whether to stop."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Wish it to stop."""
        self._stopped.set()
