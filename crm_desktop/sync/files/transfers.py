"""Sending and fetching one content after the other, each step checked and resumable; no threads and no planning here.

A content that the server finds fault with is put aside with the reason, so that it stops no other one. Whatever else
goes wrong ends the run: what has arrived on either side stays there, and the next run goes on at that place.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from crm_desktop.models.contents import CHUNK_BYTES, MOST_PIECE_BYTES
from crm_desktop.models.errors import Broken, FieldlineError, Refused
from crm_desktop.models.file_exchange import UploadState
from crm_desktop.models.file_queue import Transfer
from crm_desktop.models.sync_run import Touched
from crm_desktop.sync.files.pace import FIRST_BYTES, next_piece
from crm_desktop.sync.files.ports import FileQueue, FileServer, Writer
from crm_desktop.sync.files.progress import Direction, Moving

MOST_TRIES = 3
"""Of one content in one run: a file that arrives damaged each time is not worth more of the line."""
_OFFSET, _DAMAGED, _DAMAGED_HERE = "content.offset", "content.damaged", "content.damaged_here"
_TOO_LARGE = "request.too_large"
_NO_FILES_THERE = frozenset({"request.not_found", "request.wrong_method"})
"""What a server answers that is too old to know of files: that is no fault of any file."""
_SHOWN = Touched(frozenset({"attachment"}))


class Stopped(FieldlineError):
    """Somebody wished to stop; every piece that has arrived is kept."""


class _Yielded(FieldlineError):
    """Somebody waits for another file, which goes first."""


def _now() -> int:
    return time.monotonic_ns() // 1_000_000


@dataclass(slots=True)
class Transfers:
    """One run. `moved` and `touched` are called in its thread."""

    queue: FileQueue
    server: FileServer
    stop: threading.Event
    moved: Callable[[Moving], None]
    touched: Callable[[Touched], None]
    urgent: threading.Event = field(default_factory=threading.Event)
    """Set when somebody may be waiting for a file."""
    clock: Callable[[], int] = _now
    _tries: dict[str, int] = field(default_factory=dict)
    _piece: int = field(default_factory=lambda: FIRST_BYTES)
    _largest: int = MOST_PIECE_BYTES
    """Below this nobody on the way has complained: proxies have limits of their own."""

    def run(self) -> None:
        """Work until nothing is left: what somebody waits for, then what is to be sent, then what is good to have.

        Raises Stopped, Unreachable, Denied, Incompatible, Broken; Refused where the server does not know of files.
        """
        while True:
            self._check()
            self.urgent.clear()
            if (transfer := self.queue.next_fetch(wanted=True)) is not None:
                self._attempt(self._fetch, transfer, Direction.DOWN)
            elif (transfer := self.queue.next_upload()) is not None:
                self._attempt(self._upload, transfer, Direction.UP)
            elif (transfer := self.queue.next_fetch()) is not None:
                self._attempt(self._fetch, transfer, Direction.DOWN)
            else:
                return

    def _attempt(self, work: Callable[[Transfer], None], transfer: Transfer, direction: Direction) -> None:
        try:
            work(transfer)
        except _Yielded:
            return
        except Refused as problem:
            if problem.code in _NO_FILES_THERE:
                raise
            if problem.code == _DAMAGED and self._worth_another(transfer):
                return
            self._put_aside(transfer, direction, problem)
            self.touched(_SHOWN)
        except Broken as problem:
            if problem.code != _DAMAGED_HERE:
                raise
            self.touched(_SHOWN)  # the queue has noted it already

    def _put_aside(self, transfer: Transfer, direction: Direction, problem: Refused) -> None:
        if direction is Direction.UP:
            self.queue.upload_failed(transfer.attachment_id, problem)
        else:
            self.queue.fetch_failed(transfer.content, problem)

    def _upload(self, transfer: Transfer) -> None:
        state = self.server.offer(transfer.attachment_id, self.queue.prove(transfer.content))
        with ThreadPoolExecutor(1, "file ahead") as ahead:
            self._send_rest(transfer, state, ahead)
        self.queue.sent(transfer.attachment_id)
        self.touched(_SHOWN)

    def _send_rest(self, transfer: Transfer, state: UploadState, ahead: ThreadPoolExecutor) -> None:
        """Send piece after piece; while one is on its way, the next is read."""
        ready: tuple[int, Future[bytes]] | None = None
        while not state.complete:
            offset = state.received
            self._show(Direction.UP, transfer, offset)
            self._check()
            self._yield_to_urgent()
            if ready is not None and ready[0] == offset:
                piece = ready[1].result()
            else:
                piece = self.queue.piece(transfer.content, offset, self._piece)
            following = offset + len(piece)
            ready = (following, ahead.submit(self.queue.piece, transfer.content, following, self._piece))
            state = self._send(transfer, offset, piece)

    def _send(self, transfer: Transfer, offset: int, piece: bytes) -> UploadState:
        began = self.clock()
        try:
            state = self.server.send(transfer.attachment_id, offset, piece)
        except Refused as problem:
            if problem.code == _TOO_LARGE and len(piece) > CHUNK_BYTES:
                self._largest = self._piece = max(CHUNK_BYTES, len(piece) // 2 // CHUNK_BYTES * CHUNK_BYTES)
                return UploadState(received=offset)
            received = problem.facts.get("received")
            if problem.code != _OFFSET or not isinstance(received, int) or not self._worth_another(transfer):
                raise
            return UploadState(received=received)
        self._piece = min(self._largest, next_piece(self._piece, self.clock() - began))
        return state

    def _fetch(self, transfer: Transfer) -> None:
        writer = self.queue.begin_fetch(transfer.content)
        try:
            with ThreadPoolExecutor(1, "file ahead") as ahead:
                self._fetch_rest(transfer, writer, ahead)
        except BaseException:
            writer.close()
            raise
        if not writer.finish():
            raise Refused(_DAMAGED)
        self.touched(_SHOWN)

    def _fetch_rest(self, transfer: Transfer, writer: Writer, ahead: ThreadPoolExecutor) -> None:
        """Fetch piece after piece; while one is sealed and kept, the next is on its way."""
        size = transfer.content.size
        coming = ahead.submit(self._piece_from, transfer, writer.received)
        while writer.received < size:
            self._show(Direction.DOWN, transfer, writer.received)
            self._check()
            piece = coming.result()
            if writer.received + len(piece) < size:
                coming = ahead.submit(self._piece_from, transfer, writer.received + len(piece))
            writer.take(piece)

    def _piece_from(self, transfer: Transfer, start: int) -> bytes:
        if start >= transfer.content.size:
            return b""
        began = self.clock()
        piece = self.server.fetch(transfer.attachment_id, start, min(transfer.content.size, start + self._piece))
        self._piece = next_piece(self._piece, self.clock() - began)
        return piece

    def _show(self, direction: Direction, transfer: Transfer, done: int) -> None:
        self.moved(Moving(direction, transfer.attachment_id, done, transfer.content.size))

    def _check(self) -> None:
        if self.stop.is_set():
            raise Stopped

    def _yield_to_urgent(self) -> None:
        """Let a file that somebody waits for go before the rest of this one."""
        if self.urgent.is_set():
            self.urgent.clear()
            if self.queue.next_fetch(wanted=True) is not None:
                raise _Yielded

    def _worth_another(self, transfer: Transfer) -> bool:
        tries = self._tries[transfer.attachment_id] = self._tries.get(transfer.attachment_id, 0) + 1
        return tries < MOST_TRIES
