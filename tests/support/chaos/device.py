"""One device: a real encrypted replica, the real engine and planner, a clock that may be wrong, a mortal process."""

from __future__ import annotations

import random
import shutil
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from crm_desktop.models.changes import Transaction
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.errors import Refused, UserError
from crm_desktop.models.file_queue import Keeping
from crm_desktop.store.acts import Committed
from crm_desktop.store.attachments.folder import files_folder
from crm_desktop.store.journal import transactions
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.reader import Reader
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.events import Asked, Event, Failed, Finished, Poked, Progressed, Run, StartPoke, Woke
from crm_desktop.sync.failures import Failure, judge
from crm_desktop.sync.files.transfers import Transfers
from crm_desktop.sync.planner import SyncState, plan
from crm_desktop.sync.report import SyncReport
from crm_desktop.sync.status import Counts, SyncStatus, status_of
from tests.support.chaos.chance import DeviceClock
from tests.support.chaos.crashes import Crash, Fragile, freeze
from tests.support.chaos.files import FileLine, FragileQueue
from tests.support.chaos.line import Line

KEY = bytes(range(32))
_PATIENCE = 40
"""Steps of the planner in one sitting; a planner that wants more runs in circles."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """How a sync ended. `died` at a crash point; else `failure`, None where all was done."""

    died: bool = False
    failure: Failure | None = None
    status: SyncStatus | None = None


class Device:
    """One person's device."""

    def __init__(
        self, name: str, user_id: str, folder: Path, truth: ManualClock, counts: Counter[str], keeping: Keeping
    ) -> None:
        self.name, self.user_id, self._folder, self._counts = name, user_id, folder, counts
        self.clock = DeviceClock(truth)
        self.keeping = keeping
        self._starts = 0
        self.path = folder / f"{name}-0.db"
        for part in _blank().parent.iterdir():
            shutil.copyfile(part, folder / part.name.replace("blank.db", self.path.name))
        self.store: Store = open_store(self.path, KEY, self.clock)
        self.store.sign(user_id, name)
        self.store.attachments.keeping = self.keeping
        self.line: Line
        self.files: FileLine
        self.dies_at = ""
        self.after_act: Callable[[Store], None] = lambda _: None
        self.told: Callable[[SyncStatus], SyncStatus] = lambda status: status
        """These two are for defects."""
        self._state = SyncState()
        self._monotonic = 0
        self._frozen: Path | None = None

    # What a person does

    def act(self, deed: Callable[[Store], Committed]) -> list[Transaction]:
        """Do something through the doors of the store; return what was promised, nothing where it was refused here."""
        before = self._newest()
        try:
            deed(self.store)
        except Refused as no:
            self._counts[f"not done: {no.code}"] += 1
            return []
        self.after_act(self.store)
        made = self.store.read(_made_after, before)
        if made and self.dies_at == "after commit":
            self._die("after commit", self.restart)
        return made

    def waiting(self) -> int:
        """Return how many transactions wait."""
        return self.store.outbox.count()

    # Syncing

    def sync(self, chance: random.Random) -> Sitting:
        """Let planner and engine work until they have nothing to do, wait for something, or the device dies."""
        try:
            return self._sit(Asked() if chance.random() < 0.7 else Woke(), chance)
        except Crash:
            assert self._frozen is not None
            self.restart(self._frozen)
            return Sitting(died=True)

    def move_files(self, piece_bytes: int, *, tidy: bool) -> tuple[int, Failure | None]:
        """Send and fetch contents until nothing is left, something fails or the device dies; return how many went."""
        queue = FragileQueue(self.store.attachments.queue, piece_bytes, self._reach)
        stop = threading.Event()
        try:
            if tidy:
                queue.tidy()
            Transfers(queue, self.files, stop, lambda _: None, lambda _: None, clock=lambda: 0).run()
        except Crash:
            assert self._frozen is not None
            self.restart(self._frozen)
        except UserError as problem:
            return queue.moved, judge(problem)
        return queue.moved, None

    def _sit(self, first: Event, chance: random.Random) -> Sitting:
        engine = self._engine()
        self._state, runs = self._learn(SyncState(levels=engine.levels()), first, chance)
        failure: Failure | None = None
        for _ in range(_PATIENCE):
            if not runs:
                break
            if isinstance(runs[0], StartPoke):
                poke = self.line.poke(runs[0].after, 0)
                if poke.head <= runs[0].after and poke.epoch == self._state.levels.epoch:
                    break
                event: Event = Poked(poke.head, poke.epoch)
            else:
                report = engine.run(runs[0].phases, threading.Event())
                failure = report.failure
                event = Failed(engine.levels(), failure) if failure else Finished(engine.levels())
            self._state, runs = self._learn(self._state, event, chance)
        else:
            raise AssertionError("the planner runs in circles")
        return Sitting(failure=failure, status=self.status())

    def _learn(self, state: SyncState, event: Event, chance: random.Random) -> tuple[SyncState, list[Run | StartPoke]]:
        self._monotonic += 10
        state, actions = plan(state, event, self._monotonic, chance.random())
        return state, [each for each in actions if isinstance(each, Run | StartPoke)]

    def status(self) -> SyncStatus:
        """Return what the sync pill would say."""
        counts = Counts(self.store.outbox.to_decide(), self.store.journal.last_complete())
        return self.told(status_of(self._state, None, counts, self._monotonic))

    def _engine(self) -> Engine:
        replica, outbox = Fragile(self.store.replica, self._reach), Fragile(self.store.outbox, self._reach)
        listener = Listener(lambda _: None, self._advanced)
        return Engine(replica, outbox, self.store.journal, self.line, self.clock, listener)

    def _advanced(self, report: SyncReport) -> None:
        replica, outbox = self.store.replica, self.store.outbox
        engine = Engine(
            replica, outbox, self.store.journal, self.line, self.clock, Listener(lambda _: None, lambda _: None)
        )
        self._state, actions = plan(self._state, Progressed(engine.levels(), report.skew), self._monotonic, 0.5)
        assert not any(isinstance(each, Run) for each in actions), "a second run beside the first"

    # Dying

    def _reach(self, point: str) -> None:
        if point == self.dies_at:
            self._die(point, None)

    def _die(self, point: str, then: Callable[[Path], None] | None) -> None:
        self._counts[f"died {point}"] += 1
        self.dies_at = ""
        self._starts += 1
        target = self._folder / f"{self.name}-{self._starts}.db"
        freeze(self.path, target)
        if then is None:
            self._frozen = target
            raise Crash
        then(target)

    def restart(self, path: Path) -> None:
        """Start anew on the files that were left."""
        self.store.close()
        shutil.rmtree(files_folder(self.path), ignore_errors=True)
        for part in self._folder.glob(f"{self.path.name}*"):
            part.unlink()
        self.path, self._frozen, self._state = path, None, SyncState()
        self.store = open_store(path, KEY, self.clock)
        self.store.attachments.keeping = self.keeping
        self.store.attachments.sweep()

    def close(self) -> None:
        """End the process in good order."""
        self.store.close()

    def _newest(self) -> int:
        return int(self.store.read(lambda reader: reader.value("SELECT coalesce(max(number), 0) FROM transactions")))


def _made_after(reader: Reader, number: int) -> list[Transaction]:
    found = transactions(reader.connection, "origin = 'here' AND number > ? ORDER BY number", number)
    return [transaction for _, transaction in found]


@cache
def _blank() -> Path:
    """Return an empty replica, made once: copying is faster than migrating."""
    folder = TemporaryDirectory(prefix="fieldline-chaos-")
    _FOLDERS.append(folder)
    path = Path(folder.name) / "blank.db"
    store = open_store(path, KEY, ManualClock())
    store.sign("0" * 32, "nobody")
    store.close()
    return path


_FOLDERS: list[TemporaryDirectory[str]] = []
"""Gone when the process ends."""
