"""Fuzzing a running server against its own OpenAPI description by schemathesis, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.fuzz_hooks import TOKEN

_ROOT = Path(__file__).parents[2]
OF_A_RESCUE = ("/v1/rescue/push", "/v1/rescue/keep")
"""They ask for another token than the others."""
NOT_CALLED = ("/v1/sign-out", "/v1/rescue/end")
"""They would end what all the others need; the tests of routes call them."""


_OPTIONS = "ST205"
"""The framework's own answer to OPTIONS forgets a method of an address that was declared in two parts; nobody asks."""


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What came of it: `good` where every check of every answer passed and the session was taken."""

    good: bool
    cases: int
    operations: int
    output: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How much: which phases of schemathesis, and how many examples of each operation the one called fuzzing makes."""

    only: tuple[str, ...] = ()
    """Addresses; all but those of a rescue where none is named."""
    phases: str = "examples,coverage,fuzzing"
    examples: int = 100
    seed: int = 1


def fuzz(url: str, token: str, extent: Extent, folder: Path) -> Fuzzed:
    """Ask everything the description promises, and what it forbids; every answer is checked against it."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{url}/schema", "--checks", "all"]
    command += ["--phases", extent.phases, "--max-examples", str(extent.examples), "--seed", str(extent.seed)]
    command += ["--max-failures", "20", "--no-color", "--request-timeout", "30", "--workers", "1"]
    option, paths = ("--include-path", extent.only) if extent.only else ("--exclude-path", (*NOT_CALLED, *OF_A_RESCUE))
    command += [word for path in paths for word in (option, path)]
    environment = os.environ | {TOKEN: token, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
    environment["SCHEMATHESIS_HOOKS"] = "tests.support.fuzz_hooks"
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=3_000
    )
    said = done.stdout + done.stderr
    wrong = set(re.findall(r"^ *- (ST\d+) ", said, re.MULTILINE)) - {_OPTIONS}
    ran = done.returncode in (0, 1) and "Test cases:" in said
    return Fuzzed(
        good=ran and not wrong and "Authentication failed" not in said,
        cases=_number(r"(\d[\d,]*) generated", said),
        operations=_number(r"Tested: (\d+)", said),
        output="\n".join(line[:300] for line in said.splitlines()),
    )


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1].replace(",", "")) if found else 0
