"""An import with a window beside it: an event every five milliseconds says how long the window could do nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.ids import new_id
from crm_desktop.store.opening import open_store
from crm_desktop.views.actions import ActionBoard
from crm_desktop.views.background import Background
from crm_desktop.views.desk import Desk
from crm_desktop.views.importing.session import ImportSession
from crm_desktop.views.importing.work import Wanted
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Navigator
from crm_desktop.views.notices import Notices
from crm_desktop.views.refresh import Refresh
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.progress import Progress

_TICK_MS = 5


@dataclass(slots=True)
class Found:
    """How long the parts took, in seconds, and the window's waits while the import wrote."""

    preview_seconds: float = 0.0
    seconds: float = 0.0
    undo_seconds: float = 0.0
    written: int = 0
    gaps_ms: list[float] = field(default_factory=list)


def desk_on(folder: Path) -> tuple[QApplication, Desk]:
    """Return an application in Chinese and a desk on a new replica."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    current_theme().install(application)
    current_language().use("zh")
    store = open_store(folder / "replica.db", os.urandom(32), SystemClock())
    store.sign(new_id(), "benchmark")
    desk = Desk(
        store=store,
        background=Background(),
        refresh=Refresh(),
        actions=ActionBoard(),
        navigator=Navigator(),
        notices=Notices(),
        clock=SystemClock(),
        me=store.identity().user_id,
    )
    return application, desk


def import_in_window(folder: Path, path: Path) -> Found:
    """Open, preview, import and take back, as the dialog does."""
    application, desk = desk_on(folder)
    try:
        return _imported(application, desk, path)
    finally:
        desk.background.drain()
        desk.store.close()


def _imported(application: QApplication, desk: Desk, path: Path) -> Found:
    found, parent = Found(), QObject()
    session, shown = ImportSession(desk, parent), Progress("…")
    session.advanced.connect(lambda done: shown.set_progress(0.5, str(done)))
    shown.show()
    session.open(Wanted(path))
    _until(application, lambda: session.file is not None and not session.busy)
    session.choose_kind("account")
    found.preview_seconds = _timed(application, session.rehearse, lambda: session.report is not None)
    ticks: list[float] = []
    clock = QTimer(parent, interval=_TICK_MS)
    clock.timeout.connect(lambda: ticks.append(time.perf_counter()))
    clock.start()
    found.seconds = _timed(application, session.write, lambda: session.outcome is not None)
    clock.stop()
    assert session.outcome is not None
    assert session.outcome.report is not None
    found.written = session.outcome.report.tables[0].tally.created
    found.gaps_ms = [(after - before) * 1000 for before, after in pairwise(ticks)]
    found.undo_seconds = _timed(application, session.take_back, lambda: not session.writing)
    return found


def _timed(application: QApplication, begin: Callable[[], object], reached: Callable[[], bool]) -> float:
    start = time.perf_counter()
    begin()
    _until(application, reached)
    return time.perf_counter() - start


def _until(application: QApplication, reached: Callable[[], bool]) -> None:
    # Without a time: with one Qt does not wait but spins, and takes a core from what is measured.
    while not reached():
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
