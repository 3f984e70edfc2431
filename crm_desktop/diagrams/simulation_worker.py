"""The process that simulates, so that no window waits: one order in, progress and one answer out, then it ends.

Started as `python -m crm_desktop.diagrams.simulation_worker` or, packaged, by an option of the program. The order comes
as JSON through standard input, which is then closed. To cancel it, kill it: it holds nothing that could be torn.
"""

from __future__ import annotations

import gc
import sys
import time

import msgspec

from crm_desktop.models.processes.simulation.inputs import Order
from crm_desktop.models.processes.simulation.simulate import simulate

WORKER_OPTION = "--simulation-worker"
"""How a packaged program, which has no `-m`, is told to simulate."""
PROGRESS, ANSWER = b"P", b"A"
"""What a line of output begins with: a part of the whole, or the outcome as JSON."""
_PROGRESS_SECONDS = 0.1


def worker_command() -> list[str]:
    """Return how the process is started, from the source tree or from a packaged program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_OPTION]
    return [sys.executable, "-m", "crm_desktop.diagrams.simulation_worker"]


def main() -> None:
    """Carry out the one order."""
    gc.disable()  # a run makes no garbage that only the collector finds; looking for it costs a fifth of the time
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    out, last = sys.stdout.buffer, time.monotonic()

    def progress(part: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _PROGRESS_SECONDS:
            last = now
            out.write(PROGRESS + f"{part:.4f}\n".encode())
            out.flush()  # fails when nobody listens any more, and so ends a process that was left alone

    answer = msgspec.json.encode(simulate(order, progress))
    out.write(ANSWER + answer + b"\n")
    out.flush()


if __name__ == "__main__":
    main()
