"""A reverse proxy as operators put one before a server, and whatever stands in its place on the way: a portal, a limit.

It passes requests on to a real server, unless `instead` has another answer.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.support.odd_server import Answer, OddServer, Request, odd_server

Instead = Callable[[Request], Answer | None]
_OF_THIS_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "host"}


class Gateway:
    """`address` is where to connect; `instead` may be changed at any time."""

    def __init__(self, target: int) -> None:
        self._target = target
        self.instead: Instead = lambda _: None
        self.address = ""

    def answer(self, request: Request) -> Answer:
        """Return what is said in the server's place, or what the server says."""
        return self.instead(request) or self._passed_on(request)

    def _passed_on(self, request: Request) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._target, timeout=90)
        try:
            headers = {name: value for name, value in request.headers.items() if name.lower() not in _OF_THIS_HOP}
            connection.request(request.method, request.path, request.body or None, headers)
            said = connection.getresponse()
            kept = {name: value for name, value in said.getheaders() if name.lower() not in _OF_THIS_HOP}
            return Answer(said.status, said.read(), kept)
        except OSError:
            return Answer(502, b"<html>Bad gateway")
        finally:
            connection.close()


def limit(most: int) -> Instead:
    """Refuse bodies of more bytes, with a page, as nginx does."""
    return lambda request: Answer(413, b"<html>Request Entity Too Large") if len(request.body) > most else None


@contextmanager
def gateway(target: int) -> Iterator[Gateway]:
    """Run a gateway before a port of this machine for the block."""
    made = Gateway(target)
    server: OddServer
    with odd_server(made.answer) as server:
        made.address = server.address
        yield made
