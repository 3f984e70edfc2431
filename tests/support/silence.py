"""A test run is silent: what a test leaves in the log, running or open makes it fail.

pytest turns Python warnings into errors and pytest-qt turns Qt's messages into failures (both in pyproject.toml);
this module watches log records, threads, and, once Qt is loaded, timers and top-level windows.
"""

from __future__ import annotations

import gc
import logging
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ExtensionFileLoader, SourceFileLoader
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget

GRACE_SECONDS = 20.0
"""A thread that is about to end may wait long for its turn on a busy machine."""


class LogWatch(logging.Handler):
    """Collects records of level warning and above."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line of the record."""
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@contextmanager
def watched_log() -> Iterator[LogWatch]:
    """Watch the root logger, and yield the watch."""
    watch = LogWatch()
    root = logging.getLogger()
    root.addHandler(watch)
    try:
        yield watch
    finally:
        root.removeHandler(watch)


class ScreensWatch:
    """Collects what makes Qt's classes in another thread than the main one, which crashes now and then."""

    def __init__(self) -> None:
        self.names: list[str] = []
        for loader in (SourceFileLoader, ExtensionFileLoader):
            self._watch(loader)

    def _watch(self, loader: type[SourceFileLoader] | type[ExtensionFileLoader]) -> None:
        load = loader.exec_module

        def exec_module(its: Any, module: ModuleType) -> None:
            if threading.current_thread() is not threading.main_thread() and _names_qt(its, module.__name__):
                self.names.append(module.__name__)
            load(its, module)

        loader.exec_module = exec_module  # type: ignore[method-assign, assignment]

    def taken(self) -> list[str]:
        """Return what was found since it was last asked."""
        found, self.names = self.names, []
        return found


def _names_qt(loader: Any, name: str) -> bool:
    if name.startswith("PySide6."):
        return True
    return name.startswith("crm_desktop.") and "PySide6" in (loader.get_source(name) or "")


def living_threads() -> set[threading.Thread]:
    """Return the threads Python started; threads of Qt and of C libraries only have a dummy here."""
    return {each for each in threading.enumerate() if not isinstance(each, threading._DummyThread)}


def leftover_threads(before: set[threading.Thread]) -> list[str]:
    """Return the names of threads that outlive the test, after a moment to finish."""
    leftovers = living_threads() - before
    for thread in leftovers:
        thread.join(GRACE_SECONDS)
    return sorted(thread.name for thread in leftovers if thread.is_alive())


def qt_is_in_use() -> bool:
    """Tell whether a Qt application exists, without loading Qt."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    return widgets is not None and widgets.QApplication.instance() is not None


class TimerWatch:
    """Remembers which QTimers were started from Python."""

    def __init__(self) -> None:
        self._started: list[weakref.ref[QTimer]] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Note every start while the context lasts."""
        core = sys.modules.get("PySide6.QtCore")
        if core is None:
            yield
            return
        start = core.QTimer.start

        def noted_start(timer: QTimer, *arguments: Any) -> None:
            self._started.append(weakref.ref(timer))
            start(timer, *arguments)

        core.QTimer.start = noted_start
        try:
            yield
        finally:
            core.QTimer.start = start

    def leftovers(self) -> list[str]:
        """Return a line for each noted timer that still runs."""
        import shiboken6

        timers = [timer for reference in self._started if (timer := reference()) is not None]
        running = [timer for timer in timers if shiboken6.isValid(timer) and timer.isActive()]
        return [f"{timer.interval()} ms timer of {type(timer.parent()).__name__}" for timer in running]


def top_level_windows() -> list[QWidget]:
    """Return the windows that exist now; empty without Qt."""
    if not qt_is_in_use():
        return []
    from PySide6.QtWidgets import QApplication

    # Qt keeps the tooltip's label and menus' shadows for itself.
    return [each for each in QApplication.topLevelWidgets() if each.metaObject().className() != "QTipLabel"]


def leftover_windows(before: list[QWidget]) -> list[str]:
    """Return a line for each window the test left behind, after pending deletions were carried out."""
    leftovers = _new_windows(before)
    if leftovers:
        del leftovers
        gc.collect()  # a window in a reference cycle is not the test's fault
        leftovers = _new_windows(before)
    return [f"{type(each).__name__} {each.windowTitle()!r}" for each in leftovers]


def _new_windows(before: list[QWidget]) -> list[QWidget]:
    if not qt_is_in_use():
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [each for each in top_level_windows() if each not in before]
