"""What a sync brings: pages of a snapshot, pulled pages; each one durable commit. When to ask for them is sync's."""

from collections.abc import Callable, Collection, Iterable

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.errors import ProgrammingError, Refused
from crm_desktop.models.exchange import Position, PullPage, Rows, SnapshotPage
from crm_desktop.models.sync_run import ALL_PAGES_IN, Ready, Touched
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.facts import (
    Snapshot,
    epochs,
    position,
    set_epochs,
    set_position,
    set_snapshot,
    snapshot,
)
from crm_desktop.store.hidden import forget_hidden
from crm_desktop.store.journal import records_of
from crm_desktop.store.lacking import note_snapshot
from crm_desktop.store.leaving import let_go
from crm_desktop.store.overlaying import overlay_again
from crm_desktop.store.parking import set_state
from crm_desktop.store.pulled_history import forget_fields, take_history
from crm_desktop.store.pulled_rows import absent_fields, take_rows
from crm_desktop.store.restored_server import send_lost_acts_again
from crm_desktop.store.schema import OPEN, RECORDS, State
from crm_desktop.store.sweep import sweep
from crm_desktop.store.working_set import WorkingSet

MOST_NAMED = 1_000
"""Ids in an announcement; with more, screens read everything of the kinds again."""
MOST_TOGETHER = 6
"""Pulled pages in one commit."""


def nothing_more(_: Callable[[], bool]) -> None:
    """Say that no further page is ready."""


class Replica:
    """The encrypted copy of what the user may see. Every method is one local commit.

    Pages are stored together with their position: what a power cut takes of them is asked for again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def position(self) -> Position | None:
        """Return up to where the replica has read; None before the first snapshot has been completed."""
        with self._database.reading() as connection:
            return position(connection)

    def epoch(self) -> str:
        """Return the epoch of the server that was last heard of, by a running snapshot too; "" before the first."""
        with self._database.reading() as connection:
            running = snapshot(connection)
            heard = (running.position if running else None) or position(connection)
            return heard.epoch if heard else ""

    def snapshot_cursor(self) -> str | None:
        """Return the cursor of the next page of a running snapshot, None when none is running."""
        running = self._running()
        return running.cursor if running else None

    def snapshot_records(self) -> int:
        """Return how many records the running snapshot has brought so far; 0 when none is running."""
        running = self._running()
        return running.records if running else 0

    def begin_snapshot(self) -> None:
        """Start a snapshot: existing rows stay usable until the end sweeps what the snapshot did not contain."""
        with self._database.writing(urgent=False) as connection:
            connection.execute("DELETE FROM seen")
            tables = [*(table.name for table in RECORDS.values()), "unknown_rows"]
            sweeps = any(connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables)
            set_snapshot(connection, Snapshot(sweeps=sweeps))

    def apply_snapshot_page(self, page: SnapshotPage) -> Touched:
        """Store a page, its history and the next cursor; records with pending edits keep them on top."""
        with self._database.storing() as connection:
            running = snapshot(connection)
            if running is None or running.cursor == ALL_PAGES_IN:
                raise ProgrammingError("no snapshot waits for a page")
            if running.position is None:
                send_lost_acts_again(connection, page.position, page.epochs)
            take_history(connection, page.history)
            _overlay(connection, _take(connection, [page.batch]))
            if running.sweeps:
                _remember_seen(connection, page.batch)
            set_snapshot(
                connection,
                Snapshot(
                    cursor=page.cursor or ALL_PAGES_IN,
                    position=running.position or page.position,
                    records=running.records + len(page.batch.rows),
                    sweeps=running.sweeps,
                    epochs=running.epochs or tuple(each.epoch for each in page.epochs),
                    absent=running.absent | _absent(page.batch),
                    schema=page.schema,
                ),
            )
        return _touched([page.batch])

    def finish_snapshot(self) -> Touched:
        """Sweep rows that the snapshot did not contain and take its position; edits that wait on them are kept.

        Raises Refused sync.purge_stopped when more than half of the replica would go, unless the server itself said
        why: the snapshot names another scope than the replica's, or an epoch that came after one we know. Then nothing
        is removed, and the next attempt asks the server anew: it may have been mended.
        """
        try:
            return self._finish()
        except Refused:
            with self._database.writing(urgent=False) as connection:
                set_snapshot(connection, None)
                connection.execute("DELETE FROM seen")
            raise

    def _finish(self) -> Touched:
        with self._database.writing(urgent=False) as connection:
            running = snapshot(connection)
            if running is None or running.position is None or running.cursor != ALL_PAGES_IN:
                raise ProgrammingError("the snapshot is not complete")
            touched = _settle(connection, running.position)
            if running.sweeps:
                touched |= sweep(connection, said_so=_said_so(connection, running))
                _forget_hidden(connection, running)
            _overlay(connection, touched)
            set_position(connection, running.position)
            set_epochs(connection, running.epochs)
            note_snapshot(connection, running.absent, running.schema)
            set_snapshot(connection, None)
            connection.execute("DELETE FROM seen")
        return _named(touched)

    def apply_pull_page(self, page: PullPage, ready: Ready = nothing_more) -> Touched:
        """Store rows, exits, history and position together; drop edits acknowledged at or before the position.

        Pages that are `ready` go into the same commit, as long as no person wishes to write, of which `ready` may ask:
        what they have in common is then encrypted once. Where one of them cannot be stored, those before it are.
        """
        pages = [page]
        try:
            with self._database.storing() as connection:
                touched = _store_page(connection, page)
                while len(pages) < MOST_TOGETHER and not self._is_wanted():
                    further = ready(self._is_wanted)
                    if further is None:
                        break
                    pages.append(further)
                    touched |= _store_page(connection, further)
        except Exception:
            if len(pages) == 1:
                raise
            touched = set()
            for each in pages:
                with self._database.storing() as connection:
                    touched |= _store_page(connection, each)
        return _touched([batch for each in pages for batch in each.batches], touched)

    def _is_wanted(self) -> bool:
        return self._database.way.wanted

    def _running(self) -> Snapshot | None:
        with self._database.reading() as connection:
            return snapshot(connection)


def _store_page(connection: Connection, page: PullPage) -> set[tuple[str, str]]:
    if page.snapshot:
        raise ProgrammingError("this page only says that a snapshot is needed")
    leaving = {(ref.kind, ref.id) for ref in page.exits}
    take_history(connection, page.history)
    touched = leaving | _settle(connection, page.position)
    let_go(connection, leaving)
    _overlay(connection, touched | _take(connection, page.batches, mostly_known=True))
    set_position(connection, page.position)
    return touched


def _said_so(connection: Connection, running: Snapshot) -> bool:
    """Tell whether the server said why records go: less is visible now, or a backup of what we know is in use."""
    before, now = position(connection), running.position
    if before is None or now is None or before.scope != now.scope:
        return True
    return before.epoch != now.epoch and not epochs(connection).isdisjoint(running.epochs)


def _take(connection: Connection, batches: Iterable[Rows], mostly_known: bool = False) -> set[tuple[str, str]]:
    return {(batch.kind, each) for batch in batches for each in take_rows(connection, batch, mostly_known)}


def _settle(connection: Connection, reached: Position) -> set[tuple[str, str]]:
    """Drop the edits that the server acknowledged at or before the position; return the records they were on."""
    acknowledged = f"state = '{State.ACKNOWLEDGED}' AND {OPEN} AND coalesce(sequence, 0) <= ?"
    rows = connection.execute(f"SELECT number FROM transactions WHERE {acknowledged}", (reached.sequence,))
    numbers = [row[0] for row in rows]
    set_state(connection, numbers, State.SETTLED)
    touched = records_of(connection, numbers)
    forget_hidden(connection, numbers)
    return touched


def _overlay(connection: Connection, touched: Iterable[tuple[str, str]]) -> None:
    rows = WorkingSet(connection)
    overlay_again(connection, rows, touched)
    rows.write_back()


def _remember_seen(connection: Connection, batch: Rows) -> None:
    place = batch.columns.index("id")
    connection.executemany(
        "INSERT OR IGNORE INTO seen (kind, record_id) VALUES (?, ?)", [(batch.kind, row[place]) for row in batch.rows]
    )


def _forget_hidden(connection: Connection, snapshot: Snapshot) -> None:
    """Let go of what is remembered of fields that this snapshot, unlike those before it, does not show."""
    for kind, names in snapshot.absent.items():
        forget_fields(connection, kind, names)
    forget_hidden(connection)


def _absent(batch: Rows) -> dict[str, tuple[str, ...]]:
    return {batch.kind: tuple(absent_fields(batch))} if batch.kind in KINDS and batch.rows else {}


def _touched(batches: Collection[Rows], others: Collection[tuple[str, str]] = ()) -> Touched:
    if sum(len(batch.rows) for batch in batches) > MOST_NAMED:
        return Touched(frozenset({batch.kind for batch in batches} | {kind for kind, _ in others}))
    named = {(batch.kind, row[batch.columns.index("id")]) for batch in batches for row in batch.rows}
    return _named(named | set(others))


def _named(touched: set[tuple[str, str]]) -> Touched:
    kinds = frozenset(kind for kind, _ in touched)
    return Touched(kinds, frozenset(each for _, each in touched) if len(touched) <= MOST_NAMED else frozenset())
