"""A TCP proxy that cuts, delays or refuses: real sockets, real broken connections."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, field


@dataclass
class Hold:
    """Let nothing more through once so many bytes after a marker have passed, in the marker's direction or in answer.

    `reached` says that it has come to that; both ends then have what they have until `let_go`, a reset or the end.
    """

    marker: bytes
    after: int
    in_answer: bool = False
    reached: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)
    seen: bool = False
    """The marker has passed."""


class CuttingProxy:
    """Forwards connections to a port of this machine. Use as a context manager; `port` is where to connect.

    `cut_after` bytes of both directions together, counted over all connections since it was set, every connection is
    reset. `silent` holds back what the server says. Both may be changed at any time.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.forwarded = 0
        self._left: int | None = None
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._speaking = threading.Event()
        self._speaking.set()
        self._over = False
        self._hold: Hold | None = None
        self._drop, self._pause = 0, 0.0
        self._ended = threading.Event()

    def hold(self, marker: bytes, after: int, in_answer: bool = False) -> Hold:
        """Hold everything back `after` so many bytes behind the client's next `marker`, or so far into its answer."""
        self._hold = Hold(marker, after, in_answer)
        return self._hold

    def cut_after(self, bytes_left: int | None) -> None:
        """Reset everything once so many more bytes have passed; None lets everything pass."""
        with self._lock:
            self._left = bytes_left

    def fall_silent(self) -> None:
        """Hold back what the server says from now on."""
        self._speaking.clear()

    def speak(self) -> None:
        """Let the server be heard again."""
        self._speaking.set()

    def dribble(self, pieces: int, every: float) -> None:
        """Pass on what the server says in so small pieces, with a pause in seconds before each; 0 bytes: as it comes.

        What has begun to dribble goes on so.
        """
        self._drop, self._pause = pieces, every

    def __enter__(self) -> CuttingProxy:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._ended.set()
        self._speaking.set()
        if self._hold is not None:
            self._hold.let_go.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.reset()
        for thread in self._threads:
            thread.join(30)

    def _start(self, target: object, *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, name="cutting proxy", daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._over:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                client.close()
                continue
            with self._lock:
                self._sockets |= {client, server}
            self._start(self._pump, client, server, False)
            self._start(self._pump, server, client, True)

    def _pump(self, source: socket.socket, sink: socket.socket, from_server: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if from_server:
                    self._speaking.wait()
                data = self._held_back(data, sink, from_server)
                if from_server and self._drop:
                    self._drip(data, sink)
                    continue
                allowed = self._allowed(len(data))
                sink.sendall(data[:allowed])
                if allowed < len(data):
                    self.reset()
                    return
            sink.shutdown(socket.SHUT_WR)
        if from_server:
            self._close(source, sink)

    def _drip(self, data: bytes, sink: socket.socket) -> None:
        size, pause = self._drop, self._pause
        for start in range(0, len(data), size):
            self._ended.wait(pause)
            sink.sendall(data[start : start + size])

    def _held_back(self, data: bytes, sink: socket.socket, from_server: bool) -> bytes:
        """Stand still where a hold says so; return what is left to send afterwards."""
        hold = self._hold
        if hold is None or hold.let_go.is_set():
            return data
        start = 0
        if not from_server and not hold.seen and hold.marker in data:
            hold.seen, start = True, data.index(hold.marker) + len(hold.marker)
        cut = 0
        if hold.seen and from_server == hold.in_answer and not hold.reached.is_set():
            cut = start + hold.after
            sink.sendall(data[:cut])
            hold.reached.set()
        if hold.reached.is_set():
            hold.let_go.wait()
        return data[cut:]

    def _allowed(self, wanted: int) -> int:
        with self._lock:
            allowed = wanted if self._left is None else min(wanted, self._left)
            if self._left is not None:
                self._left -= allowed
            self.forwarded += allowed
            return allowed

    def reset(self) -> None:
        """Break all connections that exist now; new ones are let through."""
        with self._lock:
            sockets, self._sockets = self._sockets, set()
        for each in sockets:
            with contextlib.suppress(OSError):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._close(*sockets)

    def _close(self, *pair: socket.socket) -> None:
        with self._lock:
            self._sockets -= set(pair)
        for each in pair:
            # Closing alone does not wake a thread that reads from it, nor tells the other end while that one reads.
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
