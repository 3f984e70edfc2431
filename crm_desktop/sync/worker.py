"""The helping process's side of a large snapshot: fetch it, store it, say how far it is. Ends with its parent.

The replica is handed in: which store it is, is settled in crm_desktop/sync_worker.py.
"""

import os
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

import msgspec

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.errors import Denied, UserError
from crm_desktop.models.sync_run import Touched
from crm_desktop.sync.course import Course, Listener, Stopped
from crm_desktop.sync.errand import (
    STOPPED,
    Advanced,
    Ended,
    FromHelper,
    Order,
    Stop,
    ToHelper,
    Token,
    TokenWanted,
    family_of,
    line,
)
from crm_desktop.sync.failures import describe
from crm_desktop.sync.phases import snapshot
from crm_desktop.sync.ports import Outbox, Replica
from crm_desktop.sync.report import SyncReport
from crm_desktop.sync.session import ENDED
from crm_desktop.sync.transport import HttpServer

ORPHANED = 3
_DECODER = msgspec.json.Decoder(ToHelper)


@dataclass(slots=True)
class Helper:
    """Runs one order. Uses the process's standard input and output, and nothing else of it."""

    source: BinaryIO
    sink: BinaryIO
    stop: threading.Event = field(default_factory=threading.Event)
    _token: str = ""
    _tokens: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    _kinds: set[str] = field(default_factory=set)
    _received: int = 0

    def serve(self, opened: Callable[[Order], tuple[Replica, Outbox]]) -> int:
        """Read the order, carry it out, return the exit status."""
        order = msgspec.json.decode(self.source.readline(), type=Order)
        self._token = order.token
        threading.Thread(target=self._listen, name="orders", daemon=True).start()
        server = HttpServer(order.address, self)
        ended = Ended()
        try:
            replica, outbox = opened(order)
            listener = Listener(self._touched, self._advanced)
            snapshot(Course(replica, outbox, server, SystemClock(), listener, self.stop))
        except Stopped:
            ended = Ended(STOPPED)
        except UserError as error:
            ended = Ended(family_of(error), error.code, dict(error.facts))
        except Exception as error:  # noqa: BLE001  (the process's boundary: the parent is told, and goes on by itself)
            ended = Ended("Broken", "sync.unexpected", {"where": describe(error)})
        carried = server.traffic()
        self._say(msgspec.structs.replace(ended, up=carried.up, down=carried.down, requests=carried.requests))
        return 0

    def access_token(self, instead_of: str = "") -> str:
        """Return the token that the parent gave, or ask it for another one."""
        if instead_of and instead_of == self._token:
            self._say(TokenWanted(instead_of))
            self._token = self._tokens.get()
        if not self._token:
            raise Denied(ENDED)
        return self._token

    def hang_up(self) -> None:
        """Wait no longer for a token of the parent."""
        self._tokens.put("")

    def _listen(self) -> None:
        for text in self.source:
            message: ToHelper = _DECODER.decode(text)
            match message:
                case Token(token):
                    self._tokens.put(token)
                case Stop():
                    self.stop.set()
                case Order():
                    break
        # The parent has gone: nobody needs what we do, and the next start goes on at our last page.
        os._exit(ORPHANED)

    def _touched(self, touched: Touched) -> None:
        self._kinds |= touched.kinds

    def _advanced(self, report: SyncReport) -> None:
        progress = report.progress
        if progress is not None:
            received, self._received = report.run.received - self._received, report.run.received
            kinds, self._kinds = sorted(self._kinds), set()
            self._say(Advanced(progress.done, progress.total, received, kinds))

    def _say(self, message: FromHelper) -> None:
        self.sink.write(line(message))
        self.sink.flush()
