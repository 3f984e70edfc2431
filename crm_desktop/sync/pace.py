"""How long a request may take: as long as bytes keep coming, or going, at a pace that leads anywhere.

A time-out for each byte alone would wait for ever on a server that sends one every half minute.
"""

import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

PIECE = 8 * 1024
"""So many bytes must have moved before the patience of a request begins anew: below 300 bytes a second it ends."""
_AT_ONCE = 64 * 1024


class Pace:
    """The time limit of the request that is under way on one line; asked by its socket, read by other threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._patience = 0.0
        self._moved = 0
        self._marked: float | None = None

    def begin(self, patience: float) -> None:
        """Start a request that may stand still for so many seconds."""
        self._patience, self._moved, self._marked = patience, 0, self._clock()

    def end(self) -> None:
        """Have no request under way."""
        self._marked = None

    def moved(self, count: int) -> None:
        """Take so many bytes into account, in either direction."""
        self._moved += count
        if self._moved >= PIECE and self._marked is not None:
            self._moved, self._marked = 0, self._clock()

    def left(self) -> float:
        """Return how many seconds are left; raises TimeoutError where none are."""
        if self._marked is None:
            return self._patience or 1.0
        left = self._marked + self._patience - self._clock()
        if left <= 0:
            raise TimeoutError("the request made no headway")
        return left

    @property
    def quiet(self) -> float:
        """For how many seconds the request has made no headway; 0 where none is under way."""
        marked = self._marked
        return self._clock() - marked if marked is not None else 0.0


class _Open(socket.socket):
    """A socket whose methods can be exchanged; the plain one has no room for that."""


def paced(sock: socket.socket, pace: Pace) -> socket.socket:
    """Return the connected socket with reading and sending bound to the pace; the one given is not used any more."""
    # TLS sockets have room, and must stay the objects they are.
    made: Any = sock if isinstance(sock, ssl.SSLSocket) else _Open(fileno=sock.detach())
    read, send = made.recv_into, made.sendall

    def recv_into(buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        made.settimeout(pace.left())
        count: int = read(buffer, nbytes, flags)
        pace.moved(count)
        return count

    def sendall(data: Any, flags: int = 0) -> None:
        whole = memoryview(data).cast("B")
        for start in range(0, len(whole), _AT_ONCE):
            some = whole[start : start + _AT_ONCE]
            made.settimeout(pace.left())
            send(some, flags)
            pace.moved(len(some))

    made.recv_into, made.sendall = recv_into, sendall
    return made  # type: ignore[no-any-return]
