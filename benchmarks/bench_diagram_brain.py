"""How long the swimlane editor's brain takes from a command to the change that views hear of, at 100 to 5,000 nodes.

Nothing is painted and nothing written: those have benchmarks of their own. Beside it, opening from rows of the
encrypted store, and a bare reading of the same rows.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from typing import Any

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, compared, percentile
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.checking import Checking
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.insert import InsertBefore
from crm_desktop.diagrams.commands.lanes import MoveLane
from crm_desktop.diagrams.commands.move import MoveBy
from crm_desktop.diagrams.commands.tell import Tell
from crm_desktop.diagrams.session import Outside, Session, open_session
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.comparison import compare
from crm_desktop.models.processes.elements import ELEMENTS
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.process_map import read_map
from crm_desktop.store.reader import Reader
from tests.support.maps import big_map

NAME = "diagram-brain"
SIZES = (100, 500, 1_000, 2_000, 5_000)
_ROUNDS = 60
_LINKS = ("lane_id", "source_id", "target_id", "node_id")
_OPEN_MS = 150
_COMMAND_MS = 4.0
_COMPARE_MS = 40


def run(options: Options) -> list[Measurement]:
    """Open maps of each size and give each command many times over."""
    rounds = max(int(_ROUNDS * options.scale), 10)
    store = open_store(options.folder / "replica.db", os.urandom(32), SystemClock())
    store.sign(new_id(), "benchmark")
    collecting = gc.isenabled()
    gc.disable()  # as in the program, which collects when nobody waits
    try:
        return [each for size in SIZES for each in _measure(store, size, rounds)]
    finally:
        store.close()
        if collecting:
            gc.enable()


def _measure(store: Store, size: int, rounds: int) -> list[Measurement]:
    process_id = _fill(store, size)
    opening = [_ms(lambda: Chart.of(store.read(read_map, process_id))) for _ in range(7)]
    bare = [_ms(lambda: store.read(_bare, process_id)) for _ in range(7)]
    read = store.read(read_map, process_id)
    reference = ("rows alone", percentile(bare, 50))
    name = f"{size:,} nodes: open from rows"
    found = [
        compared(name, percentile(opening, 50), "ms", reference=reference, samples=opening),
        at_most(f"{name}, limit", percentile(opening, 50), "ms", _OPEN_MS),
    ]
    for command, samples in _commands(read, rounds).items():
        found.append(at_most(f"{size:,} nodes: {command}", percentile(samples, 50), "ms", _COMMAND_MS))
    if size == 1_000:
        map_ = Chart.of(read).as_map()
        other = big_map(size).as_map()
        samples = [_ms(lambda: compare(other, map_)) for _ in range(7)]
        found.append(at_most("1,000 nodes: compare, ids renumbered", percentile(samples, 50), "ms", _COMPARE_MS))
    return found


def _commands(read: MapReading, rounds: int) -> dict[str, list[float]]:
    session, checking = _session(read)
    session.listen(lambda delta, _: checking.follow(delta))
    ids = sorted(node.id for node in session.chart.nodes.values() if node.form == "task")
    at = [ids[number * 7919 % len(ids)] for number in range(rounds)]
    lanes = session.chart.lanes_in_order
    gestures: dict[str, Callable[[int], Any]] = {
        "append a step": lambda number: session.run(Append(at[number])),
        "rename a step": lambda number: session.run(Tell(at[number], f"新名 {number}")),
        "insert before, lane pushed on": lambda number: session.run(InsertBefore(at[number])),
        "move a step one row": lambda number: session.run(MoveBy((at[number],), rows=1)),
        "move a lane with everything in it": lambda _: session.run(MoveLane(lanes()[0].id)),
        "undo": lambda _: session.undo(),
        "redo": lambda _: session.redo(),
    }
    found: dict[str, list[float]] = {}
    for name, gesture in gestures.items():
        found[name] = []
        for number in range(rounds):
            begin = time.perf_counter()
            gesture(number)
            found[name].append((time.perf_counter() - begin) * 1000)
    return found


class _Unwritten:
    """A background that is told to write and does not: what is measured ends when the view has heard."""

    def write(self, work: Any, on_done: Any = None, on_error: Any = None) -> None:
        """Forget it."""

    read = write


def _session(read: MapReading) -> tuple[Session, Checking]:
    session = open_session(read, Outside(None, _Unwritten(), lambda _: read))  # type: ignore[arg-type]
    return session, Checking(session.chart)


def _fill(store: Store, size: int) -> str:
    map_ = big_map(size)
    ids = {each.id: new_id() for each in map_.elements()}
    process = Create("process", {"name": f"{size} nodes"})
    edits: list[Create] = [process]
    for element in map_.elements():
        values = element.values() | {"process_id": process.id}
        links = {name: ids[str(values[name])] for name in _LINKS if values.get(name)}
        edits.append(Create(element.KIND, values | links, ids[element.id]))
    store.door.commit("import", edits)
    return process.id


def _bare(reader: Reader, process_id: str) -> int:
    """Read the same columns of the same rows and do nothing with them."""
    count = 0
    for kind, of in ELEMENTS.items():
        names = ", ".join(f'"{name}"' for name in of.__dataclass_fields__ if name != "bpmn_id")
        sql = f"SELECT {names} FROM {kind}s WHERE deleted_at IS NULL AND process_id = ?"
        count += len(reader.all(sql, process_id))
    return count


def _ms(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000
