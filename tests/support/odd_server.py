"""A real HTTP server that answers what it is told, however wrong: for what a proper server never does."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """What to say; `promised` bytes in Content-Length where that is to be a lie."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None


@dataclass
class Request:
    """What was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class OddServer(ThreadingHTTPServer):
    """Answers by `respond`, and remembers what was asked."""

    daemon_threads = True

    def __init__(self, respond: Callable[[Request], Answer], tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scheme = "http" if tls is None else "https"
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.respond = respond
        self.requests: list[Request] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that hang up are what this server is for."""

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: OddServer

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
        self.server.requests.append(request)
        answer = self.server.respond(request)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) if answer.promised is None else answer.promised))
        self.end_headers()
        self.wfile.write(answer.body)
        if answer.promised is not None:
            self.close_connection = True


@contextmanager
def odd_server(respond: Callable[[Request], Answer], tls: ssl.SSLContext | None = None) -> Iterator[OddServer]:
    """Run an odd server for the block."""
    with OddServer(respond, tls) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="odd server", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(30)
