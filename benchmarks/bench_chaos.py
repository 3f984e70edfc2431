"""Long runs of whole organisations under faults: what people did, what befell them, and what was lost, which must be 0.

Worlds of a few thousand transactions follow each other, each with the seed after the one before; a world that breaks a
promise is counted, told with its seed, and the next begins.
"""

from __future__ import annotations

import secrets
import shutil
import sys
import time
import traceback
from collections import Counter

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most
from tests.support.chaos.crashes import POINTS
from tests.support.chaos.ledger import Violation
from tests.support.chaos.line import FAULTS
from tests.support.chaos.world import World, open_world

NAME = "chaos"
_TRANSACTIONS = 3_000
_EACH_WORLD = 1_500
_ENOUGH = 20
"""Broken promises after which more of them teach nothing."""
_PROMISES = ("lost", "twice", "missed", "leaked", "differs", "stuck", "gap", "untruthful")


def run(options: Options) -> list[Measurement]:
    """Live through so many transactions; the limits are none lost, none doubled, none missed, none leaked."""
    wanted = options.transactions or max(int(_TRANSACTIONS * options.scale), 300)
    seed = secrets.randbelow(10**9) if options.seed is None else options.seed
    counts: Counter[str] = Counter()
    begin, first = time.perf_counter(), seed
    while counts["transactions"] < wanted and sum(counts[f"violation {name}"] for name in _PROMISES) < _ENOUGH:
        each = min(_EACH_WORLD, wanted - counts["transactions"])
        _live(seed, each, options, counts)
        seed += 1
        print(f"seeds {first} to {seed - 1}: {counts['transactions']:,} transactions", file=sys.stderr, flush=True)
    seconds = time.perf_counter() - begin
    return [
        Measurement("first seed", first, ""),
        Measurement("worlds", seed - first, ""),
        Measurement("transactions", counts["transactions"], ""),
        Measurement("transactions a second", counts["transactions"] / seconds, "/s"),
        Measurement("accepted by the server", counts["answered applied"] + counts["answered merged"], ""),
        Measurement("merged", counts["answered merged"], ""),
        Measurement("refused", counts["answered refused"], ""),
        Measurement("judgements by the oracle", counts["judgements"], ""),
        Measurement("pages looked at for leaks", counts["pages"], ""),
        *(Measurement(f"line: {name}", counts[name], "") for name in (*FAULTS, "delivered_late")),
        *(Measurement(f"crash: {point}", counts[f"died {point}"], "") for point in POINTS),
        *(
            Measurement(f"world: {name}", counts[name], "")
            for name in ("restart", "backup", "restore", "forget", "skew")
        ),
        Measurement("gone with a restored backup", counts["gone with a backup"], ""),
        *(at_most(name, counts[f"violation {name}"], "", 0) for name in _PROMISES),
    ]


def _live(seed: int, transactions: int, options: Options, counts: Counter[str]) -> None:
    folder = options.folder / str(seed)
    world: World | None = None
    try:
        with open_world(seed, folder) as world:
            world.run(transactions)
    except Violation as violation:
        counts[f"violation {violation.kind}"] += 1
        traceback.print_exception(violation, file=sys.stderr)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if world is not None:
        counts.update(world.counts)
        counts["transactions"] += len(world.ledger.promises)
        counts["gone with a backup"] += world.oracle.forgotten
