"""Session: one open map and everything that changes it - commands, undo and redo, refusals, what sync brings.

The map changes at once and listeners hear of it before anything is written; writing runs behind, in order. Used from
one thread; `ports.Background` answers on it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from crm_desktop.diagrams.behaviours.all import follow
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Command, Landing
from crm_desktop.diagrams.delta import Cause, Delta, ElementChange
from crm_desktop.diagrams.partial import carried_over, delta_to
from crm_desktop.diagrams.ports import Background, Door, ReadRows
from crm_desktop.diagrams.rules import refuse
from crm_desktop.diagrams.work import Work
from crm_desktop.diagrams.writing import Entry, Writing
from crm_desktop.models.edits import Edit
from crm_desktop.models.processes.elements import ELEMENTS
from crm_desktop.models.processes.reading import MapReading

Listener = Callable[[Delta, Cause], object]
KINDS = frozenset({"process", *ELEMENTS})
"""Record kinds that a map is made of."""


@dataclass(slots=True)
class Outside:
    """What a session is given: the write door, a way off this thread, rows to read again."""

    door: Door
    background: Background
    read_rows: ReadRows


@dataclass(slots=True)
class Session:
    """An open map."""

    chart: Chart
    outside: Outside
    on_written: Callable[[object], None] = lambda _: None
    """Hears of each act that is durable (the door's answer), to tell other screens."""
    on_problem: Callable[[Exception], None] = lambda _: None
    """Hears why an act was refused; the map is as it was before by then."""
    _listeners: list[Listener] = field(default_factory=list)
    _done: list[Entry] = field(default_factory=list)
    _undone: list[Entry] = field(default_factory=list)
    _stale: set[str] = field(default_factory=set)
    _whole_is_stale: bool = False
    _writing: Writing = field(init=False)

    def __post_init__(self) -> None:
        self._writing = Writing(self.outside.door, self.outside.background, self._written, self._refused)

    def listen(self, listener: Listener) -> None:
        """Let `listener` hear of every change, before it is written."""
        self._listeners.append(listener)

    def may(self, command: Command) -> str:
        """Return the code of what stands in a command's way, "" where it may run."""
        return command.judge(self.chart)

    def run(self, command: Command) -> Landing:
        """Do a command: the map changes, listeners hear, the act is written. Raises Refused; then nothing changed."""
        refuse(command.judge(self.chart))
        work = Work(self.chart)
        try:
            landing = command.perform(work)
            follow(work)
        except BaseException:
            work.take_back()
            raise
        delta = work.so_far()
        if delta or work.beside:
            self._undone.clear()
            entry = Entry(command.act, delta)
            self._done.append(entry)
            self._commit(entry, work.beside)
            self._tell(delta, Cause.COMMAND)
        return landing

    def undo(self, anyway: bool = False) -> None:
        """Take the newest own act back: this session's at once, one of an earlier session when the store has done it.

        With `anyway` the rest is taken back where somebody wrote over a part since; otherwise `on_problem` hears it.
        """
        if not self._done:
            self._writing.undo_earlier(self._earlier, anyway)
            return
        entry = self._done.pop()
        self._undone.append(entry)
        delta = carried_over(self.chart, entry.delta.inverse())
        self._move(delta, Cause.UNDO)
        self._writing.undo(entry, anyway)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if not self._undone:
            return
        entry = self._undone.pop()
        self._done.append(entry)
        self._move(carried_over(self.chart, entry.delta), Cause.REDO)
        self._writing.redo(entry)

    def withdraw(self) -> None:
        """Take the newest act of this session back as if it had never been: nothing to do again is left of it."""
        if self._done:
            self.undo()
            self._undone.clear()

    @property
    def undoable(self) -> str:
        """The act that undo would take back now, as its key in context `acts`; "" where it is of an earlier session."""
        return self._done[-1].act if self._done else ""

    @property
    def redoable(self) -> str:
        """The act that redo would do again; "" where there is none."""
        return self._undone[-1].act if self._undone else ""

    @property
    def saved(self) -> bool:
        """Whether everything is durable on this device."""
        return not self._writing.pending

    def hear(self, kinds: Collection[str], ids: Collection[str]) -> None:
        """Take over what somebody else wrote, as `refresh` announced it; no ids means any record of these kinds."""
        if not KINDS.isdisjoint(kinds):
            self.reread(ids or None)

    def reread(self, ids: Iterable[str] | None) -> None:
        """Read elements again from the store, or the whole map, and take over what is different."""
        wanted = None if ids is None else frozenset(ids)
        stamp = self._writing.settled
        self.outside.background.read(
            lambda: self.outside.read_rows(wanted), lambda read: self._take(read, stamp), self.on_problem
        )

    def take(self, read: MapReading) -> None:
        """Take over what was read just now, while nothing was being written."""
        self._take(read, self._writing.settled)

    def _take(self, read: MapReading, stamp: int) -> None:
        # What was changed here while the rows were read is newer than they are; it is read again when it is written.
        newer = self._writing.touched_since(stamp)
        delta = delta_to(self.chart, read, newer)
        self.chart.binned = (self.chart.binned - (read.asked or self.chart.binned)) | set(read.binned)
        self._move(delta, Cause.ARRIVED)
        if newer:
            self._stale |= newer
            self._read_stale()

    def _commit(self, entry: Entry, beside: list[Edit]) -> None:
        edits = [*entry.delta.edits(self.chart.process_id, self.chart.binned), *beside]
        self._mind_bin(entry.delta)
        self._writing.commit(entry, edits)

    def _move(self, delta: Delta, cause: Cause) -> None:
        if delta:
            self.chart.apply(delta)
            self._mind_bin(delta)
            self._tell(delta, cause)

    def _mind_bin(self, delta: Delta) -> None:
        self.chart.binned |= delta.removed
        self.chart.binned -= delta.added

    def _tell(self, delta: Delta, cause: Cause) -> None:
        for listener in tuple(self._listeners):
            listener(delta, cause)

    def _written(self, act: object) -> None:
        self.on_written(act)
        self._read_stale()

    def _earlier(self, ids: frozenset[str]) -> None:
        self.reread(ids)

    def _refused(self, entry: Entry, attempted: Cause, problem: Exception) -> None:
        """Make the map again what the store holds, and say why."""
        if attempted is Cause.COMMAND:
            self._done = [each for each in self._done if each is not entry]
            back = entry.delta.inverse()
        elif attempted is Cause.UNDO:
            self._undone = [each for each in self._undone if each is not entry]
            self._done.append(entry)
            back = entry.delta
        else:
            self._done = [each for each in self._done if each is not entry]
            self._undone.append(entry)
            back = entry.delta.inverse()
        self._move(carried_over(self.chart, back), Cause.ROLLED_BACK)
        # Later acts may have built on it and fail too: what counts in the end is what the store holds.
        self._whole_is_stale = True
        self._read_stale()
        self.on_problem(problem)

    def _read_stale(self) -> None:
        if self._writing.pending or not (self._stale or self._whole_is_stale):
            return
        ids = None if self._whole_is_stale else frozenset(self._stale)
        self._stale, self._whole_is_stale = set(), False
        self.reread(ids)


def open_session(read: MapReading, outside: Outside) -> Session:
    """Return a session on a map that was read whole."""
    return Session(Chart.of(read), outside)


__all__ = ["Cause", "Delta", "ElementChange", "Listener", "Outside", "Session", "open_session"]
