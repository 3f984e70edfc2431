"""Running other programs for the journey."""

import subprocess
from collections.abc import Sequence


def must_run(command: Sequence[str]) -> str:
    """Run a program to its end and return what it printed; raises RuntimeError with its complaint when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[2] if len(command) > 2 else command[0]} failed: {done.stderr.strip()}")
    return done.stdout
