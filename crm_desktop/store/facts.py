"""How far the replica has read, and how far a running snapshot has come: small facts kept with the rows."""

from collections.abc import Iterable

import msgspec

from crm_desktop.models.exchange import Position
from crm_desktop.store.engine import Connection
from crm_desktop.store.identity import fact, remember

_POSITION = "position"
_SNAPSHOT = "snapshot"
_EPOCHS = "epochs"
_SENT = "sent"


class Snapshot(msgspec.Struct, frozen=True):
    """A snapshot under way. `sweeps` says that rows were there before it, so what it brings must be remembered."""

    cursor: str = ""
    position: Position | None = None
    records: int = 0
    sweeps: bool = False
    epochs: tuple[str, ...] = ()
    """Those that the server named on the first page."""
    absent: dict[str, tuple[str, ...]] = {}
    """For each kind whose rows came: declared fields that did not."""
    schema: int = 0
    """The server's version."""


def position(connection: Connection) -> Position | None:
    """Return up to where the replica has read."""
    text = fact(connection, _POSITION)
    return msgspec.json.decode(text, type=Position) if text else None


def set_position(connection: Connection, reached: Position) -> None:
    """Keep up to where the replica has read."""
    remember(connection, **{_POSITION: msgspec.json.encode(reached).decode()})


def snapshot(connection: Connection) -> Snapshot | None:
    """Return how far the running snapshot has come, None when none is running."""
    text = fact(connection, _SNAPSHOT)
    return msgspec.json.decode(text, type=Snapshot) if text else None


def set_snapshot(connection: Connection, state: Snapshot | None) -> None:
    """Keep how far the running snapshot has come; None when it is over."""
    remember(connection, **{_SNAPSHOT: None if state is None else msgspec.json.encode(state).decode()})


def epochs(connection: Connection) -> frozenset[str]:
    """Return the epochs of the server whose snapshots were taken over, the present one included."""
    text, reached = fact(connection, _EPOCHS), position(connection)
    named = msgspec.json.decode(text, type=frozenset[str]) if text else frozenset()
    return named | {reached.epoch} if reached else named


def set_epochs(connection: Connection, named: Iterable[str]) -> None:
    """Keep the epochs which the server named in a snapshot that was taken over."""
    remember(connection, **{_EPOCHS: msgspec.json.encode(sorted(named)).decode()})


def sent(connection: Connection) -> int:
    """Return the number of the newest act that has left for the server, which may have it; 0 before the first."""
    return int(fact(connection, _SENT) or 0)


def set_sent(connection: Connection, number: int) -> None:
    """Keep the number of the newest act that has left."""
    remember(connection, **{_SENT: str(number)})
