"""The central server over HTTP, as the signed-in user: one line for the work, another for the long poll."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlencode

from crm_desktop.models.errors import Denied
from crm_desktop.models.exchange import (
    Poke,
    PullPage,
    PullRequest,
    Push,
    PushAnswer,
    SnapshotPage,
    SnapshotRequest,
)
from crm_desktop.models.parts import ComparePage, CompareRequest, FetchPage, FetchRequest
from crm_desktop.sync.line import Line, Message
from crm_desktop.sync.ports import Access, Traffic
from crm_desktop.sync.session import ENDED

T = TypeVar("T")


class HttpServer:
    """Implements ports.Server. One thread at a time works, one other may wait in the long poll; any may hang up.

    Every message may be sent again without harm: transactions by their ids, the others because they only read.
    """

    def __init__(self, address: str, access: Access) -> None:
        self._address = address
        self._access = access
        self._work = Line(address)
        self._ear = Line(address)

    def push(self, message: Push) -> PushAnswer:
        """Send transactions."""
        return self._send(self._work, Message("POST", "/v1/sync/push", message), PushAnswer)

    def pull(self, message: PullRequest) -> PullPage:
        """Fetch what is new after a position."""
        return self._send(self._work, Message("POST", "/v1/sync/pull", message), PullPage)

    def snapshot(self, message: SnapshotRequest) -> SnapshotPage:
        """Fetch one page of the snapshot."""
        return self._send(self._work, Message("POST", "/v1/sync/snapshot", message), SnapshotPage)

    def fetch(self, message: FetchRequest) -> FetchPage:
        """Fetch a part alone."""
        return self._send(self._work, Message("POST", "/v1/sync/fetch", message), FetchPage)

    def compare(self, message: CompareRequest) -> ComparePage:
        """Fetch checksums of a part."""
        return self._send(self._work, Message("POST", "/v1/sync/compare", message), ComparePage)

    def poke(self, after: int, wait_seconds: float) -> Poke:
        """Wait until there is something after a sequence number, at most as long as told."""
        path = "/v1/sync/poke?" + urlencode({"after": after, "wait": wait_seconds})
        return self._send(self._ear, Message("GET", path, wait_seconds=wait_seconds), Poke)

    def traffic(self) -> Traffic:
        """Return what the working line has carried so far."""
        return self._work.traffic

    def quiet_ms(self) -> int:
        """Return for how long the working line's request has made no headway; 0 where none is under way."""
        return self._work.quiet_ms

    def hang_up_work(self) -> None:
        """Break the request that is under way, from any thread; the next one opens a new line."""
        line, self._work = self._work, Line(self._address)
        self._work.traffic = line.traffic
        line.hang_up()

    def hang_up_poke(self) -> None:
        """Break the long poll, from any thread; the next one opens a new line."""
        line, self._ear = self._ear, Line(self._address)
        line.hang_up()

    def close(self) -> None:
        """Close both lines, from any thread; whatever is under way is broken off, a renewal of the sign-in too."""
        self.hang_up_work()
        self.hang_up_poke()
        self._access.hang_up()

    def _send(self, line: Line, message: Message, answer_type: type[T]) -> T:
        return send_as(self._access, line, message, answer_type)


def send_as(access: Access, line: Line, message: Message, answer_type: type[T]) -> T:
    """Send a message as whoever is signed in, with a token renewed where the server turns it down."""
    return as_signed_in(access, lambda token: line.send(replace(message, token=token), answer_type))


def as_signed_in(access: Access, ask: Callable[[str], T]) -> T:
    """Ask with a token, and once more with a renewed one where the server turns the first down."""
    token = access.access_token()
    try:
        return ask(token)
    except Denied as refusal:
        if refusal.code != ENDED:
            raise
    # The token ended earlier than it said: the server was restored, or its clock was set.
    return ask(access.access_token(instead_of=token))
