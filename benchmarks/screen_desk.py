"""A desk for measuring screens: a real replica filled by hand, a shown window, and the means to wait for an answer."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.ids import new_id
from crm_desktop.store.columns import write_columns
from crm_desktop.store.derived import index_columns, sort_keys
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.rows import as_stored, shape

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from crm_desktop.views.desk import Desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

BEAT_MS = 5
_PATIENCE_S = 60.0
SIZE = (1232, 848)
"""What the shell leaves of a window of 1440 × 900."""


def write_rows(store: Store, kind: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write settled records of a kind, as a first sync leaves them: with sort keys and search."""
    lies = shape(kind)
    columns = {name: [row.get(name) for row in rows] for name in lies.columns}
    with store._database.writing() as connection:
        keys = sort_keys(kind, columns)
        write_columns(connection, KINDS[kind].plural, {**as_stored(kind, columns), "sort_key": keys})
        index_columns(connection, kind, columns)


@contextmanager
def measured_desk(folder: Path, fill: Callable[[Store, str], None]) -> Iterator[MeasuredDesk]:
    """Open a replica, let `fill(store, me)` write into it, and lay a desk on it."""
    me = new_id()
    store = open_store(folder / "replica.db", os.urandom(32), SystemClock())
    try:
        store.sign(me, "benchmark")
        fill(store, me)
        desk = MeasuredDesk(store, me)
        try:
            yield desk
        finally:
            desk.close()
    finally:
        store.close()


class MeasuredDesk:
    """A desk with a heartbeat in its event loop: `longest` is the longest pause between two beats, in ms."""

    def __init__(self, store: Store, me: str) -> None:
        from PySide6.QtCore import Qt, QTimer
        from PySide6.QtWidgets import QApplication

        from crm_desktop.views.lookups import lookups_of
        from crm_desktop.views.theme.current import current_theme

        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        self.application: QApplication = application
        current_theme().install(application)
        self.desk = _lay_out(store, me)
        self._shown: list[QWidget] = []
        self._heartbeat = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._heartbeat.timeout.connect(self._beat)
        self._heartbeat.start()
        self._beat_at, self.longest = time.perf_counter(), 0.0
        lookups = lookups_of(self.desk)
        self.wait(lambda: lookups.now is not None)

    def show(self, widget: QWidget) -> None:
        """Show a widget at the size of a page."""
        self._shown.append(widget)
        widget.resize(*SIZE)
        widget.show()
        self.settle()

    def settle(self) -> None:
        """Let everything that is due happen."""
        for _ in range(3):
            self.application.processEvents()

    def wait(self, until: Callable[[], bool], patience: float = _PATIENCE_S) -> None:
        """Run the event loop until something holds, at most so many seconds."""
        from PySide6.QtCore import QEventLoop

        deadline = time.perf_counter() + patience
        self._beat_at, self.longest = time.perf_counter(), 0.0
        while not until():
            # Waiting and not spinning: a spinning loop would keep the interpreter from the readers.
            self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.perf_counter() > deadline:
                raise TimeoutError("the answer did not arrive")

    def close(self) -> None:
        """Take everything down."""
        self._heartbeat.stop()
        self.desk.background.drain()
        for widget in self._shown:
            widget.close()
            widget.deleteLater()
        self.application.processEvents()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._beat_at) * 1000 - BEAT_MS)
        self._beat_at = now


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds that something took, by the clock and of this thread's own work."""
    gc.collect()
    begin, busy = time.perf_counter(), time.thread_time()
    work()
    return (time.perf_counter() - begin) * 1000, (time.thread_time() - busy) * 1000


def _lay_out(store: Store, me: str) -> Desk:
    from crm_desktop.views.actions import ActionBoard
    from crm_desktop.views.background import Background
    from crm_desktop.views.desk import Desk
    from crm_desktop.views.navigation import Navigator
    from crm_desktop.views.notices import Notices
    from crm_desktop.views.refresh import Refresh

    return Desk(store, Background(), Refresh(), ActionBoard(), Navigator(), Notices(), SystemClock(), me)
