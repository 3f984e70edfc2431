"""Whose replica this is, and small facts about the replica as a whole."""

from dataclasses import dataclass

from crm_desktop.store.engine import Connection

USER = "user"
DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who acts here: the signed-in user and this device."""

    user_id: str = ""
    device: str = ""


def fact(connection: Connection, key: str) -> str | None:
    """Return what the replica remembers under the key."""
    row = connection.execute("SELECT value FROM replica WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


_REMEMBER = "INSERT INTO replica (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def remember(connection: Connection, **facts: str | None) -> None:
    """Keep facts by key; None forgets one."""
    for key, value in facts.items():
        if value is None:
            connection.execute("DELETE FROM replica WHERE key = ?", (key,))
        else:
            connection.execute(_REMEMBER, (key, value))


def identity(connection: Connection) -> Identity:
    """Return who acts here; empty before the first sign-in."""
    return Identity(fact(connection, USER) or "", fact(connection, DEVICE) or "")
