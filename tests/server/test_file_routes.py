"""Contents over HTTP: parts, checksums, what is malformed, limits, headers; who may is tested in tests/contracts."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import requests

from crm_desktop.models.contents import MOST_PIECE_BYTES
from crm_desktop.models.file_exchange import CHECKSUM_HEADER, checksum_of
from crm_desktop.models.ids import new_id
from tests.store.attachments.samples import bytes_of
from tests.support.live_server import LiveServer

BINARY = {"Content-Type": "application/octet-stream"}
PICTURE = bytes_of(5 * 1024 * 1024)


def attach(server: LiveServer, plain: bytes) -> str:
    """Make an attachment's record as ann."""
    identifier = new_id()
    about = {
        "file_name": "a.png",
        "media_type": "image/png",
        "size": len(plain),
        "sha256": hashlib.sha256(plain).hexdigest(),
    }
    fields = {name: [None, value] for name, value in about.items()}
    change = {"kind": "attachment", "id": identifier, "operation": "create", "fields": fields}
    assert server.push("ann", change)["result"] == "applied"
    return identifier


def unknown() -> bytes:
    """Return a content that the server has never seen."""
    return bytes_of(500_000, seed=int(new_id(), 16))


def path(identifier: str) -> str:
    return f"/v1/attachments/{identifier}/content"


def put(server: LiveServer, identifier: str, offset: object, piece: bytes, **headers: str) -> requests.Response:
    given = BINARY | {CHECKSUM_HEADER: checksum_of(piece)} | headers
    return server.call("PUT", f"{path(identifier)}?offset={offset}", "ann", data=piece, headers=given)


def brought(server: LiveServer, plain: bytes) -> str:
    identifier = attach(server, plain)
    assert server.call("POST", path(identifier), "ann", json={}).json() == {"received": 0, "complete": False}
    answers = [
        put(server, identifier, offset, plain[offset : offset + MOST_PIECE_BYTES])
        for offset in range(0, len(plain), MOST_PIECE_BYTES)
    ]
    assert {each.status_code for each in answers} == {200}
    assert answers[-1].json() == {"received": len(plain), "complete": True}
    return identifier


def test_a_content_is_brought_in_pieces_and_had_whole_and_in_parts(live_server: LiveServer) -> None:
    identifier = brought(live_server, PICTURE)
    whole = live_server.call("GET", path(identifier), "ann")
    assert (whole.status_code, whole.content) == (200, PICTURE)
    assert whole.headers["Content-Length"] == str(len(PICTURE))
    size = len(PICTURE)
    for asked, start, end in (
        ("bytes=0-0", 0, 1),
        ("bytes=100-1099", 100, 1_100),
        (f"bytes={size - 5}-", size - 5, size),
        ("bytes=-7", size - 7, size),
        (f"bytes={size - 3}-{size + 50}", size - 3, size),
        ("bytes=5-4600000", 5, 4_600_001),
    ):
        answer = live_server.call("GET", path(identifier), "ann", headers={"Range": asked})
        assert (answer.status_code, answer.content) == (206, PICTURE[start:end]), asked
        assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        if end - start <= MOST_PIECE_BYTES:
            assert answer.headers[CHECKSUM_HEADER] == checksum_of(PICTURE[start:end])
    for asked in (f"bytes={size}-", "bytes=-0"):
        answer = live_server.call("GET", path(identifier), "ann", headers={"Range": asked})
        assert (answer.status_code, answer.json()["code"]) == (416, "content.range")
    for asked in ("bytes=-", "bytes=a-b", "lines=1-2", "bytes=1-2,4-5", "bytes=9-3"):
        assert live_server.call("GET", path(identifier), "ann", headers={"Range": asked}).status_code == 200, asked


def test_no_browser_shows_or_keeps_a_content(live_server: LiveServer) -> None:
    headers = live_server.call("GET", path(brought(live_server, bytes_of(900, seed=5))), "ann").headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == "attachment"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_piece_that_changed_on_its_way_is_not_taken(live_server: LiveServer) -> None:
    identifier = attach(live_server, unknown())
    live_server.call("POST", path(identifier), "ann", json={})
    answer = put(live_server, identifier, 0, PICTURE[:100], **{CHECKSUM_HEADER: checksum_of(b"other")})
    assert (answer.status_code, answer.json()["code"]) == (400, "content.damaged")
    assert live_server.call("POST", path(identifier), "ann", json={}).json()["received"] == 0


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"offset": -1}, 400, "request.malformed"),
        ({"offset": "x"}, 400, "request.malformed"),
        ({"piece": b""}, 400, "request.malformed"),
        ({"piece": bytes(MOST_PIECE_BYTES + 1)}, 413, "request.too_large"),
        ({"headers": {"Content-Type": "image/png"}}, 415, "request.unsupported"),
        ({"headers": {"Content-Encoding": "gzip"}}, 415, "request.unsupported"),
        ({"headers": {CHECKSUM_HEADER: "md5=:abc:"}}, 400, "request.malformed"),
        ({"offset": 17}, 409, "content.offset"),
    ],
)
def test_what_is_no_piece_is_refused(live_server: LiveServer, change: dict[str, Any], status: int, code: str) -> None:
    identifier = attach(live_server, unknown())
    live_server.call("POST", path(identifier), "ann", json={})
    given: dict[str, Any] = {"offset": 0, "piece": PICTURE[:100], "headers": {}} | change
    answer = put(live_server, identifier, given["offset"], given["piece"], **given["headers"])
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("identifier", ["0" * 32, "x", "..", "%2e%2e%2fserver.db", "0" * 64])
def test_an_address_that_names_no_attachment_leads_nowhere(live_server: LiveServer, identifier: str) -> None:
    for method, options in (
        ("GET", {}),
        ("POST", {"json": {}}),
        ("PUT", {"data": b"x", "headers": BINARY | {CHECKSUM_HEADER: checksum_of(b"x")}}),
    ):
        address = path(identifier) + ("?offset=0" if method == "PUT" else "")
        answer = live_server.call(method, address, "ann", **options)
        assert answer.status_code == 404, (method, answer.text)


def test_without_a_session_there_is_nothing(live_server: LiveServer) -> None:
    for method in ("GET", "POST", "PUT"):
        assert live_server.call(method, path("0" * 32)).status_code == 401
