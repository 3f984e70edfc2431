"""The swimlane editor from key event to finished paint, on maps of growing size, beside a naive scene of the same map.

The naive scene is what one writes first: an item for each rectangle, line and label in Qt's own scene.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.naive_scene import NaiveScene
from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, percentile
from benchmarks.sample_maps import structured_map
from crm_desktop.diagrams.commands.become import Arrange
from crm_desktop.diagrams.commands.lanes import AddLane, MoveLane
from crm_desktop.diagrams.ports import AtOnce
from crm_desktop.diagrams.session import Outside, Session, open_session
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.layout.lay_out import lay_out
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.process_map import read_map
from crm_desktop.views.theme.current import current_theme

if TYPE_CHECKING:
    from crm_desktop.views.diagram.canvas import Canvas

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NAME = "diagram"
_SIZES = (100, 500, 1_000, 2_000, 5_000)
_LIMITS = {
    # open, drag frame p95, drop, append / rename / undo, insert or move a lane, pan of the whole map; milliseconds
    100: (50, 8, 8, 8, 10, 5),
    500: (110, 8, 8, 8, 20, 8),
    1_000: (190, 8, 9, 8, 36, 10),
    2_000: (350, 8, 16, 12, 60, 18),
    5_000: (750, 8, 30, 15, 160, 42),
}
_AT_ONCE = 1_500
_ROUNDS = 9


def run(options: Options) -> list[Measurement]:
    """Open, drag, type, move lanes, pan and lay out maps of each size."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    current_theme().install(application)
    measured: list[Measurement] = []
    for steps in _SIZES:
        if steps <= _SIZES[-1] * options.scale or steps == _SIZES[0]:
            store = open_store(options.folder / f"{steps}.db", os.urandom(32), SystemClock())
            try:
                store.sign(new_id(), "benchmark")
                measured += _Bench(application, store, steps).measure()
            finally:
                store.close()
    return measured


class _Bench:
    """One size of map on a shown canvas."""

    def __init__(self, application: QApplication, store: Store, steps: int) -> None:
        self.application, self.store, self.steps = application, store, steps
        self.map = structured_map(steps, new_id())
        _write(store, self.map)
        self.canvas: Canvas | None = None
        self.paints = 0

    def measure(self) -> list[Measurement]:
        """Return all figures of this size."""
        opened = [self._open() for _ in range(3)]
        names = ("open from rows to painted", "drag frame, p95", "drop")
        samples = [opened, *self._drags()]
        found = [
            self._figure(name, each, number) for number, (name, each) in enumerate(zip(names, samples, strict=True))
        ]
        found += [self._figure(name, each, 3) for name, each in self._typing().items()]
        found += [self._figure(name, each, 4) for name, each in self._lanes().items()]
        found.append(self._figure("pan of the whole map", self._pans(), 5))
        found += self._layout()
        found += self._naive()
        assert self.canvas is not None
        self.canvas.close()
        self.canvas.deleteLater()
        self.application.processEvents()
        return found

    def _figure(self, name: str, samples: list[float], limit: int) -> Measurement:
        value = percentile(samples, 95 if "p95" in name else 50)
        return at_most(f"{self.steps:,}: {name}", value, "ms", _LIMITS[self.steps][limit], samples)

    def _open(self) -> float:
        from crm_desktop.views.diagram.canvas import Canvas

        bench = self

        class Counted(Canvas):
            """Counts how often it was painted: a window that is not exposed paints nothing, in no time."""

            def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
                super().paintEvent(event)
                bench.paints += 1

        if self.canvas is not None:
            self.canvas.close()
            self.canvas.deleteLater()
            self.application.processEvents()
        begin = time.perf_counter()
        session = _session(self.store, self.map.id)
        self.canvas = Counted(None, session)  # type: ignore[arg-type]
        self.canvas.resize(1180, 820)
        self.canvas.show()
        before = self.paints
        while self.paints == before:
            self.application.processEvents()
        return (time.perf_counter() - begin) * 1000

    def _drags(self) -> list[list[float]]:
        canvas = self._canvas
        node = next(each for each in canvas.session.chart.nodes.values() if each.form == "task")
        canvas.view.show_element(node.id)
        canvas.repaint()
        at = canvas.port.to_window(canvas.picture.boxes[node.id].middle)
        frames, drops = [], []
        for _ in range(3):
            self._mouse(QEvent.Type.MouseButtonPress, at)
            ways = [at + QPointF(step * 6, step * 9) for step in range(30)]
            frames += [self._timed(partial(self._mouse, QEvent.Type.MouseMove, each)) for each in ways]
            drops.append(self._timed(partial(self._mouse, QEvent.Type.MouseButtonRelease, at + QPointF(174, 261))))
            canvas.acts.undo()
        return [frames, drops]

    def _mouse(self, kind: QEvent.Type, at: QPointF) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind is QEvent.Type.MouseMove else left
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        event = QMouseEvent(kind, at, at, button, held, Qt.KeyboardModifier.NoModifier)
        self.application.sendEvent(self._canvas, event)

    def _typing(self) -> dict[str, list[float]]:
        canvas = self._canvas
        node = next(each for each in canvas.session.chart.nodes.values() if each.form == "task")
        found: dict[str, list[float]] = {"append": [], "rename": [], "undo": []}
        key = partial(QTest.keyClick, canvas.line)
        for number in range(_ROUNDS):
            canvas.select((node.id,))
            found["append"].append(self._timed(partial(key, Qt.Key.Key_Tab)))
            canvas.line.setText(f"新步骤 {number}")
            canvas.pen.type(f"新步骤 {number}")
            found["rename"].append(self._timed(partial(key, Qt.Key.Key_Return)))
            found["undo"].append(self._timed(partial(key, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)))
            canvas.acts.undo()
        return found

    def _lanes(self) -> dict[str, list[float]]:
        canvas = self._canvas
        found: dict[str, list[float]] = {"insert a lane": [], "undo of it": [], "move a lane": []}
        for _ in range(3):
            lanes = canvas.session.chart.lanes_in_order()
            found["insert a lane"].append(self._timed(partial(canvas.run, AddLane("新", before_id=lanes[2].id))))
            found["undo of it"].append(self._timed(canvas.acts.undo))
            found["move a lane"].append(self._timed(partial(canvas.run, MoveLane(lanes[4].id, lanes[1].id))))
            canvas.acts.undo()
        return found

    def _pans(self) -> list[float]:
        canvas = self._canvas
        canvas.view.fit()
        canvas.repaint()
        return [self._timed(partial(canvas.view.pan, (-1) ** number * 9.0, 0.0)) for number in range(20)]

    def _layout(self) -> list[Measurement]:
        begin = time.perf_counter()
        laid = lay_out(self.map)
        alone = (time.perf_counter() - begin) * 1000
        shown = self._timed(partial(self._canvas.run, Arrange(laid)))
        return [
            Measurement(f"{self.steps:,}: layout", alone, "ms"),
            Measurement(f"{self.steps:,}: layout taken over and painted", shown, "ms"),
        ]

    def _naive(self) -> list[Measurement]:
        canvas = self._canvas
        scene = NaiveScene(canvas.picture)
        build = _milliseconds(scene.build)
        pans = [_milliseconds(partial(scene.pan, (-1) ** number * 9)) for number in range(9)]
        scene.close()
        return [
            Measurement(f"{self.steps:,}: naive scene, build to painted", build, "ms"),
            Measurement(f"{self.steps:,}: naive scene, pan of the whole map", percentile(pans, 50), "ms"),
        ]

    @property
    def _canvas(self) -> Canvas:
        assert self.canvas is not None
        return self.canvas

    def _timed(self, work: Callable[[], object]) -> float:
        """Return milliseconds from an event to its finished paint."""
        before, begin = self.paints, time.perf_counter()
        work()
        self._canvas.repaint()
        taken = (time.perf_counter() - begin) * 1000
        assert self.paints > before
        return taken


class _Later(AtOnce):
    """Writing that is measured elsewhere: in the program it happens on another thread."""

    def write(self, work: object, on_done: object = None, on_error: object = None) -> None:
        """Write nothing."""


def _session(store: Store, process_id: str) -> Session:
    def read(ids: object) -> MapReading:
        return store.read(read_map, process_id, ids)  # type: ignore[arg-type]

    return open_session(read(None), Outside(store.door, _Later(), read))


def _write(store: Store, map_: ProcessMap) -> None:
    """Write a map as rows, in acts of an allowed size."""
    edits = [Create("process", dict(map_.values), map_.id)]
    edits += [Create(each.KIND, each.values(), each.id) for each in map_.elements()]
    for begin in range(0, len(edits), _AT_ONCE):
        store.door.commit("import", edits[begin : begin + _AT_ONCE])


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000
