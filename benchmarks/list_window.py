"""The window's part of a long list: a real table on a real replica, from the wish to what is painted."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import TYPE_CHECKING

import psutil

from benchmarks.report import Measurement, at_most, percentile
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.reader import Reader

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_FIRST_ROWS, _JUMP, _SCROLL, _MEMORY = 60.0, 40.0, 10.0, 60.0
_BEAT_MS = 5
_READERS = 3
"""As many threads as the window reads with, each with a connection."""
_SCROLLED, _JUMPS, _OPENED = 400, 12, 5
_PATIENCE_S = 300.0
_STEEL = Definition(filter=Group((Condition("industry", Operator.IS, "steel"),)))
_BY_VALUE = Definition(sorts=(Sort("annual_value", descending=True),))


def measure_window(store: Store, me: str) -> list[Measurement]:
    """Open, jump, scroll, filter and sort a list of all accounts in a shown table."""
    from PySide6.QtWidgets import QApplication

    from crm_desktop.views.theme.current import current_theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    current_theme().install(application)
    window = _Window(application, store, me)
    try:
        return [*window.opened(), *window.jumped(), *window.scrolled(), window.memory()]
    finally:
        window.close()


class _Window:
    """A shown table with its model, and the means to wait for it."""

    def __init__(self, application: QApplication, store: Store, me: str) -> None:
        from PySide6.QtCore import Qt, QTimer

        from crm_desktop.views.actions import ActionBoard
        from crm_desktop.views.background import Background
        from crm_desktop.views.desk import Desk
        from crm_desktop.views.navigation import Navigator
        from crm_desktop.views.notices import Notices
        from crm_desktop.views.refresh import Refresh
        from crm_desktop.views.tables.list_model import ListModel
        from crm_desktop.views.tables.list_view import ListView
        from crm_desktop.views.tables.reading import Asked, Whole

        self.application = application
        self.background = Background()
        tools = (Refresh(), ActionBoard(), Navigator(), Notices(), SystemClock())
        self.desk = Desk(store, self.background, *tools, me)
        window = self

        class Timed(ListModel):
            """Notes how long it takes from the query's answer until its rows are painted."""

            def _opened(self, asked: Asked, found: Whole) -> None:
                begin, worked = time.perf_counter(), time.thread_time()
                super()._opened(asked, found)
                window.view.viewport().repaint()
                window.painted, window.worked = _since(begin), (time.thread_time() - worked) * 1000

        self.painted = self.worked = 0.0
        self.model = Timed(self.desk)
        self.view = ListView(self.model)
        self.view.resize(1232, 760)
        self.view.show()
        self._heartbeat = QTimer(interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._heartbeat.timeout.connect(self._beat)
        self._heartbeat.start()
        self._beat_at, self.longest = time.perf_counter(), 0.0
        self._warm(store, me)
        gc.collect()
        self._before = psutil.Process().memory_info().rss
        self.show(Definition(columns=("health",)))
        self.wait(lambda: self.model.complete)

    def show(self, definition: Definition) -> None:
        """Ask for a list."""
        from crm_desktop.views.language.formats import current_formats
        from crm_desktop.views.tables.reading import Asked

        formats = current_formats(self.desk.clock.now())
        self.model.show(Asked("account", definition, self.desk.me, formats.today, formats.zone))

    def opened(self) -> list[Measurement]:
        """Measure, for several lists, how long the first rows take to stand there once the query has answered."""
        lists = {"by name": Definition(), "filtered": _STEEL, "sorted by value": _BY_VALUE}
        found = []
        for name, definition in lists.items():
            painted, whole, blocked, worked = [], [], [], []
            for _ in range(_OPENED):
                paint, all_rows, gap = self._open(definition)
                painted.append(paint)
                whole.append(all_rows)
                blocked.append(gap)
                worked.append(self.worked)
            found.append(
                at_most(f"window: first rows {name}, median", percentile(painted, 50), "ms", _FIRST_ROWS, painted)
            )
            found.append(Measurement(f"window: … the window's own work {name}", percentile(worked, 50), "ms"))
            found.append(Measurement(f"window: all rows known {name}", percentile(whole, 50), "ms"))
            found.append(Measurement(f"window: longest pause meanwhile {name}", max(blocked), "ms"))
        begin = time.perf_counter()
        self.show(Definition())
        self.wait(lambda: self.model.complete)
        self.wait(lambda: self.model.totals.count == self.model.rows.count)
        found.append(Measurement("window: totals of all known", _since(begin), "ms"))
        return found

    def jumped(self) -> list[Measurement]:
        """Measure jumps to the end: until rows are painted, and until their records have arrived."""
        bar, painted, arrived, worked = self.view.verticalScrollBar(), [], [], []
        for number in range(_JUMPS):
            bar.setValue(0 if number % 2 else bar.maximum())
            begin, busy = time.perf_counter(), time.thread_time()
            self.view.viewport().repaint()
            painted.append(_since(begin))
            last = self.model.rows.lines - 1 if not number % 2 else 0
            self.wait(partial(self._is_here, last))
            self.view.viewport().repaint()
            arrived.append(_since(begin))
            worked.append((time.thread_time() - busy) * 1000)
        return [
            at_most("window: jump to the end, median", percentile(arrived, 50), "ms", _JUMP, arrived),
            Measurement("window: … the window's own work for a jump", percentile(worked, 50), "ms"),
            Measurement("window: jump, placeholders painted, median", percentile(painted, 50), "ms"),
        ]

    def scrolled(self) -> list[Measurement]:
        """Measure scrolling row by row through the middle, painting each step."""
        bar, steps, worked = self.view.verticalScrollBar(), [], []
        bar.setValue(bar.maximum() // 2)
        self.view.viewport().repaint()
        self.wait(lambda: self.model.row_at(self.view.rowAt(0)) is not None)
        for _ in range(_SCROLLED):
            begin, busy = time.perf_counter(), time.thread_time()
            bar.setValue(bar.value() + 36)
            self.application.processEvents()
            steps.append(_since(begin))
            worked.append((time.thread_time() - busy) * 1000)
        return [
            at_most("window: scroll by a row, p95", percentile(steps, 95), "ms", _SCROLL, steps),
            Measurement("window: … the window's own work for a row, p95", percentile(worked, 95), "ms"),
            Measurement("window: scroll by a row, median", percentile(steps, 50), "ms"),
        ]

    def memory(self) -> Measurement:
        """Return by how much the process has grown since before the list was opened, the store's page caches apart."""
        gc.collect()
        grown = (psutil.Process().memory_info().rss - self._before) / 2**20
        return at_most("window: memory after all that", grown, "MB", _MEMORY)

    def wait(self, until: Callable[[], bool]) -> None:
        """Run the event loop until something holds, and note the longest pause between two beats."""
        from PySide6.QtCore import QEventLoop

        deadline = time.perf_counter() + _PATIENCE_S
        self._beat_at, self.longest = time.perf_counter(), 0.0
        waiting = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        while not until():
            # Waiting and not spinning: a spinning loop would keep the interpreter from the readers.
            self.application.processEvents(waiting)
            if time.perf_counter() > deadline:
                raise TimeoutError("the list did not arrive")

    def close(self) -> None:
        """Take everything down."""
        self._heartbeat.stop()
        self.background.drain()
        self.view.close()
        self.view.deleteLater()
        self.application.processEvents()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._beat_at) * 1000 - _BEAT_MS)
        self._beat_at = now

    def _warm(self, store: Store, me: str) -> None:
        """Fill the page caches of all reading connections: they belong to the store, whoever reads."""
        from crm_desktop.store.queries.lists import totals

        seen_from, together = Standpoint(me, date(2026, 3, 6)), Barrier(_READERS)

        def read_all(reader: Reader) -> None:
            # Together: one after the other they would share a connection, and the others' caches stay empty.
            together.wait()
            totals(reader, "account", Definition(), seen_from, ("employees",))

        with ThreadPoolExecutor(_READERS) as readers:
            for done in [readers.submit(store.read, read_all) for _ in range(_READERS)]:
                done.result()

    def _is_here(self, line: int) -> bool:
        return self.model.row_at(line) is not None

    def _open(self, definition: Definition) -> tuple[float, float, float]:
        """Return how long after the query's answer rows were painted, when all were known, the longest pause."""
        self.show(Definition(columns=("health",), search=" ", sorts=(Sort("health"),)))
        self.wait(lambda: self.model.complete)
        begin = time.perf_counter()
        self.show(definition)
        self.wait(lambda: self.model.complete)
        return self.painted, _since(begin), self.longest


def _since(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000
