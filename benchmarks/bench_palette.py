"""The palette over a replica with 20,000 accounts: from the key to its first picture, and from a letter to its rows."""

from __future__ import annotations

import os
import time

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, percentile
from crm_desktop.models.edits import Create

NAME = "palette"
_ACCOUNTS = 20_000
_ROUNDS = 40
_MOST_MS = 50.0


def run(options: Options) -> list[Measurement]:
    """Open it again and again, and type a letter."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QWidget

    from benchmarks.import_window import desk_on
    from crm_desktop.views.palette.palette import Palette

    application, desk = desk_on(options.folder)
    count = max(int(_ACCOUNTS * options.scale), 2_000)
    for first in range(0, count, 2_000):
        names = [f"上海恒川精密 {number}" for number in range(first, first + 2_000)]
        desk.store.door.commit("import", [Create("account", {"name": name}) for name in names])
    window = QWidget()
    window.resize(1440, 900)
    window.show()
    palette = Palette(desk, window)
    opened, listed = [], []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        palette.open()
        palette.repaint()
        opened.append((time.perf_counter() - start) * 1000)
        while not palette.model.rows:
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 200)
        start = time.perf_counter()
        palette.model.show([])
        palette.open("上")
        while not palette.model.rows:
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 200)
        palette.repaint()
        listed.append((time.perf_counter() - start) * 1000)
        palette.dismiss()
        palette.model.show([])
    desk.background.drain()
    desk.store.close()
    return [
        at_most("from the key to the picture, p95", percentile(opened, 95), "ms", _MOST_MS, opened),
        at_most("from a letter to its rows, p95", percentile(listed, 95), "ms", 2 * _MOST_MS, listed),
    ]
