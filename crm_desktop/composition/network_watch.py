"""The system's word that this computer has a network again, or none any more: then old waiting times mean nothing.

It is a hint and no truth: what the system calls a network may lead nowhere, so all it does is to have sync try at once.
Where the system says nothing, sync goes on by its own times.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_SETTLED_MS = 1_000
"""A network that comes is announced several times; its addresses and names work a moment later."""


class NetworkWatch(QObject):
    """Calls `changed` a moment after the system has told of another reachability, once for several in a row."""

    def __init__(self, changed: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QNetworkInformation

        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(changed)
        if QNetworkInformation.loadDefaultBackend():
            QNetworkInformation.instance().reachabilityChanged.connect(self._tell)

    def _tell(self) -> None:
        self._settled.start()
