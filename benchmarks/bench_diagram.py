"""The swimlane editor from event to finished paint, on maps of growing size, beside a naive scene of the same map.

The naive scene is what one writes first: an item for each rectangle, line and label in Qt's own scene. `--nodes N`
takes one size alone. The page of a process in the real window is measured by `diagram-page`, files by `bpmn`.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QApplication

from benchmarks.diagram_canvas import Bench
from benchmarks.naive_scene import NaiveScene
from benchmarks.options import Options
from benchmarks.report import Measurement, percentile, within
from benchmarks.sample_maps import renumbered, structured_map
from crm_desktop.composition.printing import print_map
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.commands.become import Arrange
from crm_desktop.diagrams.ports import AtOnce
from crm_desktop.diagrams.session import Outside, Session, open_session
from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.process_files import write_process_file
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.comparison import compare
from crm_desktop.models.processes.layout.lay_out import lay_out
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.process_map import read_map
from crm_desktop.views.theme.current import current_theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NAME = "diagram"
_SIZES = (100, 500, 1_000, 2_000, 5_000)
_LIMITS = {
    # open (from rows and from BPMN), drag frame p95, drop, append or rename or undo, insert or move a lane, pan of the
    # whole map, layout; ms. Each figure is told as its ratio to this.
    100: (50, 8, 8, 8, 10, 5, 61),
    500: (110, 8, 8, 8, 20, 8, 162),
    1_000: (190, 8, 9, 8, 36, 10, 449),
    2_000: (350, 8, 16, 12, 60, 18, 449),
    5_000: (750, 8, 30, 15, 160, 42, 2_067),
}
_OPEN, _FRAME, _DROP, _KEY, _LANE, _PAN, _LAYOUT = range(7)
_TURN, _COMPARE = 100, 40
_ALSO_AT = 1_000
"""Turning and comparing have limits at this size."""
_AT_ONCE = 1_500
_ROUNDS = 5


def run(options: Options) -> list[Measurement]:
    """Open, drag, type, move lanes, pan, turn, lay out and export maps of each size."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    current_theme().install(application)
    sizes = [each for each in _SIZES if each <= _SIZES[-1] * options.scale or each == _SIZES[0]]
    measured: list[Measurement] = []
    for steps in sizes if options.nodes is None else [options.nodes]:
        store = open_store(options.folder / f"{steps}.db", os.urandom(32), SystemClock())
        gc.disable()  # as in the program, which collects when nobody waits
        try:
            store.sign(new_id(), "benchmark")
            measured += _Size(application, store, steps).measure()
        finally:
            gc.enable()
            store.close()
    return measured


class _Size:
    """All figures of one size."""

    def __init__(self, application: QApplication, store: Store, steps: int) -> None:
        self.store, self.steps = store, steps
        self.map = structured_map(steps, new_id())
        self.bench = Bench(application)

    def measure(self) -> list[Measurement]:
        """Return them."""
        write_map(self.store, self.map)
        found = [*self._opened(), *self._dragged()]
        found += [self._figure(name, each, _KEY) for name, each in self.bench.typing().items()]
        found += [self._figure(name, each, _LANE) for name, each in self.bench.lanes().items()]
        found.append(self._figure("pan of the whole map", self.bench.pans(), _PAN))
        found.append(self._at_one_size("turning to painted", self.bench.turns(), _TURN))
        found += [*self._laid_out(), *self._naive()]
        self.bench.close()
        return [*found, *self._compared(), *self._exported()]

    def _opened(self) -> list[Measurement]:
        drawn = write_process_file(self.map, ".bpmn", language="zh")
        from_file = [self._settled(lambda: self.bench.open(partial(_read, drawn)))[0] for _ in range(_ROUNDS)]
        times = [
            self._settled(lambda: self.bench.open(partial(_session, self.store, self.map.id))) for _ in range(_ROUNDS)
        ]
        return [
            self._figure("open from rows to painted", [each[0] for each in times], _OPEN),
            Measurement(
                f"{self.steps:,}: of it canvas, routes and first paint", percentile([t[1] for t in times], 50), "ms"
            ),
            self._figure("open from BPMN to painted", from_file, _OPEN),
        ]

    def _dragged(self) -> list[Measurement]:
        found, all_drops = [], []
        for place, fit in (("at 100 %", False), ("at fit", True)):
            frames, drops = self.bench.drags(fit=fit)
            found.append(Measurement(f"{self.steps:,}: drag frame {place}, p50", percentile(frames, 50), "ms"))
            found.append(self._figure(f"drag frame {place}, p95", frames, _FRAME))
            all_drops += drops
        return [*found, self._figure("drop", all_drops, _DROP)]

    def _laid_out(self) -> list[Measurement]:
        laid = lay_out(self.map)
        alone = [_milliseconds(partial(lay_out, self.map)) for _ in range(3)]
        shown = self.bench.timed(partial(self.bench.canvas.run, Arrange(laid)))
        return [
            self._figure("layout", alone, _LAYOUT),
            Measurement(f"{self.steps:,}: layout taken over and painted", shown, "ms"),
        ]

    def _compared(self) -> list[Measurement]:
        renamed = renumbered(self.map)
        changed = replace(
            self.map,
            nodes=tuple(replace(node, name=f"{node.name}!") for node in self.map.nodes[:9]) + self.map.nodes[9:],
        )
        return [
            self._at_one_size(
                "compare", [_milliseconds(partial(compare, self.map, changed)) for _ in range(5)], _COMPARE
            ),
            self._at_one_size(
                "compare, ids renumbered",
                [_milliseconds(partial(compare, renamed, changed)) for _ in range(5)],
                _COMPARE,
            ),
        ]

    def _exported(self) -> list[Measurement]:
        return [
            Measurement(
                f"{self.steps:,}: export as {ending}",
                _milliseconds(partial(export, self.map, ending, language="zh")),
                "ms",
            )
            for ending, export in ((".bpmn", write_process_file), (".svg", print_map), (".xlsx", write_process_file))
        ]

    def _naive(self) -> list[Measurement]:
        scene = NaiveScene(self.bench.canvas.picture)
        build = _milliseconds(scene.build)
        pans = [_milliseconds(partial(scene.pan, (-1) ** number * 9)) for number in range(9)]
        drags = [_milliseconds(partial(scene.drag, 6.0, 9.0)) for _ in range(30)]
        scene.close()
        return [
            Measurement(f"{self.steps:,}: naive scene, build to painted", build, "ms"),
            Measurement(f"{self.steps:,}: naive scene, drag frame at fit, p95", percentile(drags, 95), "ms"),
            Measurement(f"{self.steps:,}: naive scene, pan of the whole map", percentile(pans, 50), "ms"),
        ]

    def _figure(self, name: str, samples: list[float], limit: int) -> Measurement:
        value = percentile(samples, 95 if "p95" in name else 50)
        limits = _LIMITS.get(self.steps)
        if limits is None:
            return Measurement(f"{self.steps:,}: {name}", value, "ms", samples=samples)
        return within(f"{self.steps:,}: {name}", value, "ms", limits[limit], samples)

    def _at_one_size(self, name: str, samples: list[float], limit: int) -> Measurement:
        name, value = f"{self.steps:,}: {name}", percentile(samples, 50)
        return within(name, value, "ms", limit, samples) if self.steps == _ALSO_AT else Measurement(name, value, "ms")

    def _settled(self, work: Callable[[], tuple[float, float]]) -> tuple[float, float]:
        self.bench.close()
        gc.collect()
        return work()


class _Later(AtOnce):
    """Writing that is measured elsewhere: in the program it happens on another thread."""

    def write(self, work: object, on_done: object = None, on_error: object = None) -> None:
        """Write nothing."""


def _session(store: Store, process_id: str) -> Session:
    def read(ids: object) -> MapReading:
        return store.read(read_map, process_id, ids)  # type: ignore[arg-type]

    return open_session(read(None), Outside(store.door, _Later(), read))


def _read(data: bytes) -> Session:
    """Open what a BPMN file says, without writing it anywhere."""
    map_ = read_bpmn(data, "map.bpmn").maps[0]
    nothing = MapReading(process_id=map_.id, values=None, elements=())
    return Session(Chart.of(map_), Outside(None, _Later(), lambda _: nothing))  # type: ignore[arg-type]


def write_map(store: Store, map_: ProcessMap) -> None:
    """Write a map as rows, in acts of an allowed size."""
    edits = [Create("process", dict(map_.values), map_.id)]
    edits += [Create(each.KIND, each.values(), each.id) for each in map_.elements()]
    for begin in range(0, len(edits), _AT_ONCE):
        store.door.commit("import", edits[begin : begin + _AT_ONCE])


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000
