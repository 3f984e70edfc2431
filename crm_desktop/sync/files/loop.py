"""The loop that moves files: two threads of its own, so that a large file never holds up a record.

The sync of records tells it what it needs to know (`SyncLoop`); screens hear of it through the same status.
"""

import logging
import queue
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from crm_desktop.models.errors import UserError
from crm_desktop.models.file_queue import FileLevels
from crm_desktop.models.sync_run import Touched
from crm_desktop.sync.failures import Failure, describe, judge
from crm_desktop.sync.files.planner import (
    Allowed,
    Encouraged,
    Ended,
    FileAction,
    FileEvent,
    FileState,
    Looked,
    StopTransfer,
    TimePassed,
    Transfer,
    WakeAt,
    plan_files,
)
from crm_desktop.sync.files.ports import FileQueue, FileServer
from crm_desktop.sync.files.progress import FileStatus, Moving
from crm_desktop.sync.files.transfers import Stopped, Transfers
from crm_desktop.sync.ports import Randomness
from crm_desktop.sync.timing import SystemTime, Time

LONGEST_NAP_MS = 60_000
STUCK_MS = 5_000
"""A person who asks for a sync now waits no longer for a request that made no headway for so long."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Look:
    """Ask the store how much may go; `tidy` after a complete sync of the records."""

    tidy: bool = False


@dataclass
class FileLoop:
    """Moves the files of one profile. `start` it, tell it what happens, `stop` it; any thread."""

    queue: FileQueue
    server: FileServer
    time: Time = field(default_factory=SystemTime)
    chance: Randomness = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.status = FileStatus()
        """How files stand; replaced whole at each change."""
        self._changed: Callable[[], None] = lambda: None
        self._touched: Callable[[Touched], None] = lambda _: None
        self._events: queue.SimpleQueue[FileEvent | _Look | None] = queue.SimpleQueue()
        self._state = FileState()
        self._moving: Moving | None = None
        self._stop_run, self._urgent, self._ending = threading.Event(), threading.Event(), threading.Event()
        self._wake_at: int | None = None
        self.threads: list[threading.Thread] = []

    def start(self, changed: Callable[[], None], touched: Callable[[Touched], None], *, paused: bool = False) -> None:
        """Begin; `changed` says that `status` is another one, `touched` that contents have come or gone."""
        self._changed, self._touched = changed, touched
        self._state = FileState(paused=paused, records_only=self._state.records_only)
        self._spawn("file loop", self._loop)
        self.look()

    def end(self) -> None:
        """Wish everything to end; `threads` are those to wait for, and `hang_up` helps."""
        self._ending.set()
        self._stop_run.set()
        self._events.put(None)

    def hang_up(self) -> None:
        """Break the request that is under way."""
        self.server.hang_up()

    def look(self, *, tidy: bool = False) -> None:
        """Tell that something may have changed: a file was attached or asked for, or (`tidy`) records came."""
        self._urgent.set()
        self._events.put(_Look(tidy))

    def encourage(self, *, by_person: bool = True) -> None:
        """Tell that another try is worth it at once; a person waits no longer for a request that makes no headway."""
        if by_person and self.server.quiet_ms() >= STUCK_MS:
            self.server.hang_up()
        self._events.put(Encouraged(by_person))

    def allow(self, *, paused: bool | None = None, records_only: bool | None = None) -> None:
        """Let files go, or not."""
        if records_only is not None and not self.threads:
            self._state = FileState(records_only=records_only)
        self._events.put(Allowed(paused, records_only))

    def _loop(self) -> None:
        while not self._ending.is_set():
            nap = LONGEST_NAP_MS
            if self._wake_at is not None:
                nap = max(0, min(nap, self._wake_at - self.time.monotonic()))
            try:
                event = self._events.get(timeout=nap / 1000)
            except queue.Empty:
                event = TimePassed()
            if event is None:
                return
            try:
                self._step(self._seen(event) if isinstance(event, _Look) else event)
            except Exception as error:  # noqa: BLE001  (the thread's boundary: without the loop no file moves any more)
                _log.error("the file loop stumbled: %s", describe(error))

    def _seen(self, look: _Look) -> Looked:
        if look.tidy:
            self.queue.tidy()
        return Looked(self.queue.levels())

    def _step(self, event: FileEvent) -> None:
        self._state, actions = plan_files(self._state, event, self.time.monotonic(), self.chance.random())
        self._wake_at = None
        for action in actions:
            self._carry_out(action)
        self._publish()

    def _carry_out(self, action: FileAction) -> None:
        match action:
            case Transfer():
                self._stop_run = threading.Event()
                self._spawn("file transfer", self._run, self._stop_run)
            case StopTransfer():
                self._stop_run.set()
                self.server.hang_up()
            case WakeAt(at):
                self._wake_at = at

    def _run(self, stop: threading.Event) -> None:
        failure, complete = self._transfer(stop), not stop.is_set()
        self._moving = None
        try:
            levels = self.queue.levels()
        except UserError as error:
            levels, failure, complete = FileLevels(), failure or judge(error), False
        self._events.put(Ended(levels, failure, complete))

    def _transfer(self, stop: threading.Event) -> Failure | None:
        try:
            Transfers(self.queue, self.server, stop, self._moved, self._touched, self._urgent).run()
        except Stopped:
            return None
        except UserError as error:
            # A request that breaks while somebody hangs up has not failed.
            return None if stop.is_set() else judge(error)
        except Exception as error:  # noqa: BLE001  (the thread's boundary: the loop would wait for ever)
            _log.error("moving files broke: %s", describe(error))
            return judge(error)
        return None

    def _moved(self, moving: Moving) -> None:
        self._moving = moving
        self._publish()

    def _publish(self) -> None:
        state, now = self._state, self.time.monotonic()
        waits = state.failure is not None and not state.running and not state.blocked and not state.paused
        status = FileStatus(
            waiting=state.levels,
            moving=self._moving if state.running else None,
            failure=state.failure,
            retry_in=max(0, state.retry_at - now) if waits else 0,
            records_only=state.records_only,
        )
        if status != self.status:
            self.status = status
            self._changed()

    def _spawn(self, name: str, target: Callable[..., None], *arguments: object) -> None:
        self.threads = [thread for thread in self.threads if thread.is_alive()]
        thread = threading.Thread(target=target, args=arguments, name=name, daemon=True)
        self.threads.append(thread)
        thread.start()
