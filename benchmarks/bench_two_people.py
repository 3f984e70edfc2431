"""Two people at two whole programs, with proxies between: every lie of a window is counted, which must be 0."""

from __future__ import annotations

import sys
import time

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most
from tests.support.two_people.hour import Hour

NAME = "two-people"
_SECONDS = 3_600
"""An hour; `--scale 0.2` is twelve minutes."""


def run(options: Options) -> list[Measurement]:
    """Let them work; pictures stand in the folder."""
    began = time.perf_counter()
    folder = (options.json.parent / "two-people") if options.json is not None else options.folder / "two-people"
    with Hour(folder, options.seed or 1, pictures=True) as hour:
        hour.begin(6)
        hour.live(seconds=_SECONDS * options.scale)
    for lie in hour.lies:
        print(lie, file=sys.stderr)
    return [
        *(Measurement(name, count, "") for name, count in sorted(hour.counts.items())),
        Measurement("seconds", time.perf_counter() - began, "s"),
        at_most("untrue", len(hour.lies), "", 0),
    ]
