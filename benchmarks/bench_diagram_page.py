"""The page of a process in the real window: from the wish to the painted map, and a step dragged with all around it.

The window is the program's own, with its rail and bars, on an encrypted store; `--nodes N` takes another size.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bench_diagram import write_map
from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, percentile
from benchmarks.sample_maps import renumbered, structured_map
from benchmarks.screen_desk import BEAT_MS, MeasuredDesk, measured_desk, timed
from crm_desktop.models.ids import new_id

if TYPE_CHECKING:
    from crm_desktop.store.opening import Store
    from crm_desktop.views.diagram.page import ProcessPage
    from crm_desktop.views.shell.main_window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NAME = "diagram-page"
_NODES, _LEAST = 1_000, 100
_OPENED, _FRAME, _PAUSE = 250, 8, 16
_ROUNDS, _FRAMES = 5, 60


def run(options: Options) -> list[Measurement]:
    """Open a map from the list of processes some times, then drag one of its steps."""
    nodes = options.nodes or max(round(_NODES * options.scale), _LEAST)
    maps = [new_id() for _ in range(_ROUNDS)]

    def fill(store: Store, _: str) -> None:
        for each in maps:
            write_map(store, renumbered(structured_map(nodes, each)))

    with measured_desk(options.folder, fill) as desk, _window(desk) as window:
        opened = _opened(desk, window, maps, nodes)
        return [*opened, *_dragged(desk, window, nodes), *_exported(desk, window, nodes, options.folder)]


@contextmanager
def _window(desk: MeasuredDesk) -> Iterator[MainWindow]:
    from crm_desktop.views.shell.main_window import MainWindow
    from crm_desktop.views.shell.tools import Tools

    of = desk.desk
    window = MainWindow(Tools(of.background, of.refresh, of.actions, of.navigator, of.notices, clock=of.clock))
    window.resize(1440, 900)
    window.show()
    window.furnish(of)
    desk.settle()
    try:
        yield window
    finally:
        of.background.drain()
        window.close()
        window.deleteLater()
        desk.settle()


def _opened(desk: MeasuredDesk, window: MainWindow, maps: list[str], nodes: int) -> list[Measurement]:
    """Open maps one after the other; the first one finds nothing in any cache."""
    from crm_desktop.views.navigation import Place

    taken, paused = [], []
    for process_id in maps:
        window.workplace.host.go(Place("processes"))
        desk.settle()

        def go(wanted: str = process_id) -> None:
            window.workplace.host.go(Place("processes", wanted))
            desk.wait(lambda: _is_painted(window, wanted))

        taken.append(timed(go)[0])
        paused.append(desk.longest)
    return [
        at_most(f"{nodes:,}: page opened to painted, first", taken[0], "ms", _OPENED),
        at_most(f"{nodes:,}: page opened to painted", percentile(taken, 50), "ms", _OPENED, taken),
        Measurement(f"{nodes:,}: longest pause of the window meanwhile", percentile(paused, 50), "ms", samples=paused),
    ]


def _is_painted(window: MainWindow, process_id: str) -> bool:
    page = _page(window)
    return page is not None and page.process_id == process_id and page.editor is not None and page.editor.canvas.painted


def _page(window: MainWindow) -> ProcessPage | None:
    from crm_desktop.views.diagram.page import ProcessPage

    page = window.workplace.host.page
    return page if isinstance(page, ProcessPage) else None


def _dragged(desk: MeasuredDesk, window: MainWindow, nodes: int) -> list[Measurement]:
    """Carry a step over the map by the mouse and let everything in the window paint."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    page = _page(window)
    assert page is not None
    assert page.editor is not None
    canvas = page.editor.canvas
    node = next(each for each in canvas.session.chart.nodes.values() if each.form == "task")
    canvas.view.show_element(node.id)
    desk.settle()
    at = canvas.port.to_window(canvas.picture.boxes[node.id].middle).toPoint()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, Qt.KeyboardModifier.NoModifier, at)
    frames = []
    for number in range(_FRAMES):

        def frame(step: int = number) -> None:
            QTest.mouseMove(canvas, at + QPoint(step * 5, step * 6))
            desk.application.processEvents()

        frames.append(timed(frame)[0])
    QTest.mouseRelease(canvas, left, Qt.KeyboardModifier.NoModifier, at)
    return [
        Measurement(f"{nodes:,}: drag frame with all around it, p50", percentile(frames, 50), "ms"),
        at_most(f"{nodes:,}: drag frame with all around it, p95", percentile(frames, 95), "ms", _FRAME, frames),
    ]


def _exported(desk: MeasuredDesk, window: MainWindow, nodes: int, folder: Path) -> list[Measurement]:
    """Write pictures and pages while the window is idle, and note how long it could not have answered."""
    from PySide6.QtCore import QEventLoop

    page = _page(window)
    assert page is not None
    assert page.editor is not None
    found = []
    for ending in (".png", ".pdf"):
        path = folder / f"map{ending}"
        desk.settle()
        begin = time.perf_counter()
        page.editor.exporting.export_to(path)
        asked = (time.perf_counter() - begin) * 1000
        beats: list[float] = []
        while not path.exists():
            before = time.perf_counter()
            desk.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            beats.append((time.perf_counter() - before) * 1000 - BEAT_MS)
        whole = (time.perf_counter() - begin) * 1000
        found += [
            Measurement(f"{nodes:,}: export as {ending}", whole, "ms"),
            at_most(
                f"{nodes:,}: window's pause while exporting as {ending}, p99",
                max(asked, percentile(beats, 99)),
                "ms",
                _PAUSE,
            ),
        ]
    return found
