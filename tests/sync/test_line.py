"""The line over real sockets: what arrives, and what every way of failing is called."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from backports import zstd

from crm_desktop.models.errors import Denied, Incompatible, Refused, Unreachable, UserError
from crm_desktop.models.exchange import PROTOCOL, PROTOCOL_HEADER, Poke, Position, Problem, PullRequest
from crm_desktop.sync import line as line_module
from crm_desktop.sync.failures import Trouble, judge
from crm_desktop.sync.line import Line, Message
from tests.support.certificates import write_certificate
from tests.support.odd_server import Answer, odd_server
from tests.support.proxy import CuttingProxy

POKE = msgspec.json.encode(Poke(5, "e"))
ASK = Message("GET", "/v1/sync/poke", token="token")


@contextmanager
def opened(address: str) -> Iterator[Line]:
    line = Line(address)
    try:
        yield line
    finally:
        line.close()


def failure(answer: Answer) -> UserError:
    with odd_server(lambda _: answer) as server, opened(server.address) as line, pytest.raises(UserError) as caught:
        line.send(ASK, Poke)
    return caught.value


@pytest.mark.parametrize(("name", "pack"), [("zstd", zstd.compress), ("gzip", gzip.compress), ("", bytes)])
def test_answers_arrive_packed_or_not(name: str, pack: object) -> None:
    assert callable(pack)
    headers = {"Content-Encoding": name} if name else {}
    with odd_server(lambda _: Answer(body=pack(POKE), headers=headers)) as server, opened(server.address) as line:
        assert line.send(ASK, Poke) == Poke(5, "e")
        assert line.traffic.down == len(pack(POKE))
        asked = server.requests[0].headers
    assert asked[PROTOCOL_HEADER] == str(PROTOCOL)
    assert asked["Authorization"] == "Bearer token"
    assert asked["Accept-Encoding"] == "zstd, gzip"


def test_a_long_message_is_packed_and_a_server_that_cannot_unpack_gets_it_plain() -> None:
    request = PullRequest(position=Position("e" * 5_000))

    def respond(asked: object) -> Answer:
        packed = asked.headers.get("Content-Encoding")  # type: ignore[attr-defined]
        return Answer(415, msgspec.json.encode(Problem("x"))) if packed else Answer(body=POKE)

    with odd_server(respond) as server, opened(server.address) as line:
        for _ in range(2):
            line.send(Message("POST", "/", request), Poke)
        bodies = [asked.body for asked in server.requests]
    assert zstd.decompress(bodies[0]) == bodies[1] == bodies[2]


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (Answer(body=b"<html>Welcome to our hotel"), Incompatible, "sync.garbage"),
        (Answer(body=POKE[:-3]), Incompatible, "sync.garbage"),
        (Answer(body=b""), Incompatible, "sync.garbage"),
        (Answer(body=b"\xff\xfe{"), Incompatible, "sync.garbage"),
        (Answer(body=b'{"head": "five"}'), Incompatible, "sync.garbage"),
        (Answer(body=b"not zstd", headers={"Content-Encoding": "zstd"}), Incompatible, "sync.garbage"),
        (Answer(302, b"", {"Location": "https://portal.example/"}), Incompatible, "sync.garbage"),
        (Answer(404, b"<html>nginx"), Incompatible, "sync.not_our_server"),
        (Answer(426, b'{"code": "sync.protocol_too_old"}'), Incompatible, "sync.protocol_too_old"),
        (Answer(500, b"oops"), Unreachable, "sync.server_failed"),
        (Answer(502, b"<html>bad gateway"), Unreachable, "sync.server_silent"),
        (Answer(504, b"<html>gateway time-out"), Unreachable, "sync.server_silent"),
        (Answer(511, b"<html>sign in to this network"), Incompatible, "sync.garbage"),
        (Answer(413, b"<html>nginx"), Incompatible, "sync.garbage"),  # a request this small was not too large
        (Answer(403, b'{"code": "AccessDenied", "message": "a gateway of the company"}'), Incompatible, "sync.garbage"),
        (Answer(401, b'{"code": "Unauthorized"}'), Incompatible, "sync.garbage"),
        (Answer(503, b""), Unreachable, "sync.busy"),
        (Answer(429, b'{"code": "server.too_many"}'), Unreachable, "sync.busy"),
        (Answer(429, b'{"code": "sign_in.too_many", "facts": {"seconds": 9}}'), Refused, "sign_in.too_many"),
        (Answer(401, b'{"code": "sign_in.wrong"}'), Denied, "sign_in.wrong"),
        (Answer(401, b"<html>who are you"), Incompatible, "sync.garbage"),
        (Answer(400, b'{"code": "sync.malformed", "facts": {"path": "$.x"}}'), Refused, "sync.malformed"),
        (Answer(body=POKE, promised=len(POKE) + 10), Unreachable, "sync.cut_off"),
    ],
)
def test_every_wrong_answer_has_its_name(answer: Answer, kind: type[UserError], code: str) -> None:
    error = failure(answer)
    assert (type(error), error.code) == (kind, code)


def test_a_server_that_cannot_prove_who_it_is_is_told_nothing(tmp_path: Path) -> None:
    write_certificate(tmp_path / "c.pem", tmp_path / "c.key", 30)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "c.pem", tmp_path / "c.key")
    with odd_server(lambda _: Answer(body=POKE), tls) as server, opened(server.address) as line:
        with pytest.raises(Unreachable, match=r"sync\.certificate"):
            line.send(ASK, Poke)
        assert server.requests == []


def test_an_authority_that_this_system_trusts_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_certificate(tmp_path / "c.pem", tmp_path / "c.key", 30)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "c.pem", tmp_path / "c.key")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "c.pem"))
    line_module.system_trust.cache_clear()
    try:
        with odd_server(lambda _: Answer(body=POKE), tls) as server, opened(server.address) as line:
            assert line.send(ASK, Poke) == Poke(5, "e")
    finally:
        line_module.system_trust.cache_clear()


@pytest.mark.parametrize(("said", "waited"), [("7", 7_000), ("soon", 0), ("-5", 0), ("99999999", 86_400_000)])
def test_the_wish_for_patience_is_understood(said: str, waited: int) -> None:
    assert failure(Answer(503, b"", {"Retry-After": said})).facts["retry_after_ms"] == waited


def test_a_bomb_of_nothings_is_not_unpacked_to_its_end() -> None:
    bomb = zstd.compress(b" " * (line_module.MOST_BYTES + 1))
    assert failure(Answer(body=bomb, headers={"Content-Encoding": "zstd"})).code == "sync.garbage"


def test_nobody_listening_and_unknown_names_are_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with opened(f"http://127.0.0.1:{port}") as line, pytest.raises(Unreachable, match=r"sync\.server_silent"):
        line.send(ASK, Poke)
    with opened("https://no-such-host.invalid") as line, pytest.raises(Unreachable) as caught:
        line.send(ASK, Poke)
    assert caught.value.code in ("sync.server_unknown", "sync.no_network")  # as the resolver of this machine has it


def test_a_server_that_accepts_and_says_nothing_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "READ_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        line = Line(f"http://127.0.0.1:{mute.getsockname()[1]}")
        with pytest.raises(Unreachable, match=r"sync\.server_silent"):
            line.send(ASK, Poke)
        line.close()


def dribbled(
    monkeypatch: pytest.MonkeyPatch, body: bytes, pieces: int, every: float, patience: float = 0.4
) -> tuple[object, float]:
    """Return what comes of an answer that arrives in so small pieces, and after how many seconds."""
    monkeypatch.setattr(line_module, "READ_SECONDS", patience)
    began = time.monotonic()
    with odd_server(lambda _: Answer(body=body)) as server, CuttingProxy(server.server_address[1]) as proxy:
        proxy.dribble(pieces, every)
        with opened(f"http://127.0.0.1:{proxy.port}") as line:
            try:
                return line.send(ASK, Poke), time.monotonic() - began
            except UserError as error:
                return error.code, time.monotonic() - began


@pytest.mark.parametrize("long_answer", [False, True])
def test_an_answer_that_dribbles_is_given_up_although_each_byte_comes_in_time(
    monkeypatch: pytest.MonkeyPatch, long_answer: bool
) -> None:
    # Within the headers, and within an answer far longer than anybody would wait for.
    body = POKE + b" " * (2_000_000 if long_answer else 0)
    code, took = dribbled(monkeypatch, body, pieces=1 if not long_answer else 40, every=0.05)
    assert code == "sync.server_silent"
    assert took < 8


def test_a_slow_answer_that_flows_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    # No piece may be late by the patience, however busy the machine is.
    answer, took = dribbled(monkeypatch, POKE + b" " * 400_000, pieces=8_192, every=0.05, patience=1.5)
    assert answer == Poke(5, "e")
    assert took > 2, "longer than the patience with a line on which nothing moves"


def test_a_message_that_nobody_takes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "READ_SECONDS", 0.4)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        piece = Message("PUT", "/v1/attachments/x/content", token="token", piece=bytes(30_000_000))
        with opened(f"http://127.0.0.1:{deaf.getsockname()[1]}") as line, pytest.raises(Unreachable) as caught:
            line.send(piece, Poke)
    assert caught.value.code == "sync.server_silent"


def test_a_connection_cut_after_any_byte_is_an_interruption_and_nothing_else() -> None:
    with odd_server(lambda _: Answer(body=POKE)) as server:
        with CuttingProxy(server.server_address[1]) as proxy, opened(f"http://127.0.0.1:{proxy.port}") as line:
            line.send(ASK, Poke)
            whole = proxy.forwarded
        codes = []
        with CuttingProxy(server.server_address[1]) as proxy:
            for cut in range(whole):
                with opened(f"http://127.0.0.1:{proxy.port}") as line:
                    proxy.cut_after(cut)
                    with pytest.raises(UserError) as caught:
                        line.send(ASK, Poke)
                    assert judge(caught.value).trouble is Trouble.LINE
                    codes.append(caught.value.code)
    # Cut within the digits of a length, half an answer looks like a short one.
    assert codes.count("sync.garbage") <= len("Content-Length: 12\r\n")
    assert set(codes) <= {"sync.cut_off", "sync.garbage"}


def test_a_kept_connection_that_the_server_has_closed_is_opened_again() -> None:
    def respond(_: object) -> Answer:
        return Answer(body=POKE)

    with odd_server(respond) as server, CuttingProxy(server.server_address[1]) as proxy:
        line = Line(f"http://127.0.0.1:{proxy.port}")
        line.send(ASK, Poke)
        proxy.reset()
        assert line.send(ASK, Poke) == Poke(5, "e")
        line.close()
    assert len(server.requests) == 2


def test_what_must_not_be_sent_twice_is_not_sent_twice() -> None:
    with odd_server(lambda _: Answer(body=POKE)) as server, CuttingProxy(server.server_address[1]) as proxy:
        line = Line(f"http://127.0.0.1:{proxy.port}")
        line.send(ASK, Poke)
        proxy.cut_after(300)  # the request passes, its answer does not
        with pytest.raises(Unreachable, match=r"sync\.cut_off"):
            line.send(Message("POST", "/", repeatable=False), Poke)
        line.close()
    assert [each.method for each in server.requests] == ["GET", "POST"]


def test_hanging_up_ends_a_long_wait_at_once() -> None:
    arrived, release = threading.Event(), threading.Event()

    def respond(_: object) -> Answer:
        arrived.set()
        release.wait(100)
        return Answer(body=POKE)

    errors: list[UserError] = []
    with odd_server(respond) as server, opened(server.address) as line:

        def wait() -> None:
            try:
                line.send(Message("GET", "/", wait_seconds=60), Poke)
            except UserError as error:
                errors.append(error)

        waiter = threading.Thread(target=wait)
        waiter.start()
        assert arrived.wait(60)
        line.hang_up()
        waiter.join(30)  # the line would wait for sixty seconds
        assert not waiter.is_alive()
        release.set()
    assert [error.code for error in errors] == ["sync.cut_off"]


def test_nothing_of_a_message_appears_in_an_error() -> None:
    error = failure(Answer(200, json.dumps({"head": "secret customer"}).encode()))
    assert "secret" not in f"{error!r} {error.facts}"
