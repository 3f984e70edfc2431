"""The loop that keeps a replica in step: it feeds the planner with what happens and carries out what it plans.

Three threads: the loop plans and publishes, a run does the work, a long poll listens. No Qt; callbacks come from these
threads. Everything else about sync is decided elsewhere: planner.py says what to do, engine.py does it.
"""

import logging
import queue
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from crm_desktop.models.errors import UserError
from crm_desktop.models.sync_run import Touched
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.events import (
    Action,
    Asked,
    CheckAsked,
    Committed,
    Event,
    Failed,
    Finished,
    Paused,
    Phase,
    Poked,
    PokeFailed,
    Progressed,
    Resumed,
    Run,
    SignedIn,
    StartPoke,
    StopPoke,
    StopRun,
    Ticked,
    WakeAt,
    Woke,
)
from crm_desktop.sync.failures import describe, judge
from crm_desktop.sync.files.loop import STUCK_MS, FileLoop
from crm_desktop.sync.planner import SyncState, plan
from crm_desktop.sync.ports import Calls, Randomness
from crm_desktop.sync.report import Progress, SyncReport
from crm_desktop.sync.status import Counts, SyncStatus, status_of
from crm_desktop.sync.timing import SystemTime, Time

POKE_SECONDS = 50.0
"""Below the idle time-outs of common proxies."""
LONGEST_NAP_MS = 3_000
"""Also the longest time until a machine that wakes from sleep is noticed."""
OVERSLEPT_MS = 10_000
"""A nap that took so much longer than wished: the machine slept, not we."""
STOP_SECONDS = 2.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who hears about it, each called in a thread of the loop and expected to return at once."""

    status: Callable[[SyncStatus], None]
    touched: Callable[[Touched], None]
    finished: Callable[[SyncReport], None] = lambda _: None


@dataclass
class SyncLoop:
    """Keeps one profile in step. Make it, `start` it, tell it what happens, `stop` it."""

    engine: Engine
    calls: Calls
    audience: Audience
    time: Time = field(default_factory=SystemTime)
    chance: Randomness = field(default_factory=random.Random)
    files: FileLoop | None = None
    """Moves the contents of attachments beside the records; it follows this loop."""

    def __post_init__(self) -> None:
        self.engine.listener = Listener(self.audience.touched, self._advanced)
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._state = SyncState()
        self._progress: Progress | None = None
        self._counts = Counts()
        self._status: SyncStatus | None = None
        self._stop_run = threading.Event()
        self._wake_at: int | None = None
        self._poke_number = 0
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, paused: bool = False) -> None:
        """Begin to keep in step."""
        # A start is not a quiet moment yet.
        self._state = SyncState(levels=self.engine.levels(), paused=paused, acted_at=self.time.monotonic())
        self._count()
        self._spawn("sync loop", self._loop)
        if self.files is not None:
            self.files.start(lambda: self._events.put(Ticked()), self.audience.touched, paused=paused)

    def stop(self) -> bool:
        """End everything that is under way; return whether that was done within two seconds."""
        self._ending.set()
        self._stop_run.set()
        self._events.put(None)
        if self.files is not None:
            self.files.end()
        deadline = time.monotonic() + STOP_SECONDS
        # A thread that is just connecting notices a hung-up line only afterwards: hang up until all are gone.
        while alive := [thread for thread in self._all_threads() if thread.is_alive()]:
            self.calls.close()
            if self.files is not None:
                self.files.hang_up()
            if time.monotonic() > deadline:
                return False
            alive[0].join(0.05)
        return True

    def committed(self) -> None:
        """Tell that a person's act was committed here; any thread."""
        self._events.put(Committed(self.engine.outbox.count()))
        if self.files is not None:
            # A file may have come with it; offline nothing else would tell that it waits.
            self.files.look()

    def sync_now(self) -> None:
        """Try at once, whatever was waited for; any thread."""
        self._events.put(Asked(stuck=self.calls.quiet_ms() >= STUCK_MS))
        if self.files is not None:
            self.files.encourage()

    def network_changed(self) -> None:
        """Tell that the system has found or lost a network: what was begun over the old one is given up; any thread."""
        self._events.put(Woke())
        if self.files is not None:
            self.files.encourage(by_person=False)

    def files_changed(self) -> None:
        """Tell that a file was asked for, or is to be tried again; any thread."""
        if self.files is not None:
            self.files.look()

    def use_files(self, wanted: bool) -> None:
        """Let files go, or with False records only, for weak and metered networks; any thread."""
        if self.files is not None:
            self.files.allow(records_only=not wanted)

    def check_now(self) -> None:
        """Compare what is here with the server as soon as it can be reached; off the UI thread, it is remembered."""
        if self.engine.parts is not None:
            self.engine.parts.here.ask()
            self._events.put(CheckAsked())

    def pause(self) -> None:
        """Stop after the present page and stay quiet; any thread."""
        self._events.put(Paused())
        if self.files is not None:
            self.files.allow(paused=True)

    def resume(self) -> None:
        """Go on after a pause; any thread."""
        self._events.put(Resumed())
        if self.files is not None:
            self.files.allow(paused=False)

    def signed_in(self) -> None:
        """Tell that somebody has signed in (again); any thread."""
        self._events.put(SignedIn())
        if self.files is not None:
            self.files.encourage()

    def _loop(self) -> None:
        event: Event | None = Ticked()
        while event is not None and not self._ending.is_set():
            try:
                self._step(event)
            except Exception as error:  # noqa: BLE001  (the thread's boundary: without the loop nothing syncs any more)
                _log.error("the sync loop stumbled: %s", describe(error))
                self._wake_at = self.time.monotonic() + LONGEST_NAP_MS
            event = self._next_event()

    def _step(self, event: Event) -> None:
        event = self._as_it_stands(event)
        self._state, actions = plan(self._state, event, self.time.monotonic(), self.chance.random())
        self._wake_at = None
        for action in actions:
            self._carry_out(action)
        if isinstance(event, Finished | Failed | Committed):
            self._count()
        self._publish()

    def _as_it_stands(self, event: Event) -> Event:
        """Return the event with the levels of this moment.

        Those that it was sent with may be older than what was told since: an act that is committed while a run ends
        would be taken for sent.
        """
        if not isinstance(event, Committed | Progressed | Finished | Failed):
            return event
        try:
            levels = self.engine.levels()
        except Exception as error:  # noqa: BLE001  (a run that ended must be known to have ended, whatever the disk does)
            _log.error("the levels could not be read: %s", describe(error))
            return event
        return Committed(levels.waiting) if isinstance(event, Committed) else replace(event, levels=levels)

    def _next_event(self) -> Event | None:
        """Return what happens next; time passing is an event too, and so is having slept."""
        now, wall = self.time.monotonic(), self.time.wall()
        nap = LONGEST_NAP_MS if self._wake_at is None else max(0, min(LONGEST_NAP_MS, self._wake_at - now))
        try:
            return self._events.get(timeout=nap / 1000)
        except queue.Empty:
            passed = max(self.time.wall() - wall, self.time.monotonic() - now)
            quiet = self.calls.quiet_ms()
            return Woke() if passed > nap + OVERSLEPT_MS else Ticked(moved=0 < quiet < nap)

    def _carry_out(self, action: Action) -> None:
        match action:
            case Run(phases):
                self._stop_run = threading.Event()
                self._progress = None
                self._spawn("sync run", self._run, phases, self._stop_run)
            case StopRun():
                self._stop_run.set()
                self.calls.hang_up_work()
            case StartPoke(after):
                self._poke_number += 1
                self._spawn("sync poke", self._listen, after, self._poke_number)
            case StopPoke():
                self._poke_number += 1
                self.calls.hang_up_poke()
            case WakeAt(at):
                self._wake_at = at

    def _run(self, phases: tuple[Phase, ...], stop: threading.Event) -> None:
        levels = self._state.levels
        try:
            report = self.engine.run(phases, stop)
            levels = self.engine.levels()
            self.audience.finished(report)
            failure = report.failure
            complete = report.complete
        except Exception as error:  # noqa: BLE001  (the thread's boundary: the loop would wait for ever)
            _log.error("a sync run broke: %s", describe(error))
            failure, complete = judge(error), False
        self._events.put(Failed(levels, failure) if failure else Finished(levels, complete))
        if complete and self.files is not None:
            self.files.encourage(by_person=False)
            self.files.look(tidy=True)

    def _listen(self, after: int, number: int) -> None:
        event: Event
        try:
            poke = self.engine.server.poke(after, POKE_SECONDS)
            event = Poked(poke.head, poke.epoch)
        except UserError as error:
            event = PokeFailed(judge(error))
        except Exception as error:  # noqa: BLE001  (the thread's boundary: the loop would wait for ever)
            _log.error("the long poll broke: %s", describe(error))
            event = PokeFailed(judge(error))
        if number == self._poke_number:  # not one that was hung up
            self._events.put(event)

    def _advanced(self, report: SyncReport) -> None:
        self._progress = report.progress
        self._events.put(Progressed(self.engine.levels(), report.skew))

    def _count(self) -> None:
        last = self._counts.last_complete_at or self.engine.journal.last_complete()
        if not self._state.running and self._state.failure is None and not self._state.behind:
            last = self.time.wall()
        self._counts = Counts(self.engine.outbox.to_decide(), last)

    def _publish(self) -> None:
        status = status_of(self._state, self._progress, self._counts, self.time.monotonic())
        if self.files is not None:
            status = status.with_files(self.files.status)
        if status != self._status:
            self._status = status
            self.audience.status(status)

    def _all_threads(self) -> list[threading.Thread]:
        return [*self._threads, *(self.files.threads if self.files is not None else ())]

    def _spawn(self, name: str, target: Callable[..., None], *arguments: object) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=target, args=arguments, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()
