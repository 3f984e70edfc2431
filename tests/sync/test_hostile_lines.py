"""Lines that cut, double and reorder whole requests, against a real server: each act is applied and answered once."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from backports import zstd

from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.errors import Incompatible, Unreachable, UserError
from crm_desktop.models.exchange import Poke, Position, PullPage, PullRequest, Push, PushAnswer
from crm_desktop.models.ids import new_id
from crm_desktop.sync.failures import Trouble, judge
from crm_desktop.sync.line import Line, Message
from tests.support.extent import LONG
from tests.support.live_server import LiveServer, live_server
from tests.support.odd_server import Answer, odd_server
from tests.support.proxy import CuttingProxy

__all__ = ["live_server"]
STRIDE = 1 if LONG else 29
"""Bytes between two cuts; every single one in the whole proof."""


def act(name: str = "恒川") -> Transaction:
    """Return an act that makes one account."""
    change = RecordChange("account", new_id(), Operation.CREATE, {"name": FieldChange(None, name)})
    return Transaction(new_id(), "edit", 1, (change,))


def push(token: str, transaction: Transaction) -> Message:
    return Message("POST", "/v1/sync/push", Push(transactions=[transaction], clock=1), token)


def pull(token: str, position: Position) -> Message:
    return Message("POST", "/v1/sync/pull", PullRequest(position=position), token)


@pytest.fixture
def proxy(live_server: LiveServer) -> Iterator[CuttingProxy]:
    with CuttingProxy(urlsplit(live_server.url).port or 0) as between:
        yield between


def broken(line: Line, message: Message, kind: type) -> UserError | None:
    """Return what sending meets."""
    try:
        line.send(message, kind)
    except UserError as error:
        return error
    return None


def cut_everywhere(proxy: CuttingProxy, messages: Iterator[Message], kind: type) -> list[object]:
    """Send each message cut one stride later than the one before, then whole; return the whole answers."""
    address, cut = f"http://127.0.0.1:{proxy.port}", 0
    answers: list[object] = []
    for message in messages:
        line = Line(address)
        proxy.cut_after(cut)
        met = broken(line, message, kind)
        # Cut within the digits of a length, half an answer looks like a short one.
        assert met is None or judge(met).trouble is Trouble.LINE, (cut, met)
        assert met is None or met.code in ("sync.cut_off", "sync.garbage"), (cut, met)
        proxy.cut_after(None)
        answers.append(line.send(message, kind))
        line.close()
        if met is None:
            assert cut > 500, "nothing was cut"
            return answers
        cut += STRIDE
    raise AssertionError("never got through")


def test_a_push_cut_after_every_byte_is_applied_once(live_server: LiveServer, proxy: CuttingProxy) -> None:
    token, before = live_server.token("ann"), live_server.position("ann")["sequence"]

    def messages() -> Iterator[Message]:
        while True:
            yield push(token, act())

    answers = cut_everywhere(proxy, messages(), PushAnswer)
    outcomes = [outcome for answer in answers if isinstance(answer, PushAnswer) for outcome in answer.outcomes]
    assert {outcome.result for outcome in outcomes} == {"applied"}
    sequences = [outcome.sequence for outcome in outcomes]
    assert sequences == list(range(before + 1, before + 1 + len(outcomes)))
    assert any(outcome.repeated for outcome in outcomes)
    assert not all(outcome.repeated for outcome in outcomes)


def test_a_pull_cut_after_every_byte_brings_the_same_page(live_server: LiveServer, proxy: CuttingProxy) -> None:
    position = msgspec.convert(live_server.position("ann"), Position)
    live_server.push("ann", {"kind": "account", "id": new_id(), "operation": "create", "fields": {"name": [None, "A"]}})
    token = live_server.token("ann")

    def messages() -> Iterator[Message]:
        while True:
            yield pull(token, position)

    answers = cut_everywhere(proxy, messages(), PullPage)
    assert all(answer == answers[0] for answer in answers)
    assert isinstance(answers[0], PullPage)
    assert answers[0].batches


def raw_push(live_server: LiveServer, transaction: Transaction) -> bytes:
    """Return a push as it is on the wire."""
    body = msgspec.json.encode(Push(transactions=[transaction], clock=1))
    head = f"POST /v1/sync/push HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {live_server.token('ann')}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def answered(live_server: LiveServer, request: bytes) -> PushAnswer:
    """Send raw bytes on a connection of their own; return the answer."""
    with socket.create_connection(("127.0.0.1", urlsplit(live_server.url).port or 0), 30) as line:
        line.sendall(request)
        said = b""
        while part := line.recv(65536):
            said += part
    head, _, body = said.partition(b"\r\n\r\n")
    assert b" 200 " in head.splitlines()[0], head
    return msgspec.json.decode(body, type=PushAnswer)


def test_a_request_recorded_and_played_many_times_at_once_is_applied_once(live_server: LiveServer) -> None:
    before = live_server.position("ann")["sequence"]
    recorded = raw_push(live_server, act())
    together = threading.Barrier(8)

    def play(_: int) -> PushAnswer:
        together.wait()
        return answered(live_server, recorded)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(play, range(8)))
    again = answered(live_server, recorded)
    assert {answer.outcomes[0].sequence for answer in (*answers, again)} == {before + 1}
    assert any(not answer.outcomes[0].repeated for answer in answers)  # two of one group commit are both the first
    assert again.outcomes[0].repeated
    assert live_server.position("ann")["sequence"] == before + 1


def test_requests_that_overtake_each_other_are_all_applied_once(live_server: LiveServer) -> None:
    recorded = [raw_push(live_server, act(f"A {number}")) for number in range(6)]
    lines = [socket.create_connection(("127.0.0.1", urlsplit(live_server.url).port or 0), 30) for _ in recorded]
    for line, request in zip(lines, recorded, strict=True):
        line.sendall(request[:-1])
    for line, request in reversed(list(zip(lines, recorded, strict=True))):
        line.sendall(request[-1:])
    for line in lines:
        while line.recv(65536):
            pass
        line.close()
    outcomes = [answered(live_server, request).outcomes[0] for request in recorded]
    assert all(outcome.repeated and outcome.result == "applied" for outcome in outcomes)
    assert len({outcome.sequence for outcome in outcomes}) == len(recorded)


PORTAL = b"<!DOCTYPE html><html><body>Welcome! Please accept our terms.</body></html>"
BODY = msgspec.json.encode(Poke(5, "e" * 2_000))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(200, PORTAL, {"Content-Type": "text/html"}), Incompatible),
        (Answer(200, gzip.compress(BODY)[:-12], {"Content-Encoding": "gzip"}), UserError),
        (Answer(200, zstd.compress(BODY)[:-12], {"Content-Encoding": "zstd"}), UserError),
        (Answer(200, gzip.compress(BODY)[:20] + b"\0" * 20, {"Content-Encoding": "gzip"}), Incompatible),
        (Answer(200, BODY, promised=len(BODY) + 1), Unreachable),
        (Answer(200, BODY, promised=len(BODY) - 1), Incompatible),
        (Answer(200, BODY, {"Content-Encoding": "br"}), UserError),
        (Answer(200, BODY + BODY), Incompatible),
    ],
)
def test_an_answer_that_is_none_is_never_taken_for_one(answer: Answer, kind: type[UserError], tmp_path: Path) -> None:
    with odd_server(lambda _: answer) as server:
        line = Line(server.address)
        try:
            if answer.headers.get("Content-Encoding") == "br":
                # A coding that nobody asked for is left alone; what is inside is our message or it is not.
                assert line.send(Message("GET", "/v1/sync/poke"), Poke).head == 5
                return
            with pytest.raises(kind) as caught:
                line.send(Message("GET", "/v1/sync/poke"), Poke)
            assert judge(caught.value).trouble is Trouble.LINE
        finally:
            line.close()
