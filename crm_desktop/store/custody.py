"""Custody of the replica: when the server was heard of last, whether the program is locked, who failed to unlock it.

Kept inside the encrypted file, so that nobody changes it without the key. What follows from it is decided in
`models/rules/absence.py` and `locking.py`.
"""

import time
from dataclasses import dataclass

import msgspec

from crm_desktop.models.clock import Clock
from crm_desktop.models.rules.absence import Contact, days_left, heard, passed
from crm_desktop.models.rules.locking import Lock, wait_after
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.identity import fact, remember

CONTACT, LOCK = "contact", "lock"
OFFLINE_DAYS, LOCK_MINUTES = 30, 15
"""Where the organisation says nothing yet."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the organisation asks of its devices, and how this one stands."""

    offline_days: int
    days_left: int
    """Days until this device needs its server again; 0 when it may not open without."""
    lock_minutes: int
    """Idle minutes until the program locks, 0 for never."""


class Custody:
    """One for each open replica; any thread may use it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._ran_since = time.monotonic_ns()

    def heard(self, server_now: int) -> None:
        """Take note that the server has answered, and of its time in milliseconds."""
        with self._database.writing() as connection:
            self._keep(connection, heard(server_now, self._clock.now()))
            self._ran_since = time.monotonic_ns()

    def terms(self) -> Terms:
        """Return how things stand now, and remember that it has become so late."""
        with self._database.writing() as connection:
            contact = self._contact(connection)
            row = connection.execute("SELECT offline_days, lock_minutes FROM organisations LIMIT 1").fetchone()
        limit, minutes = row if row is not None else (None, None)
        limit = limit or OFFLINE_DAYS
        return Terms(limit, days_left(contact, limit), LOCK_MINUTES if minutes is None else minutes)

    def lock(self) -> None:
        """Remember that the program is locked: starting it anew must not open it."""
        with self._database.writing() as connection:
            state = self._lock(connection)
            self._put(connection, Lock(True, state.failures, state.until))

    def locked(self) -> bool:
        """Tell whether the program was locked and nobody has unlocked it since."""
        with self._database.reading() as connection:
            return self._lock(connection).locked

    def unlocked(self) -> None:
        """Forget lock and wrong attempts."""
        with self._database.writing() as connection:
            remember(connection, **{LOCK: None})

    def failed(self) -> int:
        """Count a wrong attempt; return how many milliseconds to wait before the next."""
        with self._database.writing() as connection:
            failures = self._lock(connection).failures + 1
            wait = wait_after(failures)
            self._put(connection, Lock(True, failures, self._contact(connection).highest + wait))
            return wait

    def must_wait(self) -> int:
        """Return how many milliseconds an attempt to unlock has to wait, also after a restart."""
        with self._database.writing() as connection:
            return max(0, self._lock(connection).until - self._contact(connection).highest)

    def _contact(self, connection: Connection) -> Contact:
        """Return the contact as it stands now; a replica that never noted one begins to count."""
        text, now = fact(connection, CONTACT), self._clock.now()
        moment = time.monotonic_ns()
        ran, self._ran_since = (moment - self._ran_since) // 1_000_000, moment
        contact = passed(msgspec.json.decode(text, type=Contact), now, ran) if text else heard(now, now)
        self._keep(connection, contact)
        return contact

    @staticmethod
    def _keep(connection: Connection, contact: Contact) -> None:
        remember(connection, **{CONTACT: msgspec.json.encode(contact).decode()})

    @staticmethod
    def _lock(connection: Connection) -> Lock:
        text = fact(connection, LOCK)
        return msgspec.json.decode(text, type=Lock) if text else Lock()

    @staticmethod
    def _put(connection: Connection, state: Lock) -> None:
        remember(connection, **{LOCK: msgspec.json.encode(state).decode()})
