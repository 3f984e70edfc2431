"""When the server was restored from a backup: what it accepted after that backup is sent once more, or forgotten."""

from collections.abc import Sequence

from crm_desktop.models.exchange import EpochStart, Position
from crm_desktop.store.bases import keep_bases
from crm_desktop.store.engine import Connection
from crm_desktop.store.facts import position
from crm_desktop.store.journal import records_of
from crm_desktop.store.schema import HERE, SERVER, State
from crm_desktop.store.working_set import WorkingSet


def send_lost_acts_again(connection: Connection, found: Position, epochs: Sequence[EpochStart]) -> None:
    """Put acts made here back into the outbox which the server, now in another epoch, cannot know any more.

    Their ids stay, so that one which the server does know after all is answered as before and not done twice. Acts on
    records that have left the device since are gone with them.
    """
    before = position(connection)
    # Before the first snapshot has ended there is no position, but answers there may be, from whichever epoch.
    if before.epoch == found.epoch if before is not None else len(epochs) < 2:
        return
    lost = f"origin = '{HERE}' AND (state = '{State.ACKNOWLEDGED}' OR (state = '{State.SETTLED}' AND sequence > ?))"
    left = "EXISTS (SELECT 1 FROM changes WHERE transaction_number = number AND NOT by_server)"
    common = _in_common(before.epoch if before is not None else "", found, epochs)
    rows = connection.execute(f"SELECT number FROM transactions WHERE {lost} AND {left}", (common,)).fetchall()
    numbers = [row[0] for row in rows]
    # What is stored may be the only copy of what the server lost; the snapshot's rows shall come below it.
    made = "SELECT kind, record_id FROM changes WHERE transaction_number = ? AND operation = 'create' AND NOT by_server"
    add_base = f"INSERT OR IGNORE INTO bases (kind, record_id, row, gone) SELECT kind, record_id, NULL, 0 FROM ({made})"
    connection.executemany(add_base, [(each,) for each in numbers])
    keep_bases(connection, WorkingSet(connection), sorted(records_of(connection, numbers)))
    connection.executemany(
        f"UPDATE transactions SET state = '{State.WAITING}', sequence = NULL, outcome = NULL WHERE number = ?",
        [(each,) for each in numbers],
    )
    _forget_what_never_was(connection, common)


def _forget_what_never_was(connection: Connection, common: int) -> None:
    """Drop history that the server does not know any more: what others sent again comes with new numbers and values."""
    later = f"SELECT number FROM transactions WHERE origin = '{SERVER}' AND sequence > ?"
    # A record that left and came back brought our own acts on it along as the server's history.
    ours = f"SELECT number FROM transactions WHERE origin = '{HERE}' AND (state = '{State.WAITING}' OR sequence > ?)"
    connection.execute(f"DELETE FROM changes WHERE transaction_number IN ({later})", (common,))
    connection.execute(f"DELETE FROM changes WHERE by_server AND transaction_number IN ({ours})", (common,))
    connection.execute(f"DELETE FROM transactions WHERE origin = '{SERVER}' AND sequence > ?", (common,))


def _in_common(known: str, found: Position, epochs: Sequence[EpochStart]) -> int:
    """Return the last number up to which the server's past is surely the one we know, of the epoch `known`.

    It may have gone on long since the restore, and others may have sent theirs: its present number says nothing. An
    epoch of ours that it never heard of began after one of its own, so every restore it knows may have been ours.
    """
    ours = next((place for place, each in enumerate(epochs) if each.epoch == known), 0)
    return min([found.sequence, *(each.began for each in epochs[ours + 1 :])])
