"""The program's side of a large snapshot: hand it to a process of its own, so that no window stutters meanwhile.

A thread of this process would share the interpreter with the windows: measured 36 ms and more between two repaints,
against 15 for a process. Small snapshots and everyday syncs stay in the thread: starting a process costs more.
"""

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from crm_desktop.models.errors import Denied
from crm_desktop.models.sync_run import Touched
from crm_desktop.sync.course import Course, Stopped
from crm_desktop.sync.errand import (
    STOPPED,
    Advanced,
    Ended,
    FromHelper,
    Order,
    Stop,
    ToHelper,
    Token,
    TokenWanted,
    as_error,
    line,
)
from crm_desktop.sync.events import Phase
from crm_desktop.sync.ports import Access, Traffic
from crm_desktop.sync.report import Progress

WORKER_OPTION = "--sync-worker"
"""How a packaged program, which has no `-m`, is told to be the helper."""
STOP_SECONDS = 1.5
_DECODER = msgspec.json.Decoder(FromHelper)


def worker_command() -> list[str]:
    """Return how the helping process is started, from the source tree or from a packaged program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_OPTION]
    return [sys.executable, "-m", "crm_desktop.sync_worker"]


@dataclass(frozen=True, slots=True)
class FirstSync:
    """Implements engine.SnapshotHelper. `key` opens the replica; asked for when it is needed, and not kept."""

    replica: Path
    key: Callable[[], bytes]
    address: str
    access: Access

    def carry_on(self, course: Course) -> bool:
        """Bring the running snapshot to its end in another process.

        Returns False where that process could not start or died: whoever asked goes on from its last page. Raises
        Stopped, and what the process met: Unreachable, Denied, Incompatible, Refused, Broken.
        """
        try:
            process = subprocess.Popen(
                worker_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            return False
        done = threading.Event()
        guard = threading.Thread(target=_pass_on_stop, args=(process, course.stop, done), name="sync helper guard")
        guard.start()
        try:
            ended = self._follow(process, course)
        finally:
            done.set()
            guard.join()
            _put_away(process)
        return _concluded(ended, course)

    def _follow(self, process: "subprocess.Popen[bytes]", course: Course) -> Ended | None:
        order = Order(
            replica=str(self.replica), key=self.key().hex(), address=self.address, token=self.access.access_token()
        )
        if not _tell(process, order):
            return None
        for text in process.stdout or ():
            message: FromHelper = _DECODER.decode(text)
            match message:
                case Advanced(at, total, received, kinds):
                    course.touched(Touched(frozenset(kinds)))
                    course.advanced(Progress(Phase.SNAPSHOT, at, total), received)
                case TokenWanted(instead_of):
                    _tell(process, Token(self._token(instead_of)))
                case Ended() as ended:
                    return ended
        return None

    def _token(self, instead_of: str) -> str:
        try:
            return self.access.access_token(instead_of)
        except Denied:
            return ""


def _concluded(ended: Ended | None, course: Course) -> bool:
    if ended is None:
        course.check()
        return False
    course.carried_elsewhere += Traffic(ended.up, ended.down, ended.requests)
    if ended.family == STOPPED:
        raise Stopped
    if ended.family:
        raise as_error(ended)
    return True


def _pass_on_stop(process: "subprocess.Popen[bytes]", stop: threading.Event, done: threading.Event) -> None:
    """Tell the helper when somebody wishes to stop, and insist if it does not: its pages are kept anyway."""
    while not done.wait(0.05):
        if stop.is_set():
            _tell(process, Stop())
            if not done.wait(STOP_SECONDS):
                process.kill()
            return


def _tell(process: "subprocess.Popen[bytes]", message: ToHelper) -> bool:
    assert process.stdin is not None
    try:
        process.stdin.write(line(message))
        process.stdin.flush()
    except OSError:
        return False  # it has ended; its output says why, or says nothing
    return True


def _put_away(process: "subprocess.Popen[bytes]") -> None:
    """Let go of the helper: the end of its input makes it leave."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue  # what was not flushed was for a process that has ended
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
