"""How long BPMN takes to become a map and a map BPMN; 10,000 mutated files, and files made to hurt.

The reference is a bare parse by lxml. Each file made to hurt is read by a process of its own, so that the memory it
takes is its own too.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, compared, percentile
from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.models.processes.process_map import ProcessMap
from tests.support.hostile_files import HOSTILE
from tests.support.map_samples import chain_map
from tests.support.process_fuzz import run as mutate
from tests.support.process_fuzz import trials

NAME = "bpmn"
_SIZES = (100, 500, 1_000, 2_000, 5_000)
_MUTATIONS = 2_600
_LONGEST_SECONDS = 2.0
_MOST_MEGABYTES = 500.0


def run(options: Options) -> list[Measurement]:
    """Open, write, and write after an edit, for 100 to 5,000 nodes; then read mutated files of every format."""
    found: list[Measurement] = []
    for size in _SIZES:
        found += _sizes(max(int(size * options.scale), 20))
    return [*found, *_hostile(options), *_fuzz(options)]


def _sizes(size: int) -> list[Measurement]:
    map_ = chain_map(size)
    data = write_bpmn(map_)
    opened = read_bpmn(data).maps[0]
    edited = _renamed(opened)
    parse = _best(lambda: etree.fromstring(data))
    reference = ("lxml parse", parse)
    return [
        compared(f"open {size:,} nodes", _best(lambda: read_bpmn(data)), "ms", reference=reference),
        compared(f"write {size:,} nodes", _best(lambda: write_bpmn(map_)), "ms", reference=reference),
        compared(f"write one edit of {size:,}", _best(lambda: write_bpmn(edited, data)), "ms", reference=reference),
    ]


def _renamed(map_: ProcessMap) -> ProcessMap:
    first, *rest = map_.nodes
    return replace(map_, nodes=(replace(first, name="renamed", along=first.along + 21), *rest))


def _hostile(options: Options) -> list[Measurement]:
    """Read each file in a new process."""
    found, most = [], 0.0
    for name, (ending, make) in HOSTILE.items():
        path = options.folder / f"hostile{ending}"
        path.write_bytes(make())
        said = subprocess.run(
            [sys.executable, "-m", "benchmarks.hostile_child", str(path)], capture_output=True, text=True, check=True
        ).stdout.split()
        found.append(at_most(f"{name}: {said[2]}", float(said[0]), "s", _LONGEST_SECONDS))
        most = max(most, float(said[1]))
        path.unlink()
    return [*found, at_most("memory for a file made to hurt, at most", most, "MB", _MOST_MEGABYTES)]


def _fuzz(options: Options) -> list[Measurement]:
    """Read more than 10,000 mutated files; anything but a map or a refusal ends the benchmark."""
    found: list[Measurement] = []
    total: Counter[str] = Counter()
    for trial in trials():
        results = list(mutate(trial, max(int(_MUTATIONS * options.scale), 20), seed=7, folder=options.folder))
        total.update("opened" if outcome == "opened" else "refused" for _, outcome in results)
        slowest = [seconds for seconds, _ in results]
        found.append(at_most(f"slowest mutated {trial.name}", max(slowest), "s", _LONGEST_SECONDS))
        found.append(at_most(f"p95 of mutated {trial.name}", percentile(slowest, 95), "s", _LONGEST_SECONDS))
    for outcome, count in sorted(total.items()):
        found.append(Measurement(f"mutated files {outcome}", count, "files"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*found, at_most("memory at most", memory, "MB", _MOST_MEGABYTES)]


def _best(work: Callable[[], object]) -> float:
    """Return milliseconds of the best of a few runs: what the work costs when nothing else runs."""
    samples = []
    for _ in range(3):
        begin = time.perf_counter()
        work()
        samples.append((time.perf_counter() - begin) * 1000)
    return min(samples)
