"""Contents of attachments between a device and the server: their line, what befalls them, where devices die.

The device's side is the product's queue and transfers, the server's side its content service on a real folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import msgspec
from sqlalchemy.exc import OperationalError

from crm_desktop.models.contents import Content
from crm_desktop.models.errors import Refused, Unreachable
from crm_desktop.models.file_exchange import UploadOffer, UploadState
from crm_desktop.sync.files.ports import FileQueue, Writer
from crm_server.errors import NotFound
from tests.support.chaos.centre import Centre

FILE_FAULTS = (
    "request_lost",
    "answer_lost",
    "piece_cut",
    "piece_repeated",
    "piece_comes_late",
    "restarted_before",
    "restarted_after",
    "commit_fails",
    "commit_unknown",
)
"""What can befall a request about a content; `piece_cut` lets the first half arrive, without an answer."""
FILE_POINTS = ("before sent", "after sent", "before fetched", "after fetched")
"""Where a device can die while it moves contents."""


Answer = TypeVar("Answer")


class FileWitness(Protocol):
    """Who looks on at what the server gives out."""

    def handed_out(self, user: str, attachment_id: str) -> None:
        """See of which attachment a user gets the content, at the moment it leaves the server."""
        ...


@dataclass
class FileLine:
    """The server's contents as one signed-in device reaches them; implements ports.FileServer."""

    centre: Centre
    user: str
    witness: FileWitness
    counts: Counter[str]
    script: list[str] = field(default_factory=list)
    """The faults of the coming requests, "" for none; when it ends all goes well."""
    late: list[tuple[str, int, bytes]] = field(default_factory=list)

    def offer(self, attachment_id: str, proof: str) -> UploadState:
        """Begin an upload, or ask how far it is."""
        return self._carry(lambda: self._offer(attachment_id, proof))

    def send(self, attachment_id: str, offset: int, piece: bytes) -> UploadState:
        """Send the piece that begins at `offset`."""
        return self._carry(lambda: self._take(attachment_id, offset, piece), (attachment_id, offset, piece))

    def fetch(self, attachment_id: str, start: int, end: int) -> bytes:
        """Fetch the bytes from `start` up to `end`, not included."""
        return self._carry(lambda: self._give(attachment_id, start, end))

    def quiet_ms(self) -> int:
        """Return 0: nothing is ever under way when somebody asks."""
        return 0

    def hang_up(self) -> None:
        """Do nothing: nothing is ever under way when somebody hangs up."""

    def _offer(self, attachment_id: str, proof: str) -> UploadState:
        caller = self.centre.office.caller(self.user)
        return _over_the_line(self.centre.contents.offer(caller, attachment_id, UploadOffer(proof=proof)).state)

    def _take(self, attachment_id: str, offset: int, piece: bytes) -> UploadState:
        caller = self.centre.office.caller(self.user)
        return _over_the_line(self.centre.contents.take(caller, attachment_id, offset, piece).state)

    def _give(self, attachment_id: str, start: int, end: int) -> bytes:
        found = self.centre.contents.give(self.centre.office.caller(self.user), attachment_id)
        self.witness.handed_out(self.user, attachment_id)
        return b"".join(found.read(start, end))

    def _carry(self, serve: Callable[[], Answer], piece: tuple[str, int, bytes] | None = None) -> Answer:
        fault = self.script.pop(0) if self.script else ""
        if fault:
            self.counts[f"file {fault}"] += 1
        self._before(fault, piece)
        answer = self._served(serve)
        if fault == "piece_repeated" and piece is not None:
            self._unheard(piece)
        if fault == "restarted_after":
            self.centre.restart()
        if fault in ("answer_lost", "restarted_after"):
            raise Unreachable("sync.cut_off")
        return answer

    def _before(self, fault: str, piece: tuple[str, int, bytes] | None) -> None:
        match fault:
            case "request_lost":
                raise Unreachable("sync.server_silent")
            case "piece_cut" if piece is not None:
                self._unheard((piece[0], piece[1], piece[2][: len(piece[2]) // 2]))
                raise Unreachable("sync.cut_off")
            case "piece_comes_late" if piece is not None:
                self.late.append(piece)
            case "restarted_before":
                self.centre.restart()
            case "commit_fails" | "commit_unknown":
                self.centre.failures.append(fault)
            case _:
                pass

    def _served(self, serve: Callable[[], Answer]) -> Answer:
        try:
            return serve()
        except OperationalError as problem:
            raise Unreachable("server.busy") from problem
        except NotFound as problem:
            raise Refused(problem.code) from problem
        finally:
            self.centre.failures.clear()

    def deliver_late(self) -> None:
        """Let a piece that was on its way for long arrive now; nobody reads the answer."""
        if self.late:
            self._unheard(self.late.pop(0))

    def _unheard(self, piece: tuple[str, int, bytes]) -> None:
        try:
            self._served(lambda: self._take(*piece))
        except (Refused, Unreachable):
            self.counts["file piece turned away"] += 1


def _over_the_line(state: UploadState) -> UploadState:
    return msgspec.json.decode(msgspec.json.encode(state), type=UploadState)


class FragileQueue:
    """The store's queue of contents, in pieces as small as the world wants them; a device may die around each note."""

    def __init__(self, queue: FileQueue, piece_bytes: int, reach: Callable[[str], None]) -> None:
        self._queue, self._piece_bytes, self._reach = queue, piece_bytes, reach
        self.moved = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def piece(self, content: Content, offset: int, length: int) -> bytes:
        """Return a small part of a content."""
        return self._queue.piece(content, offset, min(length, self._piece_bytes))

    def sent(self, attachment_id: str) -> None:
        """Note that the server has it."""
        self._reach("before sent")
        self._queue.sent(attachment_id)
        self.moved += 1
        self._reach("after sent")

    def begin_fetch(self, content: Content) -> Writer:
        """Begin to fetch a content."""
        return _FragileWriter(self._queue.begin_fetch(content), self)

    def finish(self, writer: Writer) -> bool:
        """End a fetch."""
        self._reach("before fetched")
        whole = writer.finish()
        self.moved += 1
        self._reach("after fetched")
        return whole


class _FragileWriter:
    def __init__(self, writer: Writer, queue: FragileQueue) -> None:
        self._writer, self._queue = writer, queue

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)

    def finish(self) -> bool:
        return self._queue.finish(self._writer)
