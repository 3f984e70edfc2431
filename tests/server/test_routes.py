"""Every address of a real server: what it answers, to whom, and how it says no."""

from __future__ import annotations

import gzip
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from crm_desktop.models.ids import new_id
from crm_server.routes.description import ENDPOINTS
from tests.support.live_server import LiveServer

PULL = "/v1/sync/pull"
SNAPSHOT = "/v1/sync/snapshot"
EMPTY = {"id": "0" * 32, "act": "a", "made_at": 1, "changes": []}
PUSH = "/v1/sync/push"


def account(name: str = "恒川精密", **fields: Any) -> dict[str, Any]:
    """Return the change that makes an account."""
    values = {"name": name, **fields}
    made = {each: [None, value] for each, value in values.items()}
    return {"kind": "account", "id": new_id(), "operation": "create", "fields": made}


def test_hello_tells_any_client_what_is_here(live_server: LiveServer) -> None:
    answer = live_server.call("GET", "/v1/hello", headers={"Fieldline-Protocol": "999"})
    assert answer.status_code == 200
    assert answer.json()["product"] == "fieldline-crm"
    assert abs(answer.json()["now"] - time.time() * 1000) < 60_000


@pytest.mark.parametrize(("protocol", "code"), [("0", "sync.protocol_too_old"), ("999", "sync.protocol_too_new")])
def test_another_protocol_is_told_so(live_server: LiveServer, protocol: str, code: str) -> None:
    answer = live_server.call("POST", PULL, "ann", json={}, headers={"Fieldline-Protocol": protocol})
    assert (answer.status_code, answer.json()["code"]) == (426, code)


def test_a_present_protocol_is_spoken(live_server: LiveServer) -> None:
    headers = {"Fieldline-Protocol": "1"}
    assert live_server.call("GET", "/v1/devices", "ann", headers=headers).status_code == 200


def test_every_described_address_exists_and_asks_for_a_session_where_it_says_so(live_server: LiveServer) -> None:
    described = live_server.call("GET", "/schema").json()["paths"]
    assert {(path, method) for path in described for method in described[path]} == {
        (path, method) for method, path, *_ in ENDPOINTS
    }
    for method, path, taken, _, signed_in in ENDPOINTS:
        answer = live_server.call(method.upper(), path.replace("{device_id}", new_id()), json={} if taken else None)
        there = answer.status_code not in (404, 405) or answer.json()["code"] == "feed.over"
        assert there, path
        assert (answer.status_code == 401) is signed_in or path == "/v1/sync/poke", (path, answer.status_code)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Basic YWRhOng=", "bearer \u00e9", "Bearer " + "x" * 5000]
)
def test_a_session_that_is_none_is_denied(live_server: LiveServer, header: str) -> None:
    headers = {"Authorization": header.encode("latin-1")} if header else {}
    answer = requests.get(f"{live_server.url}/v1/devices", headers=headers, timeout=60)
    assert answer.status_code == 401
    assert answer.json()["code"] in ("session.missing", "session.ended")


def test_what_is_pushed_by_one_is_poked_and_pulled_by_another(live_server: LiveServer) -> None:
    position = live_server.position("mia")
    with ThreadPoolExecutor(1) as pool:
        after = f"?after={position['sequence']}&wait=30"
        poke = pool.submit(live_server.call, "GET", f"/v1/sync/poke{after}", "mia")
        live_server.token("ann")
        made = account()
        assert live_server.push("ann", made)["result"] == "applied"
        assert poke.result().json()["head"] > position["sequence"]
    page = live_server.call("POST", PULL, "mia", json={"position": position}).json()
    rows = {row[0]: row for batch in page["batches"] for row in batch["rows"]}
    assert rows[made["id"]][1] == "恒川精密"


def test_a_poke_without_news_ends_in_time(live_server: LiveServer) -> None:
    head = live_server.position("ann")["sequence"]
    started = time.monotonic()
    answer = live_server.call("GET", f"/v1/sync/poke?after={head}&wait=0.3", "ann")
    assert answer.json()["head"] == head
    assert 0.25 < time.monotonic() - started < 20


def test_nothing_to_do_is_one_small_answer(live_server: LiveServer) -> None:
    position = live_server.position("ann")
    answer = live_server.call("POST", PULL, "ann", json={"position": position})
    head = f"HTTP/1.1 200 OK\r\n{''.join(f'{name}: {value}' for name, value in answer.headers.items())}"
    assert len(head) + 2 * len(answer.headers) + 2 + len(answer.content) <= 500


@pytest.mark.parametrize("coding", ["zstd", "gzip", "identity"])
def test_large_answers_are_compressed_as_the_client_accepts(live_server: LiveServer, coding: str) -> None:
    live_server.push("bob", *(account(f"Account {index}", notes="x" * 200) for index in range(50)))
    headers = {"Accept-Encoding": coding}
    cursor = ""
    while True:
        body = {"limit": 5_000, "cursor": cursor}
        answer = live_server.call("POST", SNAPSHOT, "bob", json=body, headers=headers)
        if answer.json()["batch"]["kind"] == "account":
            break
        cursor = answer.json()["cursor"]
    assert answer.headers.get("content-encoding", "identity") == coding
    assert len(answer.json()["batch"]["rows"]) >= 50


def test_requests_may_be_compressed_and_bombs_are_not_unfolded(live_server: LiveServer) -> None:
    position = {"position": live_server.position("ann")}
    packed = gzip.compress(json.dumps(position).encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert live_server.call("POST", PULL, "ann", data=packed, headers=headers).status_code == 200
    bomb = gzip.compress(b" " * 40_000_000)
    answer = live_server.call("POST", PULL, "ann", data=bomb, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")
    answer = live_server.call("POST", PULL, "ann", data=packed[:-9], headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed")
    headers["Content-Encoding"] = "br"
    assert live_server.call("POST", PULL, "ann", data=packed, headers=headers).status_code == 415


def test_a_body_beyond_the_limit_is_refused(live_server: LiveServer) -> None:
    headers = {"Content-Type": "application/json"}
    answer = live_server.call("POST", PUSH, "ann", data=b" " * (16 * 1024 * 1024 + 1), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"transactions": [{"id": 3}], "clock": 1}, "$.transactions[0].id"),
        ({"transactions": [], "clock": "now"}, "$.clock"),
        ({"transactions": []}, "$"),
        ({"transactions": [{"id": "x", "act": "a", "made_at": 1, "changes": []}], "clock": 1}, "$.transactions[0].id"),
        ({"transactions": [EMPTY] * 501, "clock": 1}, "$.transactions"),
        ([], "$"),
        (
            {
                "transactions": [
                    {
                        "id": "0" * 32,
                        "act": "a",
                        "made_at": 1,
                        "changes": [{"kind": "a", "id": "b", "operation": "explode"}],
                    }
                ],
                "clock": 1,
            },
            "$.transactions[0].changes[0].operation",
        ),
    ],
)
def test_what_does_not_match_the_schema_is_refused_with_the_place(
    live_server: LiveServer, body: object, path: str
) -> None:
    answer = live_server.call("POST", PUSH, "ann", json=body)
    assert (answer.status_code, answer.json()) == (400, {"code": "request.malformed", "facts": {"path": path}})


GARBAGE = (b"", b"{", b"null", b"\xff\xfe", b'{"a":' * 5_000, b"[" * 100_000, b"0" * 1_000, b'"\\ud800"', b"{}{}")


@pytest.mark.parametrize("address", [PUSH, PULL, SNAPSHOT, "/v1/sign-in", "/v1/renew"])
def test_garbage_is_refused_and_never_breaks_the_server(live_server: LiveServer, address: str) -> None:
    for body in GARBAGE:
        headers = {"Content-Type": "application/json"}
        answer = live_server.call("POST", address, "ann", data=body, headers=headers)
        assert answer.status_code == 400, (address, body[:20], answer.text)
        assert answer.json()["code"] == "request.malformed"
    assert live_server.call("POST", address, "ann", data=b"a=b").status_code in (400, 415)


@pytest.mark.parametrize("cursor", ["x", "!!!", "e30", "W10", "A" * 500, "bnVsbA", "é", "\0"])
def test_a_made_up_cursor_is_refused(live_server: LiveServer, cursor: str) -> None:
    answer = live_server.call("POST", SNAPSHOT, "ann", json={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "sync.bad_cursor")


@pytest.mark.parametrize(
    "position",
    [
        {"sequence": -1},
        {"sequence": 2**62},
        {"epoch": "x" * 1_000},
        {"scope": "\0"},
        {"epoch": "", "sequence": 0, "scope": ""},
    ],
)
def test_any_position_leads_to_an_answer(live_server: LiveServer, position: dict[str, Any]) -> None:
    answer = live_server.call("POST", PULL, "ann", json={"position": position})
    assert answer.status_code == 200
    assert answer.json()["snapshot"]


@pytest.mark.parametrize("query", ["", "?after=x", "?after=1&wait=nan", "?after=1&wait=-1", "?after=1&wait=1e9"])
def test_a_poke_that_makes_no_sense_is_refused(live_server: LiveServer, query: str) -> None:
    answer = live_server.call("GET", f"/v1/sync/poke{query}", "ann")
    assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed")


def test_unknown_addresses_and_methods_have_the_one_shape(live_server: LiveServer) -> None:
    answer = live_server.call("GET", "/v1/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "request.not_found")
    answer = live_server.call("PUT", PUSH)
    assert (answer.status_code, answer.json()["code"]) == (405, "request.wrong_method")


def test_guessing_passwords_is_answered_with_when_to_come_again(live_server: LiveServer) -> None:
    answers = [live_server.sign_in("nobody-here", "wrong password") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert answers[-1].json()["code"] == "sign_in.too_many"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900


def test_devices_are_listed_and_revoked(live_server: LiveServer) -> None:
    token = live_server.sign_in("cem").json()["access_token"]
    mine = {"Authorization": f"Bearer {token}"}
    listed = live_server.call("GET", "/v1/devices", headers=mine).json()["devices"]
    this = next(each["id"] for each in listed if each["this"])
    assert live_server.call("DELETE", f"/v1/devices/{this}", "ann").status_code == 404
    assert live_server.call("DELETE", f"/v1/devices/{this}", headers=mine).status_code == 204
    assert live_server.call("GET", "/v1/devices", headers=mine).status_code == 401


def test_health_and_metrics_answer_operators(live_server: LiveServer) -> None:
    assert live_server.call("GET", "/health").json() == {"status": "ok"}
    text = live_server.call("GET", "/metrics").text
    assert 'fieldline_requests_total{method="GET",route="/health",status="200"}' in text


MATRIX = (
    # who, on whose record, may see and change it
    ("ann", "ann", True),
    ("ann", "bob", False),
    ("ann", "cem", False),
    ("mia", "ann", True),
    ("mia", "cem", False),
    ("ada", "cem", True),
)


@pytest.mark.parametrize(("who", "whose", "allowed"), MATRIX)
def test_records_of_others_are_neither_seen_nor_changed_without_the_right(
    live_server: LiveServer, who: str, whose: str, allowed: bool
) -> None:
    before = live_server.position(who)
    made = account("Foreign")
    assert live_server.push(whose, made)["result"] == "applied"
    page = live_server.call("POST", PULL, who, json={"position": before})
    assert (made["id"] in page.text) is allowed
    seen = next(
        (row[batch["columns"].index("updated_at")] for batch in page.json()["batches"] for row in batch["rows"]), 0
    )
    edits: tuple[tuple[str, dict[str, Any]], ...]
    edits = (("update", {"name": ["Foreign", "Mine"]}), ("delete", {"updated_at": [seen, seen]}), ("restore", {}))
    for operation, fields in edits:
        change = {"kind": "account", "id": made["id"], "operation": operation, "fields": fields}
        outcome = live_server.push(who, change)
        assert (outcome["result"] != "refused") is allowed, (operation, outcome)
        if not allowed:
            assert outcome["refusal"]["code"] == "sync.no_such_record"
            assert "present" not in outcome["refusal"]


def test_the_log_holds_nothing_that_customers_or_people_typed(live_server: LiveServer) -> None:
    secret = "恒川机密-7731"
    made = account(secret, notes=secret)
    live_server.push("ann", made)
    live_server.push("ann", {**made, "id": new_id(), "fields": {"name": [None, secret], "health": [None, 9_999]}})
    live_server.push("ann", {**made, "fields": {"name": [None, secret + "\0"]}, "id": new_id()})
    live_server.sign_in("ann", secret)
    live_server.call("POST", f"/v1/sync/{secret}", "ann", json={secret: secret})
    live_server.call("POST", PUSH, "ann", json={"transactions": [{secret: secret}], "clock": secret})
    log = live_server.log()
    assert "fieldline.requests" in log
    for hidden in (secret, "7731", live_server.token("ann"), "correct horse", "恒川"):
        assert hidden not in log
    assert all(json.loads(line)["event"] for line in log.splitlines())
