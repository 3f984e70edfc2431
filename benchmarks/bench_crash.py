"""The whole proof with real processes: every crash point, freezing, full disks, clocks, races, and the access matrix.

The ordinary tests run a part of it; see `tests/support/extent.py`. The limit is no failure and nothing left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most
from tests.support.extent import VARIABLE

NAME = "crash"
_ROOT = Path(__file__).parents[1]
_PROOFS = ("tests/crash", "tests/server/test_access_matrix.py", "tests/sync/test_hostile_lines.py")


def run(options: Options) -> list[Measurement]:
    """Run the tests in their long form."""
    command = [sys.executable, "-m", "pytest", "-n0", "-q", *_PROOFS, f"--basetemp={options.folder / 'crash'}"]
    begin = time.perf_counter()
    done = subprocess.run(
        command, cwd=_ROOT, env=os.environ | {VARIABLE: "long"}, capture_output=True, text=True, check=False
    )
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error|skipped)", last)}
    if done.returncode:
        print(done.stdout[-20_000:], file=sys.stderr, flush=True)
    return [
        Measurement("proofs that held", counts.get("passed", 0), ""),
        Measurement("seconds", time.perf_counter() - begin, "s"),
        at_most("proofs that failed", counts.get("failed", 0) + counts.get("error", 0), "", 0),
        at_most("proofs left out", counts.get("skipped", 0), "", 0),
    ]
