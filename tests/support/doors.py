"""Every address of the server, by hand: what it asks for, and how everything that it gives away is fetched.

`tests/server/test_access_matrix.py` compares the table with the routes that the application really has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.file_exchange import content_path
from crm_desktop.models.ids import new_id
from tests.support.fortress import OWNERS, SEES, Fortress, content_of, mark

Reading = Callable[[Fortress, str], str]
"""Everything that a person gets out of an address."""


def _sync_pages(fortress: Fortress, name: str) -> str:
    return fortress.everything(name)


def _devices(fortress: Fortress, name: str) -> str:
    return str(fortress.call("GET", "/v1/devices", name).text)


def _poke(fortress: Fortress, name: str) -> str:
    return str(fortress.call("GET", "/v1/sync/poke?after=0&wait=0", name).text)


def _echo(fortress: Fortress, name: str) -> str:
    """Send one act on each record of everybody else; the answers must quote nothing of them."""
    changes = [
        {"kind": kind, "id": record, "operation": "update", "fields": {KINDS[kind].title: [None, "x"]}}
        for owner in OWNERS
        if owner not in SEES[name]
        for kind, record in fortress.ids[owner].items()
        if kind in KINDS and not KINDS[kind].public
    ]
    outcomes = fortress.push(name, *changes)
    assert {outcome["refusal"]["code"] for outcome in outcomes} == {"sync.no_such_record"}
    return str(outcomes)


def _left(fortress: Fortress, name: str) -> str:
    answer = fortress.call("GET", "/v1/left-work", name)
    assert answer.status_code == 200, answer.text
    assert (mark(name, "left") in answer.text) is True
    return str(answer.text)


def _contents(fortress: Fortress, name: str) -> str:
    """Fetch everybody's file, and try to bring another in its place."""
    texts = []
    for owner in OWNERS:
        file = fortress.ids[owner]["file"]
        answer = fortress.call("GET", content_path(file), name)
        assert answer.status_code == (200 if owner in SEES[name] else 404), (owner, answer.text)
        texts.append(answer.text)
        if owner not in SEES[name]:
            assert fortress.call("POST", content_path(file), name, json={}).status_code == 404
            assert fortress.put(name, file, content_of(owner)).status_code == 404
    return "\n".join(texts)


def _feeds(fortress: Fortress, name: str) -> str:
    """Make a feed, read it, and try to revoke it as everybody else; revoked, it says nothing any more."""
    made = fortress.call("POST", "/v1/calendar-feeds", name, json={"name": "Phone", "zone": "Asia/Shanghai"})
    assert made.status_code == 200, made.text
    feed, path = made.json()["feed"]["id"], made.json()["path"]
    now = SystemClock().now()
    visit = {
        "subject": mark(name, "feed"),
        "starts_at": now,
        "owner_id": fortress.ids[name]["user"],
        "state": "planned",
    }
    made_visit = {"kind": "visit", "id": new_id(), "operation": "create"}
    outcome = fortress.push(name, made_visit | {"fields": {each: [None, value] for each, value in visit.items()}})
    assert outcome[0]["result"] == "applied", outcome
    told = fortress.call("GET", path)
    assert (told.status_code, told.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    for other in OWNERS:
        if other != name:
            assert fortress.call("DELETE", f"/v1/calendar-feeds/{feed}", other).status_code == 404
            assert feed not in fortress.call("GET", "/v1/calendar-feeds", other).text
    listed = str(fortress.call("GET", "/v1/calendar-feeds", name).text)
    assert path.split("/")[-1] not in listed, "the address is told once"
    assert fortress.call("DELETE", f"/v1/calendar-feeds/{feed}", name).status_code == 204
    assert fortress.call("GET", path).status_code == 404
    unfolded = str(told.text).replace("\r\n ", "")
    assert mark(name, "feed") in unfolded, "one's own stands in it"
    return unfolded + listed


def _look_alikes(fortress: Fortress, name: str) -> str:
    """Type everybody's account anew: told, masked, is only what colleagues have and the person does not see."""
    texts = []
    for owner in OWNERS:
        asked = {"kind": "account", "name": f"{mark(owner, 'account').upper()} Ltd.", "phones": []}
        answer = fortress.call("POST", "/v1/look-alikes", name, json=asked)
        assert answer.status_code == 200, answer.text
        colleague = owner not in SEES[name] and "eve" not in (owner, name)
        hit = {"name": "m**", "owner": owner.title(), "reasons": ["name"]}
        assert answer.json()["hits"] == ([hit] if colleague else []), (owner, name)
        texts.append(str(answer.text))
    return "\n".join(texts)


@dataclass(frozen=True, slots=True)
class Door:
    """One address: what it asks for, and how everything that it gives away is fetched."""

    asks_for: str = "session"
    """`session`, `rescue` (the right of a device that is shut out), or `nothing`."""
    reading: Reading | None = None


DOORS: dict[tuple[str, str], Door] = {
    ("GET", "/v1/hello"): Door("nothing"),
    ("POST", "/v1/sign-in"): Door("nothing"),
    ("POST", "/v1/renew"): Door("nothing"),
    ("POST", "/v1/sign-out"): Door(),
    ("GET", "/v1/devices"): Door(reading=_devices),
    ("DELETE", "/v1/devices/{device_id:str}"): Door(),
    ("PATCH", "/v1/devices/{device_id:str}"): Door(),
    ("GET", "/v1/calendar-feeds"): Door(reading=_feeds),
    ("POST", "/v1/calendar-feeds"): Door(reading=_feeds),
    ("DELETE", "/v1/calendar-feeds/{feed_id:str}"): Door(),
    ("GET", "/calendar/{secret:str}"): Door("nothing"),
    ("POST", "/v1/look-alikes"): Door(reading=_look_alikes),
    ("POST", "/v1/sync/snapshot"): Door(reading=_sync_pages),
    ("POST", "/v1/sync/pull"): Door(reading=_sync_pages),
    ("POST", "/v1/sync/fetch"): Door(reading=Fortress.parts),
    ("POST", "/v1/sync/compare"): Door(reading=Fortress.parts),
    ("POST", "/v1/sync/push"): Door(reading=_echo),
    ("GET", "/v1/sync/poke"): Door(reading=_poke),
    ("POST", "/v1/attachments/{attachment_id:str}/content"): Door(),
    ("PUT", "/v1/attachments/{attachment_id:str}/content"): Door(),
    ("GET", "/v1/attachments/{attachment_id:str}/content"): Door(reading=_contents),
    ("POST", "/v1/rescue"): Door("nothing"),
    ("POST", "/v1/rescue/push"): Door("rescue"),
    ("POST", "/v1/rescue/keep"): Door("rescue"),
    ("POST", "/v1/rescue/end"): Door("rescue"),
    ("GET", "/v1/left-work"): Door(reading=_left),
    ("POST", "/v1/left-work/{work_id:str}/apply"): Door(),
    ("POST", "/v1/left-work/{work_id:str}/discard"): Door(),
    ("GET", "/health"): Door("nothing"),
    ("GET", "/metrics"): Door("nothing"),
    ("GET", "/schema"): Door("nothing"),
}
