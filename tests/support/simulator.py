"""A small world in memory to drive the engine with: a server, replicas with outboxes, and a line that fails on demand.

Everything is deterministic. Records are accounts with `name`, `notes` and `owner_id`; everybody sees what is theirs or
nobody's. Merging is last-come-wins: how fields merge is models' matter, not the engine's.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.errors import Refused, Unreachable
from crm_desktop.models.exchange import (
    Outcome,
    Poke,
    Position,
    PullPage,
    PullRequest,
    Push,
    PushAnswer,
    RecordRef,
    Refusal,
    Rows,
    SnapshotPage,
    SnapshotRequest,
)
from crm_desktop.models.ids import new_id
from crm_desktop.models.sync_run import ALL_PAGES_IN, Ready, SyncRun, Touched
from crm_desktop.sync.ports import Traffic

COLUMNS = ["id", "name", "notes", "owner_id"]
FORBIDDEN = "forbidden"
"""An account cannot be named so: the server refuses the transaction."""
UNREADABLE = "unreadable"
"""A request that holds this name is refused whole, as one that does not match the schema."""

Row = dict[str, object]
Answer = TypeVar("Answer")


class Crash(BaseException):
    """The process dies here. Not an Exception: nothing may catch it."""


def account_edit(identifier: str, **values: str | None) -> Transaction:
    """Return an act that gives an account these values, or makes it with them."""
    fields = {name: FieldChange(None, value) for name, value in values.items()}
    return Transaction(new_id(), "edit", 0, (RecordChange("account", identifier, Operation.UPDATE, fields),))


class MemoryServer:
    """The truth, shared by all lines to it."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.epoch = "e1"
        self.rows: dict[str, Row] = {}
        self.log: list[tuple[Transaction, dict[str, object]]] = []
        self.outcomes: dict[str, Outcome] = {}
        self.applications: dict[str, int] = {}
        self.news = threading.Condition()

    @property
    def head(self) -> int:
        return len(self.log)

    def visible(self, user: str) -> dict[str, Row]:
        """Return what the user may see."""
        return {key: row for key, row in self.rows.items() if row["owner_id"] in (None, user)}

    def accept(self, transaction: Transaction) -> Outcome:
        """Apply a transaction once; answer a repeated one with the first outcome."""
        if known := self.outcomes.get(transaction.id):
            return known
        wanted = [change.fields["name"].after for change in transaction.changes if "name" in change.fields]
        if FORBIDDEN in wanted:
            outcome = Outcome(transaction.id, "refused", refusal=Refusal("rules.forbidden"))
        else:
            self._apply(transaction)
            outcome = Outcome(transaction.id, "applied", sequence=self.head)
        self.outcomes[transaction.id] = outcome
        return outcome

    def restore_backup(self, epoch: str, upto: int) -> None:
        """Become what the server was at a sequence number, under a new epoch."""
        kept = [transaction for transaction, _ in self.log[:upto]]
        self.epoch, self.rows, self.log, self.outcomes = epoch, {}, [], {}
        for transaction in kept:
            self.accept(transaction)

    def _apply(self, transaction: Transaction) -> None:
        owners: dict[str, object] = {}
        for change in transaction.changes:
            row = self.rows.setdefault(change.id, dict.fromkeys(COLUMNS) | {"id": change.id})
            owners[change.id] = row["owner_id"]
            row.update({name: each.after for name, each in change.fields.items()})
        self.applications[transaction.id] = self.applications.get(transaction.id, 0) + 1
        with self.news:
            self.log.append((transaction, owners))
            self.news.notify_all()


Fault = Callable[[str], str]
"""Called with the name of each request; answers "" or "lose_request", "lose_answer", "duplicate", "busy"."""


@dataclass
class MemoryLine:
    """The server as one signed-in user reaches it, over a line with faults."""

    server: MemoryServer
    user: str
    fault: Fault = field(default=lambda _: "")
    requests: list[str] = field(default_factory=list)
    page_rows: int = 2
    _hung_up: int = 0

    def push(self, message: Push) -> PushAnswer:
        def answer() -> PushAnswer:
            names = [each.after for one in message.transactions for c in one.changes for each in c.fields.values()]
            if UNREADABLE in names:
                raise Refused("sync.malformed")
            if message.epoch not in ("", self.server.epoch):
                return PushAnswer(outcomes=[], now=self._now(), epoch=self.server.epoch)
            return PushAnswer(outcomes=[self.server.accept(one) for one in message.transactions], now=self._now())

        return self._carry("push", answer)

    def pull(self, message: PullRequest) -> PullPage:
        return self._carry("pull", lambda: self._page(message.position))

    def snapshot(self, message: SnapshotRequest) -> SnapshotPage:
        return self._carry("snapshot", lambda: self._snapshot_page(message.cursor))

    def poke(self, after: int, wait_seconds: float) -> Poke:
        return self._carry("poke", lambda: self._listen(after, wait_seconds))

    def quiet_ms(self) -> int:
        return 0

    def hang_up_work(self) -> None:
        """Nothing to break: requests in memory take no time."""

    def hang_up_poke(self) -> None:
        """End the long poll."""
        with self.server.news:
            self._hung_up += 1
            self.server.news.notify_all()

    def close(self) -> None:
        """End the long poll; nothing else takes time."""
        self.hang_up_poke()

    def _listen(self, after: int, wait_seconds: float) -> Poke:
        with self.server.news:
            number = self._hung_up
            self.server.news.wait_for(lambda: self.server.head > after or self._hung_up != number, wait_seconds)
            if self._hung_up != number:
                raise Unreachable("sync.cut_off")
            return Poke(self.server.head, self.server.epoch)

    def traffic(self) -> Traffic:
        return Traffic(requests=len(self.requests))

    def _now(self) -> int:
        return self.server.clock.now()

    def _carry(self, name: str, answer: Callable[[], Answer]) -> Answer:
        fault = self.fault(name)
        if fault == "lose_request":
            raise Unreachable("sync.server_silent")
        if fault == "busy":
            raise Unreachable("sync.busy", retry_after_ms=1000)
        self.requests.append(name)
        result = answer()
        if fault == "duplicate":
            result = answer()
        if fault == "lose_answer":
            raise Unreachable("sync.cut_off")
        return result

    def _page(self, position: Position) -> PullPage:
        empty = Position(self.server.epoch, self.server.head)
        if position.epoch != self.server.epoch:
            return PullPage(
                position=empty, batches=[], exits=[], history=[], more=False, head=self.server.head, snapshot="epoch"
            )
        news = self.server.log[position.sequence : position.sequence + self.page_rows]
        reached = position.sequence + len(news)
        seen = self.server.visible(self.user)
        ids = {change.id for transaction, _ in news for change in transaction.changes}
        left = {
            key
            for _, owners in news
            for key, before in owners.items()
            if key not in seen and before in (None, self.user)
        }
        rows = [[seen[key][name] for name in COLUMNS] for key in sorted(ids) if key in seen]
        return PullPage(
            position=Position(self.server.epoch, reached),
            batches=[Rows("account", COLUMNS, rows)] if rows else [],
            exits=[RecordRef("account", key) for key in sorted(left)],
            history=[],
            more=reached < self.server.head,
            head=self.server.head,
        )

    def _snapshot_page(self, cursor: str) -> SnapshotPage:
        parts = cursor.split("/") if cursor else [self.server.epoch, str(self.server.head), ""]
        epoch, sequence, after = parts if len(parts) == 3 else ("", "0", "")
        if epoch != self.server.epoch:
            raise Refused("sync.snapshot_over")
        seen = self.server.visible(self.user)
        page = [key for key in sorted(seen) if key > after][: self.page_rows]
        done = not page or page[-1] == max(seen)
        return SnapshotPage(
            position=Position(epoch, int(sequence)),
            batch=Rows("account", COLUMNS, [[seen[key][name] for name in COLUMNS] for key in page]),
            cursor="" if done else f"{epoch}/{sequence}/{page[-1]}",
            total=len(seen),
        )


@dataclass
class Disk:
    """What survives a crash of the replica's process."""

    position: Position | None = None
    snapshot_position: Position | None = None
    cursor: str | None = None
    seen: set[str] = field(default_factory=set)
    base: dict[str, Row] = field(default_factory=dict)
    waiting: list[Transaction] = field(default_factory=list)
    acknowledged: list[tuple[Transaction, int]] = field(default_factory=list)
    parked: list[Transaction] = field(default_factory=list)
    runs: list[SyncRun] = field(default_factory=list)


class MemoryReplica:
    """Replica, outbox and journal of one device. `crash` may raise Crash at a named point of any commit."""

    def __init__(self, crash: Callable[[str], None] = lambda _: None) -> None:
        self.disk = Disk()
        self.crash = crash

    # What a person does and sees

    def edit(self, identifier: str, **values: str | None) -> Transaction:
        """Commit an act of this device's user."""
        transaction = account_edit(identifier, **values)
        self._commit("edit", lambda disk: disk.waiting.append(transaction))
        return transaction

    def visible(self) -> dict[str, Row]:
        """Return the records as the user sees them: the server's word with the pending edits on top."""
        rows = copy.deepcopy(self.disk.base)
        for transaction in [one for one, _ in self.disk.acknowledged] + self.disk.waiting:
            for change in transaction.changes:
                row = rows.setdefault(change.id, dict.fromkeys(COLUMNS) | {"id": change.id})
                row.update({name: each.after for name, each in change.fields.items()})
        return rows

    # Replica

    def position(self) -> Position | None:
        return self.disk.position

    def epoch(self) -> str:
        heard = self.disk.snapshot_position or self.disk.position
        return heard.epoch if heard else ""

    def snapshot_cursor(self) -> str | None:
        return self.disk.cursor

    def snapshot_records(self) -> int:
        return len(self.disk.seen)

    def begin_snapshot(self) -> None:
        def begin(disk: Disk) -> None:
            disk.cursor, disk.snapshot_position = "", None
            disk.seen.clear()

        self._commit("begin_snapshot", begin)

    def apply_snapshot_page(self, page: SnapshotPage) -> Touched:
        def apply(disk: Disk) -> None:
            disk.snapshot_position, disk.cursor = page.position, page.cursor or ALL_PAGES_IN
            disk.seen |= _store(disk, page.batch)

        return self._commit("apply_snapshot_page", apply)

    def finish_snapshot(self) -> Touched:
        def finish(disk: Disk) -> None:
            disk.base = {key: row for key, row in disk.base.items() if key in disk.seen}
            disk.position, disk.cursor = disk.snapshot_position, None
            disk.seen.clear()
            _settle(disk)

        return self._commit("finish_snapshot", finish)

    def apply_pull_page(self, page: PullPage, _ready: Ready | None = None) -> Touched:
        def apply(disk: Disk) -> None:
            for batch in page.batches:
                _store(disk, batch)
            for ref in page.exits:
                disk.base.pop(ref.id, None)
            disk.position = page.position
            _settle(disk)

        return self._commit("apply_pull_page", apply)

    # Outbox

    def waiting(self, limit: int) -> Sequence[Transaction]:
        return self.disk.waiting[:limit]

    def count(self) -> int:
        return len(self.disk.waiting)

    def to_decide(self) -> int:
        return len(self.disk.parked)

    def sending(self, leaving: Sequence[Transaction]) -> None:
        """Nothing to note: nothing is parked here but what the server refused."""

    def record(self, outcomes: Sequence[Outcome]) -> Touched:
        def keep(disk: Disk) -> None:
            for outcome in outcomes:
                transaction = next((one for one in disk.waiting if one.id == outcome.transaction_id), None)
                if transaction is None:
                    continue
                disk.waiting.remove(transaction)
                if outcome.result == "refused":
                    disk.parked.append(transaction)
                else:
                    disk.acknowledged.append((transaction, outcome.sequence))
            _settle(disk)

        return self._commit("record", keep)

    # Journal

    def note(self, run: SyncRun) -> None:
        self.disk.runs.append(run)

    def last_complete(self) -> int:
        return max((run.finished_at for run in self.disk.runs if not run.code), default=0)

    def _commit(self, name: str, change: Callable[[Disk], None]) -> Touched:
        self.crash(f"before {name}")
        disk = copy.deepcopy(self.disk)
        change(disk)
        self.disk = disk
        self.crash(f"after {name}")
        return Touched(kinds=frozenset({"account"}))


def _store(disk: Disk, batch: Rows) -> set[str]:
    rows = [dict(zip(batch.columns, row, strict=True)) for row in batch.rows]
    disk.base.update({str(row["id"]): row for row in rows})
    return {str(row["id"]) for row in rows}


def _settle(disk: Disk) -> None:
    if disk.position is None:
        return
    reached = disk.position.sequence
    disk.acknowledged = [(one, sequence) for one, sequence in disk.acknowledged if sequence > reached]
