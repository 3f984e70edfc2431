"""Several workers behind one port: started, watched, replaced when one dies, ended in order together.

Each worker is a process of its own with the whole application in it; they share the listening socket and the database,
and nothing else. A worker ends when its lifeline does: so it also ends with a parent that was killed.
"""

import logging
import multiprocessing
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from crm_desktop.models.errors import Refused

START_SECONDS = 60.0
END_SECONDS = 15.0
"""More than a worker gives its own open requests."""
_LOOK_SECONDS = 0.5
_MOST_EARLY_DEATHS = 3
_YOUNG_SECONDS = 5.0
_READY = "ready"
_log = logging.getLogger("fieldline.crew")

Work = Callable[[socket.socket, Callable[[], None], Callable[[], None]], None]
"""What a worker does: serve on a socket, tell when it is ready, and wait for the end in a thread of its own."""


@dataclass(slots=True)
class _Worker:
    """One worker process, the end of its lifeline that we hold, and when it was started (monotonic seconds)."""

    process: BaseProcess
    lifeline: Connection
    born_at: float
    ready: bool = False


@dataclass(slots=True)
class Crew:
    """So many workers. `run` returns when they have all ended after `leave` or a signal."""

    count: int
    listening: socket.socket
    work: Work
    announce: Callable[[], None]
    _workers: list[_Worker] = field(default_factory=list)
    _leaving: threading.Event = field(default_factory=threading.Event)
    _early_deaths: int = 0

    def run(self) -> None:
        """Start the workers and keep them; raises Refused where they die as soon as they are started."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._leaving.set())
        try:
            for _ in range(self.count):
                self._start()
            self._keep()
        finally:
            self._end()

    def leave(self) -> None:
        """End in order; any thread."""
        self._leaving.set()

    def _start(self) -> None:
        # Not forked: threads and database connections of this process must not be copied.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_live, args=(self.work, self.listening, theirs), name="worker")
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours, time.monotonic()))

    def _keep(self) -> None:
        announced = False
        while not self._leaving.is_set():
            self._hear()
            if not announced and all(worker.ready for worker in self._workers):
                announced = True
                self.announce()
            for worker in [each for each in self._workers if not each.process.is_alive()]:
                self._replace(worker)

    def _hear(self) -> None:
        """Wait a little for what happens to the workers; note who is ready."""
        by_end = {worker.lifeline: worker for worker in self._workers if not worker.ready}
        dead = [worker.process.sentinel for worker in self._workers]
        for found in wait([*by_end, *dead], _LOOK_SECONDS):
            worker = by_end.get(found)  # type: ignore[call-overload]
            if worker is not None:
                try:
                    worker.ready = worker.lifeline.recv() == _READY
                except EOFError:
                    worker.process.join(_LOOK_SECONDS)

    def _replace(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.lifeline.close()
        young = time.monotonic() - worker.born_at < _YOUNG_SECONDS
        self._early_deaths = self._early_deaths + 1 if young else 0
        _log.error("worker_died", extra={"facts": {"status": worker.process.exitcode or 0}})
        if self._early_deaths >= _MOST_EARLY_DEATHS:
            raise Refused("server.workers_failed")
        self._start()

    def _end(self) -> None:
        self.listening.close()
        for worker in self._workers:
            worker.lifeline.close()
        until = time.monotonic() + END_SECONDS
        for worker in self._workers:
            worker.process.join(max(0.0, until - time.monotonic()))
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _live(work: Work, listening: socket.socket, lifeline: Connection) -> None:
    """Be a worker, until the lifeline ends."""
    # The parent hears an operator's Ctrl-C too, and lets all go in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def await_end() -> None:
        try:
            while lifeline.recv():
                pass
        except (EOFError, OSError):
            return

    work(listening, lambda: lifeline.send(_READY), await_end)
