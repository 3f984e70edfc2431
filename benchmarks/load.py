"""A frugal load generator: many kept HTTP connections on one event loop, requests built beforehand.

It shares the two cores with what it measures; so it parses no more of an answer than where it ends and what it says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlsplit


@dataclass(slots=True)
class Line(asyncio.Protocol):
    """One connection that sends request after request; `answered` gets each body and its seconds."""

    requests: Iterator[bytes]
    answered: Callable[[bytes, float], None]
    over: asyncio.Future[None]
    _transport: asyncio.Transport | None = None
    _buffer: bytearray = field(default_factory=bytearray)
    _sent_at: float = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        """Take part of an answer."""
        self._buffer += data
        head = self._buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        length = _length(bytes(self._buffer[:head]))
        if len(self._buffer) < head + 4 + length:
            return
        status, body = bytes(self._buffer[9:12]), bytes(self._buffer[head + 4 : head + 4 + length])
        self._buffer.clear()
        if status != b"200":
            self._end(RuntimeError(f"answered {status.decode()}: {body[:200]!r}"))
            return
        self.answered(body, perf_counter() - self._sent_at)
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that nothing more comes."""
        self._end(exc or ConnectionError("the server hung up"))

    def _next(self) -> None:
        request = next(self.requests, None)
        if request is None:
            self._end(None)
            return
        assert self._transport is not None
        self._sent_at = perf_counter()
        self._transport.write(request)

    def _end(self, problem: Exception | None) -> None:
        if not self.over.done():
            if problem is None:
                self.over.set_result(None)
            else:
                self.over.set_exception(problem)
        if self._transport is not None:
            self._transport.close()


async def send_all(url: str, lines: Sequence[Iterable[bytes]], answered: Callable[[bytes, float], None]) -> None:
    """Send each line's requests one after the other, all lines at once; raises what goes wrong."""
    address, loop = urlsplit(url), asyncio.get_running_loop()
    host, port = address.hostname or "127.0.0.1", address.port or 80
    over: list[asyncio.Future[None]] = []
    for requests in lines:
        ended = loop.create_future()
        over.append(ended)
        line = Line(iter(requests), answered, ended)
        await loop.create_connection(lambda line=line: line, host, port)  # type: ignore[misc]
    await asyncio.gather(*over)


def request(method: str, path: str, token: str, body: bytes = b"") -> bytes:
    """Return a request as it goes over the line."""
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n{kind}\r\n"
    return head.encode() + body


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return int(line[15:])
    raise RuntimeError("an answer without a length")
