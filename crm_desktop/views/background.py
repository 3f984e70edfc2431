"""The only ways of leaving the UI thread: `read`, `write`, `ask`. Nothing else in the views starts a thread.

Queries and write functions know nothing of Qt; what they return, or raise, is delivered on the UI thread. Writes run
one after the other in the order they were asked for; reads run beside them and may overtake each other, so a newer read
for the same owner and token makes an older one stale, and its answer is dropped. What asks the server has a thread of
its own: a server that says nothing must not keep anybody from reading or writing here.
"""

import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from crm_desktop.views.collecting import Collector

T = TypeVar("T")
_READERS = 3
_SWITCH_SECONDS = 0.001
"""How long a busy thread may keep the interpreter when the UI thread wants it; the UI thread asks often."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Any]
    on_result: Callable[[Any], None] | None
    on_error: Callable[[Exception], None] | None
    owner: QObject | None
    ticket: tuple[tuple[int, str], int] | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    job: _Job
    value: Any
    error: Exception | None


class Background(QObject):
    """The reader threads and the writer thread of one window system; the composition root makes one and drains it."""

    failed = Signal(object)
    """An Exception that nobody asked to hear about; the shell shows it."""
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reads: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._writes: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._questions: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._generations: dict[tuple[int, str], int] = {}
        self._open = True
        self._collector: Collector | None = None
        self.is_writing = False
        """Whether a write is under way at this moment."""
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._threads: list[threading.Thread] = []

    def read(
        self,
        query: Callable[[], T],
        on_result: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
        token: str = "",
    ) -> None:
        """Run a query off the UI thread and hand its answer to `on_result` on the UI thread.

        With an owner the answer is dropped when the owner is gone; with a token too, also when the same owner has asked
        again under this token. Without `on_error`, errors go to `failed`.
        """
        self._submit(self._reads, _Job(query, on_result, on_error, owner, self._ticket(owner, token)))

    def ask(
        self,
        question: Callable[[], T],
        on_answer: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
        token: str = "",
    ) -> None:
        """Ask the server, which may take as long as a line is waited for; one question after the other, else `read`."""
        self._submit(self._questions, _Job(question, on_answer, on_error, owner, self._ticket(owner, token)))

    def write(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Run a write off the UI thread, after all writes asked for earlier; it happens even if the owner goes."""
        self._submit(self._writes, _Job(work, on_done, on_error, owner, None))

    def drain(self, timeout: float = 10.0) -> bool:
        """Finish every write, forget waiting reads, end the threads; answers are no longer delivered.

        Returns False if a thread was still busy after `timeout` seconds. Call once, from the UI thread, at the end.
        """
        self._open = False
        while not self._reads.empty():
            self._reads.get()
        while not self._questions.empty():
            self._questions.get()
        self._writes.put(None)
        self._questions.put(None)
        for _ in range(_READERS):
            self._reads.put(None)
        deadline = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        if self._collector is not None:
            self._collector.stop()
        return not any(thread.is_alive() for thread in self._threads)

    def _ticket(self, owner: QObject | None, token: str) -> tuple[tuple[int, str], int] | None:
        if owner is None or not token:
            return None
        key = (id(owner), token)
        if key not in self._generations:
            owner.destroyed.connect(lambda: self._generations.pop(key, None))
        self._generations[key] = self._generations.get(key, 0) + 1
        return key, self._generations[key]

    def _submit(self, jobs: "queue.SimpleQueue[_Job | None]", job: _Job) -> None:
        if not self._open:
            raise RuntimeError("the program is closing; nothing new can be read or written")
        if not self._threads:  # not before the first job: the window's first paint comes before
            sys.setswitchinterval(_SWITCH_SECONDS)
            self._collector = Collector(self, lambda: self.is_writing)
            self._threads = [self._thread("reader", self._reads) for _ in range(_READERS)]
            self._threads.append(self._thread("writer", self._writes))
            self._threads.append(self._thread("asker", self._questions))
        jobs.put(job)

    def _thread(self, name: str, jobs: "queue.SimpleQueue[_Job | None]") -> threading.Thread:
        thread = threading.Thread(target=self._serve, args=(jobs,), name=f"fieldline-{name}", daemon=True)
        thread.start()
        return thread

    def _serve(self, jobs: "queue.SimpleQueue[_Job | None]") -> None:
        while (job := jobs.get()) is not None:
            if self._stale(job):
                continue
            # Others than the writer leave it alone, so nothing is lost between them.
            if jobs is self._writes:
                self.is_writing = True
            try:
                outcome = _Outcome(job, job.work(), None)
            except Exception as error:  # noqa: BLE001 - the thread's boundary: every error is handed to the UI thread
                outcome = _Outcome(job, None, error)
            if jobs is self._writes:
                self.is_writing = False
            if self._open:
                self._finished.emit(outcome)

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        job = outcome.job
        if not self._open or self._stale(job) or (job.owner is not None and not shiboken6.isValid(job.owner)):
            return
        if outcome.error is None:
            if job.on_result is not None:
                job.on_result(outcome.value)
        elif job.on_error is not None:
            job.on_error(outcome.error)
        else:
            self.failed.emit(outcome.error)

    def _stale(self, job: _Job) -> bool:
        return job.ticket is not None and self._generations.get(job.ticket[0]) != job.ticket[1]
