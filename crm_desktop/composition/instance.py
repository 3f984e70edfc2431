"""One running program for each profile: the second one asks the first to come to the front, and leaves.

The lock file decides who is first (Qt takes over the lock of a program that died); the local socket only carries the
wish, and is opened after the first paint because its library is not needed for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 5_000
_ANSWER = b"raised\n"
_LONGEST = 4_000
"""Bytes of a wish."""


class Instance(QObject):
    """The right to run on a profile: `claim`, then `listen`; without the right, `wake_the_first`."""

    def __init__(self, lock: Path) -> None:
        super().__init__()
        self._path = lock
        self._lock = QLockFile(str(lock))
        self._lock.setStaleLockTime(0)  # stale is the lock of a dead process, however old the lock of a living one is
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Take the right to run; False where another living program has it."""
        return self._lock.tryLock(0)

    @property
    def held_by_another(self) -> bool:
        """Whether the claim failed because of another program, and not because the folder cannot be written."""
        return self._lock.error() == QLockFile.LockError.LockFailedError

    def listen(self, hear: Callable[[str], object]) -> None:
        """Be there for programs that are started later; call after a successful claim.

        `hear` is told what they were started for: an address, a file, or "" for nothing but to come to the front.
        """
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = socket_name(self._path)
        if not server.listen(name):
            # The socket of a program that died; the lock says that it did.
            QLocalServer.removeServer(name)
            server.listen(name)

        def take(connection: QLocalSocket) -> None:
            if not connection.canReadLine():
                return
            wish = bytes(connection.readLine(_LONGEST).data()).decode("utf-8", "replace").strip()
            connection.write(_ANSWER)
            connection.flush()
            connection.disconnectFromServer()
            hear(wish)

        def answer() -> None:
            while (connection := server.nextPendingConnection()) is not None:
                connection.disconnected.connect(connection.deleteLater)
                connection.readyRead.connect(partial(take, connection))
                take(connection)

        server.newConnection.connect(answer)
        self._server = server

    def wake_the_first(self, target: str = "", patience_ms: int = _PATIENCE_MS) -> bool:
        """Hand the running program what this one was started for; it may just be starting. True when it answered."""
        from PySide6.QtNetwork import QLocalSocket

        deadline, name = QDeadlineTimer(patience_ms), socket_name(self._path)
        while not deadline.hasExpired():
            socket = QLocalSocket()
            socket.connectToServer(name)
            if socket.waitForConnected(500):
                socket.write(f"{target}\n".replace("\r", " ").encode()[:_LONGEST])
                socket.flush()
                # The answer may have come with the connection; then there is nothing more to wait for.
                while socket.bytesAvailable() < len(_ANSWER) and socket.waitForReadyRead(2_000):
                    pass
                return bytes(socket.readAll().data()) == _ANSWER
            QThread.msleep(50)
        return False

    def release(self) -> None:
        """Give the right back."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()


def socket_name(lock: Path) -> str:
    """Return the local socket's name for a profile: short, because paths of sockets must be."""
    import hashlib

    place = os.path.normcase(str(lock.resolve()))
    return f"fieldline-crm-{hashlib.blake2b(place.encode(), digest_size=10).hexdigest()}"
