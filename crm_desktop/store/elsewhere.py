"""Writing in a process of its own: the acts of a large import, committed while others read the next rows.

The other process has the interpreter to itself, so that reading and writing take half the time together, and windows
less than half their waits. Whoever writes here still waits in the same queue: the door's right of way is held for each
act. The key goes through a pipe only: arguments and environment can be read by other programs.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import msgspec

from crm_desktop.store.right_of_way import RightOfWay
from crm_desktop.store.write_door import WriteDoor
from crm_desktop.store.write_orders import Carry, Opening, carry_out, read_message, write_message

WORKER_OPTION = "--write-worker"
"""How a packaged program, which has no `-m`, is told to be the writing process."""
_END_SECONDS = 5.0


@contextmanager
def carrying_elsewhere(opening: Opening, way: RightOfWay, otherwise: WriteDoor) -> Iterator[Carry]:
    """Yield what has orders carried out in a process of its own; by `otherwise` where none can be started.

    One thread at a time may use it.
    """
    try:
        process = start_helper("crm_desktop.store.write_worker", WORKER_OPTION)
    except OSError:
        yield lambda order: carry_out(otherwise, order)
        return

    def carry(order: bytes) -> bytes:
        with way.taken(urgent=False):
            return _asked(process, order)

    try:
        write_message(pipe_of(process.stdin), msgspec.msgpack.encode(opening))
        yield carry
    finally:
        end_helper(process)


def start_helper(module: str, option: str) -> "subprocess.Popen[bytes]":
    """Start a process of ours that is spoken to through pipes; `option` is what a packaged program calls the module.

    Raises OSError where the system does not allow it.
    """
    command = [option] if getattr(sys, "frozen", False) else ["-m", module]
    return subprocess.Popen(
        [sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def end_helper(process: "subprocess.Popen[bytes]", seconds: float = _END_SECONDS) -> None:
    """Let go of a process: the end of its input makes it leave."""
    for pipe in (process.stdin, process.stdout):
        try:
            pipe_of(pipe).close()
        except OSError:
            continue  # what was not sent was for a process that has died
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def pipe_of(pipe: IO[bytes] | None) -> IO[bytes]:
    """Return a process's pipe, which is there."""
    assert pipe is not None
    return pipe


def _asked(process: "subprocess.Popen[bytes]", order: bytes) -> bytes:
    try:
        write_message(pipe_of(process.stdin), order)
        return read_message(pipe_of(process.stdout))
    except OSError:
        return b""  # it has ended; what it committed is in the file
