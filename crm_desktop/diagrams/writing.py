"""Writing acts behind the person's back, in order: what is on its way, what is durable, what was refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from crm_desktop.diagrams.delta import Cause, Delta
from crm_desktop.diagrams.ports import Act, Background, Door
from crm_desktop.models.edits import Edit

MOST_EDITS = 1_900
"""Edits of one transaction: the server takes 2,000 changes, and one edit may become two."""


@dataclass(slots=True, eq=False)
class Entry:
    """One act of this session; its transactions are known once it is written."""

    act: str
    delta: Delta
    transactions: list[str] = field(default_factory=list)
    undos: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Writing:
    """The queue to the write door."""

    door: Door
    background: Background
    on_written: Callable[[Act], None]
    on_refused: Callable[[Entry, Cause, Exception], None]
    pending: int = 0
    """How many jobs are not finished."""
    settled: int = 0
    """Number of the last job that is finished."""
    _begun: int = 0
    _touched: dict[str, int] = field(default_factory=dict)

    def touched_since(self, stamp: int) -> frozenset[str]:
        """Return the ids that jobs after `stamp` write."""
        return frozenset(each for each, number in self._touched.items() if number > stamp)

    def commit(self, entry: Entry, edits: Sequence[Edit]) -> None:
        """Write an act; a very large one in several transactions."""
        portions = [edits[at : at + MOST_EDITS] for at in range(0, len(edits), MOST_EDITS)]
        self._submit(entry, Cause.COMMAND, partial(self._commit_all, entry, portions))

    def undo(self, entry: Entry, anyway: bool) -> None:
        """Take an act back."""
        self._submit(entry, Cause.UNDO, partial(self._undo_all, entry, anyway))

    def redo(self, entry: Entry) -> None:
        """Do an act again that was taken back."""
        self._submit(entry, Cause.REDO, partial(self._redo_all, entry))

    def undo_earlier(self, on_done: Callable[[frozenset[str]], None], anyway: bool) -> None:
        """Take back the newest act of earlier sessions."""

        def done(acts: list[Act]) -> None:
            for act in acts:
                on_done(act.ids)

        entry = Entry("", Delta())
        self._submit(entry, Cause.UNDO, lambda: [self.door.undo(anyway)], done)

    def _commit_all(self, entry: Entry, portions: list[Sequence[Edit]]) -> list[Act]:
        acts = []
        for edits in portions:
            act = self.door.commit(entry.act, edits)
            entry.transactions.append(act.transaction)
            acts.append(act)
        return acts

    def _undo_all(self, entry: Entry, anyway: bool) -> list[Act]:
        acts = [self.door.undo(anyway, each) for each in reversed(entry.transactions) if each]
        entry.undos = [act.transaction for act in acts]
        return acts

    def _redo_all(self, entry: Entry) -> list[Act]:
        acts = [self.door.redo(False, each) for each in reversed(entry.undos) if each]
        entry.transactions = [act.transaction for act in acts]
        return acts

    def _submit(
        self,
        entry: Entry,
        cause: Cause,
        work: Callable[[], list[Act]],
        then: Callable[[list[Act]], None] = lambda _: None,
    ) -> None:
        self._begun += 1
        number = self._begun
        self.pending += 1
        self._touched.update(dict.fromkeys(entry.delta.changes, number))

        def done(acts: list[Act]) -> None:
            self._finish(number)
            for act in acts:
                if act.transaction:
                    self.on_written(act)
            then(acts)

        def failed(problem: Exception) -> None:
            self._finish(number)
            self.on_refused(entry, cause, problem)

        self.background.write(work, done, failed)

    def _finish(self, number: int) -> None:
        self.pending -= 1
        self.settled = number
        if not self.pending:
            self._touched.clear()
