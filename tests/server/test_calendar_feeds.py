"""Subscription feeds of a real server: read-only, by nothing but the address, revoked at once, and not too often."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar

from crm_desktop.models.access import Permission, Rights
from crm_desktop.models.catalog import SCHEMA
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.models.rules.notices import downloaded, file_shown, may_publish, publish, read
from tests.support.live_server import LiveServer

HOUR = 3_600_000


def made(kind: str, **values: Any) -> dict[str, Any]:
    """Return the change that makes a record."""
    fields = {name: [None, value] for name, value in values.items()}
    return {"kind": kind, "id": new_id(), "operation": "create", "fields": fields}


def push(server: LiveServer, name: str, *changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Push each change as an act of its own and return the outcomes."""
    now = SystemClock().now()
    acts = [{"id": new_id(), "act": "a", "made_at": now, "schema": 5, "changes": [each]} for each in changes]
    answer = server.call("POST", "/v1/sync/push", name, json={"clock": now, "transactions": acts})
    assert answer.status_code == 200, answer.text
    outcomes: list[dict[str, Any]] = answer.json()["outcomes"]
    return outcomes


def guess(server: LiveServer, times: int) -> list[tuple[int, str]]:
    """Ask for feeds that nobody made, from a network of its own; return each status and for how long to wait.

    The count is kept for a network: from the one of the other tests it would make them wait too.
    """
    host = urlsplit(server.url)
    answers = []
    for _ in range(times):
        connection = HTTPConnection(str(host.hostname), host.port, source_address=("127.0.0.2", 0))
        with closing(connection):
            connection.request("GET", f"/calendar/{new_id()}.ics")
            answer = connection.getresponse()
            answers.append((answer.status, answer.headers.get("retry-after", "")))
    return answers


def test_a_feed_shows_ones_own_calendar_to_a_program_without_a_session(live_server: LiveServer) -> None:
    ann = live_server.people["ann"]
    begins = SystemClock().now() // HOUR * HOUR + 5 * HOUR
    outcomes = push(
        live_server, "ann",
        made("visit", subject="访谈", starts_at=begins, ends_at=begins + HOUR, owner_id=ann, zone="Asia/Shanghai",
             recurrence="FREQ=WEEKLY;COUNT=3", notes="内部", state="planned"),
        made("task", subject="报价", due_at=begins, owner_id=ann),
        made("task", subject="Long ago", due_at=begins - 200 * 24 * HOUR, owner_id=ann),
    )  # fmt: skip
    assert [each["result"] for each in outcomes] == ["applied"] * 3
    answer = live_server.call("POST", "/v1/calendar-feeds", "ann", json={"name": "手机", "zone": "Asia/Shanghai"})
    path = answer.json()["path"]
    feed = live_server.call("GET", path)
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    assert feed.headers["cache-control"] == "private, no-store"
    events: dict[str, Any] = {str(each["SUMMARY"]): each for each in Calendar.from_ical(feed.content).walk("VEVENT")}
    assert set(events) == {"访谈", "报价"}
    assert events["访谈"]["RRULE"]["COUNT"] == [3]
    assert events["访谈"]["DTSTART"].dt.astimezone(UTC) == datetime.fromtimestamp(begins / 1000, UTC)
    assert "内部" not in feed.text
    listed = live_server.call("GET", "/v1/calendar-feeds", "ann").json()["feeds"]
    listed = [each for each in listed if each["name"] == "手机"]
    assert [each["used_at"] is not None for each in listed] == [True]
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert live_server.call(method, path).status_code == 405
    assert live_server.call("DELETE", f"/v1/calendar-feeds/{listed[0]['id']}", "ann").status_code == 204
    over = live_server.call("GET", path)
    assert (over.status_code, over.json()["code"]) == (404, "feed.over")


def test_a_feed_that_is_asked_too_often_and_guessing_are_told_to_wait(live_server: LiveServer) -> None:
    made_feed = live_server.call("POST", "/v1/calendar-feeds", "ann", json={"name": "Phone"}).json()
    answers = [live_server.call("GET", made_feed["path"]).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]
    guesses = guess(live_server, 31)
    assert [status for status, _ in guesses] == [404] * 30 + [429]
    assert int(guesses[-1][1]) > 0
    assert live_server.call("GET", f"/calendar/{new_id()}.ics").status_code == 404, "told who did not guess"
    bad = live_server.call("POST", "/v1/calendar-feeds", "ann", json={"name": " "})
    assert (bad.status_code, bad.json()["facts"]) == (400, {"path": "$.name"})


def test_only_who_may_publish_publishes_a_notice_and_a_receipt_is_ones_own(live_server: LiveServer) -> None:
    now = SystemClock().now()
    told = push(live_server, "ann", made("notice", subject="Holiday", published_at=now, audience="everyone"))
    assert told[0]["refusal"]["code"] == "notice.no_right"
    notice = made("notice", subject="Holiday", published_at=now, audience="everyone")
    assert push(live_server, "ada", notice)[0]["result"] == "applied"
    receipt = {"notice_id": notice["id"], "read_at": now}
    somebody = made("notice_receipt", owner_id=live_server.people["ada"], **receipt)
    assert push(live_server, "ann", somebody)[0]["refusal"]["code"] == "sync.no_right"
    own = made("notice_receipt", owner_id=live_server.people["ann"], **receipt)
    assert push(live_server, "ann", own)[0]["result"] == "applied"


def test_a_notice_with_a_file_reaches_chosen_people_in_one_act_and_nobody_else(live_server: LiveServer) -> None:
    ada, ann = live_server.people["ada"], live_server.people["ann"]
    others = sorted(live_server.people.keys() - {"ada", "ann"})
    before = {name: live_server.position(name) for name in ("ada", "ann", *others)}
    now = SystemClock().now()
    notice, *shares = publish({"subject": "Prices", "audience": "people", "wants_receipts": True}, [ann], ada, now)
    assert isinstance(notice, Create)
    about: dict[str, Value] = {"record_kind": "notice", "record_id": notice.id, "owner_id": ada}
    content: dict[str, Value] = {"file_name": "p.txt", "media_type": "text/plain", "size": 5, "sha256": "0" * 64}
    file = Create("attachment", about | content)
    act = [notice, *shares, file, *file_shown(file.id, "people", [ann])]
    assert live_server.push("ada", *map(on_wire, act))["result"] == "applied"
    assert {notice.id, file.id} <= came(live_server, "ann", before["ann"])
    for name in others:
        assert not {notice.id, file.id} & came(live_server, name, before[name])
    receipt, *told = read(Record("notice", notice.id, notice.values), ann, now, None)
    assert isinstance(receipt, Create)
    assert live_server.push("ann", *map(on_wire, [receipt, *told]))["result"] == "applied"
    fetched = downloaded(Record("notice_receipt", receipt.id, receipt.values), file.id)
    assert live_server.push("ann", *map(on_wire, fetched))["result"] == "applied"
    assert receipt.id in came(live_server, "ada", before["ada"])


def on_wire(edit: Edit) -> dict[str, Any]:
    """Return an edit as a device sends it."""
    assert isinstance(edit, Create | Update)
    fields = {name: [None, value] for name, value in edit.values.items()}
    operation = "create" if isinstance(edit, Create) else "update"
    return {"kind": edit.kind, "id": edit.id, "operation": operation, "fields": fields}


def came(server: LiveServer, name: str, since: dict[str, Any]) -> set[str]:
    """Return the ids of the records that a person's device gets since a position."""
    answer = server.call("POST", "/v1/sync/pull", name, json={"position": since, "schema": SCHEMA})
    assert answer.status_code == 200, answer.text
    batches = answer.json()["batches"]
    return {row[each["columns"].index("id")] for each in batches for row in each["rows"]}


def test_a_notice_reaches_chosen_people_by_shares_and_its_receipt_the_publisher() -> None:
    none, publisher = Rights("p", {}, {}, {}), Rights("p", {}, {}, {}, permissions=frozenset({Permission.PUBLISH}))
    assert (may_publish(none), may_publish(publisher)) == (False, True)
    edits = publish({"subject": "Plan", "audience": "people"}, ["b", "a", "p"], "p", 7)
    assert [each.values.get("owner_id") for each in edits if isinstance(each, Create)] == ["p", "a", "b"]
    notice = Record("notice", "n", {"owner_id": "p", "wants_receipts": True})
    receipt, share = read(notice, "a", 9, None)
    assert isinstance(receipt, Create)
    assert isinstance(share, Create)
    assert (share.values["record_id"], share.values["owner_id"]) == (receipt.id, "p")
    assert read(notice, "p", 9, None) == []
