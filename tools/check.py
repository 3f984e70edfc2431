"""`dev.py check`: formatting, lint, types and import contracts, side by side; one line each."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tools.environment import BIN, ROOT

CHECKS = {
    "types": ["mypy"],
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "imports": ["lint-imports"],
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check said, and how long it took in seconds."""

    name: str
    passed: bool
    seconds: float
    output: str


def main(names: list[str]) -> int:
    """Run the named checks, or all; print what failed; return 1 if anything did."""
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"unknown check: {', '.join(unknown)}; there are {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    outcomes = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for outcome in pool.map(_run, names or CHECKS):
            outcomes.append(outcome)
            print(f"{'ok  ' if outcome.passed else 'FAIL'} {outcome.name:8} {outcome.seconds:6.1f} s", flush=True)
            if not outcome.passed:
                print(outcome.output)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _run(name: str) -> Outcome:
    program, *arguments = CHECKS[name]
    started = time.perf_counter()
    done = subprocess.run(
        [str(BIN / program), *arguments], cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    return Outcome(name, done.returncode == 0, time.perf_counter() - started, done.stdout + done.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
