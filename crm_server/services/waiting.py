"""Waiting for news: long polls sleep here until an organisation's log moves past what they have seen.

A wake-up is only a hint. Commits of this worker wake directly; those of others arrive by LISTEN on PostgreSQL, and on
SQLite by a look, every few milliseconds as long as somebody waits, at whether the file was written at all.
"""

import asyncio
import logging
import sqlite3
from collections import defaultdict

import anyio.to_thread
import psycopg
from sqlalchemy.exc import DBAPIError

from crm_server.store.engine import Database, watch_writes
from crm_server.store.organisations import CHANNEL, read_heads

_LOOK_SECONDS = 0.02
"""One look is a few microseconds: it reads a counter in shared memory, and the database only when that has moved."""
_RECONNECT_SECONDS = 1.0
_log = logging.getLogger("fieldline.waiting")


class Heads:
    """The last known number of each organisation, and who waits for the next; use on one event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, int] = {}
        self._waiters: dict[str, set[asyncio.Future[None]]] = defaultdict(set)
        self._closed = False
        self._news_wanted = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch for what other workers commit."""
        watch = self._listen() if self._database.is_postgres else self._look()
        self._watching = asyncio.create_task(watch, name="heads")

    def moved(self, org_id: str, head: int) -> None:
        """Note that the log reaches `head`, and wake whoever waits for it."""
        if head <= self._known.get(org_id, 0):
            return
        self._known[org_id] = head
        for waiter in self._waiters.pop(org_id, ()):
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, org_id: str, after: int, seconds: float) -> int:
        """Wait until the log moves past `after`, for `seconds`, or until the server shuts down.

        Return the last number that this worker knows of; 0 for none.
        """
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + seconds
        # Woken for a number that was only unknown to this worker, not new to the waiter: sleep on.
        while not self._closed and self._known.get(org_id, 0) <= after and (left := ends_at - loop.time()) > 0:
            await self._sleep(org_id, left)
        return self._known.get(org_id, 0)

    async def _sleep(self, org_id: str, seconds: float) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters[org_id].add(waiter)
        self._news_wanted.set()
        try:
            await asyncio.wait_for(waiter, seconds)
        except TimeoutError:
            return
        finally:
            self._waiters[org_id].discard(waiter)

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return sum(map(len, self._waiters.values()))

    def close(self) -> None:
        """Send everyone home: the server shuts down."""
        self._closed = True
        for waiters in self._waiters.values():
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)

    async def stop(self) -> None:
        """Stop watching."""
        self.close()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    async def _look(self) -> None:
        with watch_writes(self._database) as version_of_file:
            seen = -1
            while True:
                if not any(self._waiters.values()):
                    self._news_wanted.clear()
                    await self._news_wanted.wait()
                try:
                    version = version_of_file()
                    if version != seen:
                        await self._catch_up()
                    seen = version
                except (DBAPIError, sqlite3.Error) as problem:
                    _log.warning("looking_failed", extra={"facts": {"error": type(problem).__name__}})
                await asyncio.sleep(_LOOK_SECONDS)

    async def _listen(self) -> None:
        address = self._database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}".encode())
                    await self._catch_up()  # with what was committed while nobody listened
                    async for notice in connection.notifies():
                        org_id, _, head = notice.payload.partition(" ")
                        self.moved(org_id, int(head))
            except (psycopg.Error, DBAPIError, OSError) as problem:
                _log.warning("listening_lost", extra={"facts": {"error": type(problem).__name__}})
                await asyncio.sleep(_RECONNECT_SECONDS)

    async def _catch_up(self) -> None:
        for org_id, head in (await anyio.to_thread.run_sync(self._read)).items():
            self.moved(org_id, head)

    def _read(self) -> dict[str, int]:
        with self._database.read() as connection:
            return read_heads(connection)
