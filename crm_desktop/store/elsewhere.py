"""Writing in a process of its own: the acts of a large import, committed while this process reads the next rows.

The other process has the interpreter to itself, so that reading and writing take half the time together, and windows
less than half their waits. Whoever writes here still waits in the same queue: the door's right of way is held for each
act. The key goes through a pipe only: arguments and environment can be read by other programs.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TypeAlias

import msgspec

from crm_desktop.models.edits import Edit
from crm_desktop.models.errors import Broken, Refused
from crm_desktop.store.acts import Committed, UndoLabel
from crm_desktop.store.right_of_way import RightOfWay
from crm_desktop.store.write_orders import Answer, Opening, as_order, read_message, write_message

WORKER_OPTION = "--write-worker"
"""How a packaged program, which has no `-m`, is told to be the writing process."""
_END_SECONDS = 5.0
Commit: TypeAlias = Callable[[str, Sequence[Edit], str], Committed]
_ANSWER = msgspec.msgpack.Decoder(Answer)


class Elsewhere:
    """The writing process; `commit` like the write door's. One thread at a time."""

    def __init__(self, process: "subprocess.Popen[bytes]", way: RightOfWay) -> None:
        self.process, self._way = process, way

    def commit(self, act: str, edits: Sequence[Edit], batch: str = "") -> Committed:
        """Do all edits or none, durably; raises Refused, and Broken where the process cannot go on."""
        with self._way.taken(urgent=False):
            answer = self._asked(msgspec.msgpack.encode(as_order(act, edits, batch)))
        if answer is None:
            raise Broken("store.disk_failed")
        if answer.family:
            raise (Refused if answer.family == "Refused" else Broken)(answer.code, **answer.facts)
        label = UndoLabel(act, len(answer.ids))
        return Committed(answer.transaction, frozenset(answer.kinds), frozenset(answer.ids), label)

    def _asked(self, order: bytes) -> Answer | None:
        try:
            write_message(_pipe(self.process.stdin), order)
            content = read_message(_pipe(self.process.stdout))
        except OSError:
            return None  # it has ended; what it committed is in the file
        return _ANSWER.decode(content) if content else None


@contextmanager
def writing_elsewhere(path: str, key: bytes, way: RightOfWay, otherwise: Commit) -> Iterator[Commit]:
    """Yield what commits in a process of its own for the block; `otherwise` commits where none can be started."""
    try:
        process = subprocess.Popen(_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        yield otherwise
        return
    try:
        write_message(_pipe(process.stdin), msgspec.msgpack.encode(Opening(path, key)))
        yield Elsewhere(process, way).commit
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Let go of the process: the end of its input makes it leave."""
    for pipe in (process.stdin, process.stdout):
        try:
            _pipe(pipe).close()
        except OSError:
            continue  # what was not sent was for a process that has died
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_OPTION]
    return [sys.executable, "-m", "crm_desktop.store.write_worker"]


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
