"""Long runs of whole organisations under faults: what people did, what befell them, and what was lost, which must be 0.

Worlds of a few thousand transactions follow each other, each with the seed after the one before, side by side in as
many processes as are asked for; a world that breaks a promise is counted, told with its seed, and the next begins. With
`--json` what is done so far stands in the file after each world, and a run that was interrupted goes on from there.
"""

from __future__ import annotations

import json
import multiprocessing
import secrets
import shutil
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most
from tests.support.chaos.crashes import POINTS
from tests.support.chaos.deeds import BUSY_DEEDS
from tests.support.chaos.events import EVENTS
from tests.support.chaos.ledger import KINDS_OF_VIOLATION, Violation
from tests.support.chaos.line import FAULTS
from tests.support.chaos.world import FEW, PEOPLE, World, open_world

NAME = "chaos"
_TRANSACTIONS = 4_000
_EACH_WORLD = 4_000
_WORLDS_OF_A_PROCESS = 20
"""Then another takes its place, so that what a process gathers does not count."""
_FELL = "fell over"
_WATCHED = (*KINDS_OF_VIOLATION, _FELL)
"""A world that falls over has broken a promise, too: nobody can say which."""
_ENOUGH = 20
"""Broken promises after which more of them teach nothing."""


@dataclass(slots=True)
class _Run:
    """What has been lived through so far, in this run and in those it goes on with."""

    first: int
    counts: Counter[str] = field(default_factory=Counter)
    done: set[int] = field(default_factory=set)
    seconds: float = 0.0

    @property
    def transactions(self) -> int:
        """Acts that a device committed."""
        return self.counts["transactions"]

    @property
    def broken(self) -> int:
        """Promises that were broken."""
        return sum(self.counts[f"violation {kind}"] for kind in _WATCHED)

    def seeds(self) -> Iterator[int]:
        """Yield the seeds to live through, without end."""
        seed = self.first
        while True:
            if seed not in self.done:
                yield seed
            seed += 1


def run(options: Options) -> list[Measurement]:
    """Live through so many transactions; the limits are none lost, none doubled, none missed, none leaked."""
    wanted = options.transactions or max(int(_TRANSACTIONS * options.scale), 300)
    seed = secrets.randbelow(10**9) if options.seed is None else options.seed
    story = _taken_up(options.json, seed, wanted)
    begin, before = time.perf_counter(), story.seconds
    for lived, counts in _worlds(story, wanted, options):
        story.counts.update(counts)
        story.done.add(lived)
        story.seconds = before + time.perf_counter() - begin
        _keep(options.json, story, wanted)
        print(f"{len(story.done)} worlds, {story.transactions:,} transactions", file=sys.stderr, flush=True)
    return _told(story)


def _told(story: _Run) -> list[Measurement]:
    counts = story.counts
    plain = {
        "first seed": story.first,
        "worlds": len(story.done),
        "transactions": story.transactions,
        "of these in quick succession": counts["did work_quickly"],
        "accepted by the server": counts["answered applied"] + counts["answered merged"],
        "merged": counts["answered merged"],
        "refused": counts["answered refused"],
        "syncs": counts["syncs"],
        "pages and answers looked at for leaks": counts["pages"] + counts["answers"],
        "judgements by the oracle": counts["judgements"],
        "gone with a restored backup": counts["gone with a backup"],
        "contents moved": counts["contents moved"],
        "faults on the way of contents": sum(counts[name] for name in counts if name.startswith("file ")),
        **{f"line: {name}": counts[name] for name in (*FAULTS, "delivered_late")},
        **{f"crash: {point}": counts[f"died {point}"] for point in POINTS},
        **{f"world: {name}": counts[name] for name in EVENTS if name != "late"},
    }
    return [
        *(Measurement(name, value, "") for name, value in plain.items()),
        Measurement("seconds", round(story.seconds, 1), "s"),
        Measurement("transactions a second", story.transactions / max(story.seconds, 0.1), "/s"),
        *(at_most(name, counts[f"violation {name}"], "", 0) for name in _WATCHED),
    ]


def _worlds(story: _Run, wanted: int, options: Options) -> Iterator[tuple[int, Counter[str]]]:
    """Live through worlds until there are enough transactions; yield seed and counts as they end."""
    seeds, running = story.seeds(), dict[Future[Counter[str]], int]()
    with ProcessPoolExecutor(
        options.processes, multiprocessing.get_context("spawn"), max_tasks_per_child=_WORLDS_OF_A_PROCESS
    ) as pool:
        while True:
            left = wanted - story.transactions
            while left > len(running) * _EACH_WORLD and len(running) < options.processes and story.broken < _ENOUGH:
                seed = next(seeds)
                length = min(_EACH_WORLD, left - len(running) * _EACH_WORLD)
                running[pool.submit(_live, seed, length, options.folder / str(seed))] = seed
            if not running:
                return
            for ended in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(ended), ended.result()


def _live(seed: int, transactions: int, folder: Path) -> Counter[str]:
    """Live through one world; return what was counted, a broken promise included.

    Of four worlds two have four devices and two have six, and in two people mostly act in quick succession.
    """
    counts: Counter[str] = Counter()
    world: World | None = None
    try:
        with open_world(seed, folder, FEW if seed % 2 else PEOPLE) as world:
            world.deeds = BUSY_DEEDS if seed % 4 >= 2 else world.deeds
            world.run(transactions)
    except (Exception, Violation) as problem:  # noqa: BLE001 - the worlds before it are not thrown away for this one
        counts[f"violation {problem.kind if isinstance(problem, Violation) else _FELL}"] += 1
        print(f"seed {seed}:", file=sys.stderr)
        traceback.print_exception(problem, file=sys.stderr)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if world is not None:
        counts.update(world.counts)
        counts["transactions"] += len(world.ledger.promises)
        counts["gone with a backup"] += world.oracle.forgotten
    return counts


def _taken_up(path: Path | None, seed: int, wanted: int) -> _Run:
    """Return the run that was interrupted, where the file tells of the same one, or a new one."""
    try:
        told = json.loads(path.read_text(encoding="utf-8")) if path is not None else {}
    except (OSError, ValueError):
        told = {}
    known = told.get("interrupted", {})
    if (known.get("first"), known.get("wanted")) != (seed, wanted):
        return _Run(seed)
    return _Run(seed, Counter(known["counts"]), set(known["done"]), known["seconds"])


def _keep(path: Path | None, story: _Run, wanted: int) -> None:
    if path is None:
        return
    told = {"first": story.first, "wanted": wanted, "seconds": story.seconds}
    known = told | {"done": sorted(story.done), "counts": dict(sorted(story.counts.items()))}
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps({"interrupted": known}, indent=1), encoding="utf-8")
    fresh.replace(path)
