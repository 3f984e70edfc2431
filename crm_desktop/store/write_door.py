"""The one write door for what people do: rows, history and outbox in one durable commit, and what changed as answer.

What a sync brings goes through replica.py. How an act is written stands in acts.py, how one is taken back in undo.py.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from crm_desktop.models.clock import Clock
from crm_desktop.models.edits import Edit
from crm_desktop.store.acts import Committed, UndoLabel, write_act
from crm_desktop.store.batches import MANY, Steps, StepsHere, Watch, batch_of, standing, take_back_batch
from crm_desktop.store.engine import Database
from crm_desktop.store.parked import discard, send_again, send_edited
from crm_desktop.store.reopening import reopen
from crm_desktop.store.schema import Direction
from crm_desktop.store.search.index import Prepared
from crm_desktop.store.undo import take_back

__all__ = ["Committed", "UndoLabel", "WriteDoor"]


class WriteDoor:
    """The door itself. Any thread may use it; acts are committed one after the other."""

    def __init__(
        self, database: Database, clock: Clock, elsewhere: Callable[[], AbstractContextManager[Steps]] | None = None
    ) -> None:
        self._database, self._clock, self._elsewhere = database, clock, elsewhere
        self.steps = StepsHere(database, clock)
        """What takes the acts of a batch back one by one, for whoever is asked to by another process."""

    def commit(self, act: str, edits: Sequence[Edit], batch: str = "", prepared: Sequence[Prepared] = ()) -> Committed:
        """Do all edits or none, durably. `act` is a key in context `acts`; acts of one `batch` are undone as one.

        `prepared` are search entries of the records it makes, made by `derived.prepare_entries`. Raises Refused for a
        value or record that is not as it must be, Broken when the disk does not take it.
        """
        with self._database.writing() as connection:
            return write_act(connection, self._clock.now(), act, edits, batch=batch, prepared=prepared)

    def undo(self, anyway: bool = False, transaction: str = "", watch: Watch | None = None) -> Committed:
        """Take back the newest act made here that stands, or the one with this id; an empty answer where there is none.

        An act that belongs to a batch goes back with the whole of it; `watch` hears how far that is, and may stop it.
        Raises Refused undo.overwritten where someone wrote over a part since; `anyway` takes back the rest.
        """
        return self._back(Direction.UNDO, anyway, transaction, watch)

    def redo(self, anyway: bool = False, transaction: str = "", watch: Watch | None = None) -> Committed:
        """Do again what was taken back last, as long as nothing new was done, or by the undo with this id.

        Otherwise like `undo`.
        """
        return self._back(Direction.REDO, anyway, transaction, watch)

    def _back(self, direction: Direction, anyway: bool, transaction: str, watch: Watch | None) -> Committed:
        batch = batch_of(self._database, direction, transaction)
        if batch:
            acts, records = standing(self._database, direction, batch)
            if self._elsewhere is None or records < MANY:
                return take_back_batch(acts, self.steps, direction, anyway, watch)
            with self._elsewhere() as steps:
                return take_back_batch(acts, steps, direction, anyway, watch)
        return take_back(self._database, self._clock, direction, anyway, transaction)

    def reopen(self, conflict: str, anyway: bool = False) -> Committed:
        """Take back how a conflict was settled, whoever did it, within thirty days; see reopening.py.

        Raises Refused conflict.not_settled, conflict.settled_long_ago, and undo.overwritten like `undo`.
        """
        with self._database.writing() as connection:
            return reopen(connection, self._clock.now(), conflict, anyway)

    def send_again(self, transactions: Sequence[str]) -> Committed:
        """Do parked acts once more on top of what stands now, as new acts, in the order in which they were made.

        Raises Refused store.record_gone when a record is not on this device any more.
        """
        with self._database.writing() as connection:
            return send_again(connection, self._clock.now(), transactions)

    def send_edited(self, transaction: str, edits: Sequence[Edit]) -> Committed:
        """Do these edits in the place of a parked act, as a new act of the same name; the parked one is given up.

        Raises Refused like `commit`, and sync.not_parked where the act does not wait for a decision any more.
        """
        with self._database.writing() as connection:
            return send_edited(connection, self._clock.now(), transaction, edits)

    def discard(self, transactions: Sequence[str]) -> Committed:
        """Give up parked acts; they stay in the sync centre's history."""
        with self._database.writing() as connection:
            return discard(connection, transactions)
