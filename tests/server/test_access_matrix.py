"""Every address × every caller × records of others: nothing can be read or written outside the rights.

The tables are compared with the routes that the application really has: an address that nobody thought of here fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.file_exchange import content_path
from crm_desktop.models.ids import new_id
from crm_server.app import create_app
from crm_server.routes.description import ENDPOINTS
from crm_server.settings import from_environment
from tests.support.doors import DOORS
from tests.support.extent import whole_or
from tests.support.forked_server import start_server
from tests.support.fortress import (
    GUARDED,
    HIDDEN,
    OWNERS,
    SECRET,
    SEES,
    Fortress,
    attachment,
    content_of,
    end_sessions,
    fortify,
    mark,
)
from tests.support.live_server import LiveServer, furnish
from tests.support.mortal.lives import Lives
from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.usefixtures("on_sqlite", "on_postgres")  # so that they are there before each test


def _filled(lives: Lives, folder: Path, url: str = "") -> Iterator[Fortress]:
    office = furnish(folder, url)
    server = start_server(lives, folder, url)
    found = fortify(LiveServer(server.url, folder, office.people, office.made), office)
    yield found
    found.close()
    assert server.stop() == 0
    office.database.close()


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory, nursery: Lives) -> Iterator[Fortress]:
    """Two organisations behind one server."""
    yield from _filled(nursery, tmp_path_factory.mktemp("fortress"))


@pytest.fixture(scope="module")
def on_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer, nursery: Lives
) -> Iterator[Fortress]:
    """The same on PostgreSQL."""
    url = postgres_server.create()
    yield from _filled(nursery, tmp_path_factory.mktemp("fortress"), url)
    postgres_server.drop(url)


@pytest.fixture
def fortress(request: pytest.FixtureRequest) -> Fortress:
    """The one on SQLite, or the one that the test names."""
    found: Fortress = request.getfixturevalue(getattr(request, "param", "on_sqlite"))
    return found


EACH_PERSON = pytest.mark.parametrize(
    ("fortress", "name"),
    whole_or(
        [*(("on_sqlite", name) for name in ("mia", "ann", "hal", "eve")), ("on_postgres", "cem")],
        [(database, name) for database in ("on_sqlite", "on_postgres") for name in OWNERS],
    ),
    indirect=["fortress"],
)
"""Both databases answer alike (tests/contracts), so the ordinary tests ask the second one less."""


@pytest.mark.filterwarnings("ignore::litestar.exceptions.LitestarDeprecationWarning")  # about its version 3
def test_every_address_of_the_application_is_in_the_table_and_described(tmp_path: Path) -> None:
    routes = create_app(from_environment({}, database_url=f"sqlite:///{tmp_path / 'empty.db'}")).routes
    real = {(method, route.path) for route in routes for method in getattr(route, "methods", ())}
    real = {each for each in real if each[0] != "OPTIONS"}
    assert real == set(DOORS)
    described = {(method.upper(), path) for method, path, *_ in ENDPOINTS}
    assert {(method, path.replace(":str}", "}")) for method, path in real} == described | {("GET", "/schema")}


def test_what_asks_for_a_session_takes_none_that_is_not_good(fortress: Fortress) -> None:
    bad = end_sessions(fortress) | {"good": (fortress.token("ann"), "session.ended")}
    for who, (token, code) in bad.items():
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        for (method, path), door in DOORS.items():
            if door.asks_for == "nothing" or (door.asks_for == "session" and who == "good"):
                continue
            expected = code if door.asks_for == "session" or not token else "session.ended"
            address = re.sub(r"\{\w+:str\}", new_id(), path)
            address += "?after=0&wait=0" if "poke" in path else ""
            for body in ({}, {"transactions": [], "clock": 1, "position": {}}):
                json = body if method in ("POST", "PATCH") else None
                answer = fortress.call(method, address, headers=headers, json=json)
                said = (answer.status_code, answer.json().get("code"))
                assert said == (401, expected), (who, method, path, answer.text)


def test_what_asks_for_nothing_says_nothing_of_anybody(fortress: Fortress) -> None:
    for (method, path), door in DOORS.items():
        if door.asks_for == "nothing":
            text = fortress.call(method, path, json={} if method == "POST" else None).text
            assert not fortress.marks(text)
            assert not any(word in text for word in ("Elsewhere", fortress.office.org_id, fortress.other, "Mia"))


@EACH_PERSON
def test_nobody_decides_about_work_that_is_out_of_reach(fortress: Fortress, name: str) -> None:
    for owner in OWNERS:
        if owner in SEES[name] and name in ("ada", "mia", "eve", owner):
            continue
        left = fortress.ids[owner]["left"]
        act = {"id": new_id(), "act": "edit", "made_at": 1, "changes": []}
        body = {"transaction": act, "clock": 1}
        assert fortress.call("POST", f"/v1/left-work/{left}/apply", name, json=body).status_code == 404
        assert fortress.call("POST", f"/v1/left-work/{left}/discard", name).status_code == 404


@EACH_PERSON
def test_everybody_reads_exactly_what_they_may_from_every_address(fortress: Fortress, name: str) -> None:
    for (method, path), door in DOORS.items():
        if door.reading is None:
            continue
        found = fortress.marks(door.reading(fortress, name))
        assert found <= SEES[name], (method, path, found)
    assert fortress.marks(fortress.everything(name)) >= SEES[name]


@EACH_PERSON
def test_every_private_kind_is_seen_by_its_owner_and_by_nobody_without_the_right(fortress: Fortress, name: str) -> None:
    text = fortress.everything(name)
    for owner in OWNERS:
        for kind in ("binned", *(kind for kind in fortress.ids[owner] if kind in KINDS and not KINDS[kind].public)):
            if kind == "binned" or KINDS[kind].field(KINDS[kind].title).type.value in ("text", "note"):
                assert (mark(owner, kind) in text) is (owner in SEES[name]), (owner, kind)


def test_a_hidden_field_is_in_no_page_no_history_and_no_refusal(fortress: Fortress) -> None:
    assert SECRET in fortress.everything("ada")
    assert SECRET not in fortress.everything("hal")
    for (kind, name), guess in ((HIDDEN, "guess"), (GUARDED, new_id())):
        record = fortress.ids["hal"][kind]
        change = {"kind": kind, "id": record, "operation": "update", "fields": {name: [guess, guess + "x"]}}
        outcome = fortress.push("hal", change)[0]
        assert outcome["refusal"]["code"] == "sync.no_right", outcome
        assert "present" not in outcome["refusal"]
    assert fortress.row("hal", "account")["notes"] == SECRET
    assert fortress.row("hal", "opportunity")["stage_id"] == fortress.ids["hal"]["stage"]


def _attempts(fortress: Fortress, owner: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield, with a name, everything one could try with the records of another."""
    ids = fortress.ids[owner]
    for kind, record in ids.items():
        if kind not in KINDS or KINDS[kind].public:
            continue
        title = KINDS[kind].title
        yield f"update {kind}", {"kind": kind, "id": record, "operation": "update", "fields": {title: [None, "x"]}}
        yield f"delete {kind}", {"kind": kind, "id": record, "operation": "delete"}
    yield "restore", {"kind": "account", "id": ids["binned"], "operation": "restore"}
    yield "take over", _update("account", ids["account"], owner_id=[ids["user"], "MINE"])
    yield "put a contact under it", _create("contact", name="x", account_id=ids["account"])
    yield "put a note under it", _create("note", body="x", account_id=ids["account"])
    share = {"record_kind": "account", "record_id": ids["account"], "right": "write"}
    yield "share it with oneself", _create("share", **share, owner_id="MINE")
    yield "make it again", _create("account", ids["account"], name="x")


def _unlinked(what: str, outcome: dict[str, Any]) -> bool:
    """Tell whether somebody of another organisation made a record of their own, without the link to what is foreign."""
    settled = outcome.get("settlements", [])
    cleared = settled and all((each["rule"], each["result"]) == ("link_cleared", None) for each in settled)
    return what.startswith("put") and bool(cleared)


def _create(kind: str, record: str = "", **fields: Any) -> dict[str, Any]:
    made = {name: [None, value] for name, value in fields.items()}
    return {"kind": kind, "id": record or new_id(), "operation": "create", "fields": made}


def _update(kind: str, record: str, **fields: list[Any]) -> dict[str, Any]:
    return {"kind": kind, "id": record, "operation": "update", "fields": fields}


def _as(change: dict[str, Any], user_id: str) -> dict[str, Any]:
    fields = {
        name: [before, user_id if after == "MINE" else after]
        for name, (before, after) in change.get("fields", {}).items()
    }
    return change | {"fields": fields}


@EACH_PERSON
def test_nobody_writes_what_is_out_of_sight(fortress: Fortress, name: str) -> None:
    for owner in OWNERS:
        if owner in SEES[name]:
            continue
        before = {kind: fortress.row(owner, kind) for kind in fortress.ids[owner] if kind in KINDS}
        attempts = dict(_attempts(fortress, owner))
        if "eve" in (name, owner):
            del attempts["make it again"]  # ids are each organisation's own
        changes = [_as(change, fortress.ids[name]["user"]) for change in attempts.values()]
        for what, outcome in zip(attempts, fortress.push(name, *changes), strict=True):
            if not ("eve" in (name, owner) and _unlinked(what, outcome)):
                assert outcome["result"] == "refused", (what, owner, outcome)
            assert "present" not in outcome.get("refusal", {}), (what, owner, outcome)
            assert not fortress.marks(str(outcome)) - SEES[name], (what, owner, outcome)
        assert {kind: fortress.row(owner, kind) for kind in before} == before


Climb = Callable[[Any], dict[str, Any]]
CLIMBING: dict[str, Climb] = {
    "own role": lambda one: _update("user", one["ann"]["user"], role_id=[one["rep"], one["administrator"]]),
    "own unit": lambda one: _update("user", one["ann"]["user"], unit_id=[None, one["cem"]["unit"]]),
    "the role itself": lambda one: _update("role", one["rep"], reads=[["*:own"], ["*:all"]]),
    "a new role": lambda one: _create("role", name="x", reads=["*:all"]),
    "a new user": lambda one: _create("user", name="x", sign_in_name="intruder", role_id=one["administrator"]),
    "somebody's name": lambda one: _update("user", one["mia"]["user"], sign_in_name=["mia", "nobody"]),
    "somebody's end": lambda one: _update("user", one["mia"]["user"], active=[True, False]),
    "a unit": lambda one: _update("unit", one["cem"]["unit"], parent_id=[None, one["ann"]["unit"]]),
    "a new unit": lambda one: _create("unit", name="x"),
    "the organisation": lambda one: _create("organisation", name="x", currency="CNY"),
    "a stage": lambda one: _update("stage", one["ann"]["stage"], probability=[10, 99]),
    "a picklist": lambda one: _create("picklist_option", picklist="industry", key="x", label="x"),
    "a product": lambda one: _create("product", name="x"),
    "a conflict": lambda one: _create("conflict", **_about(one["ann"]["account"]), field="name"),
    "somebody's share": lambda one: _create("share", **_about(one["bob"]["account"]), owner_id=one["ann"]["user"]),
    "a record for another": lambda one: _create("account", name="x", owner_id=one["cem"]["user"]),
    "a system column": lambda one: _update("account", one["ann"]["account"], created_by=[None, one["cem"]["user"]]),
    "another organisation": lambda one: _update("account", one["ann"]["account"], org_id=[None, "x"]),
}
"""What a representative might try to become more."""


def _about(account: str) -> dict[str, str]:
    return {"record_kind": "account", "record_id": account}


@pytest.mark.parametrize("name", ["ann", "hal"])
def test_nobody_climbs(fortress: Fortress, name: str) -> None:
    roles = fortress.office.made.roles
    one: dict[str, Any] = fortress.ids | {"rep": roles["Sales representative"], "administrator": roles["Administrator"]}
    for owner in ("ann", "cem"):
        one[owner] = one[owner] | {"unit": fortress.office.row("user", fortress.ids[owner]["user"])["unit_id"]}
    outcomes = fortress.push(name, *(attempt(one) for attempt in CLIMBING.values()))
    for what, outcome in zip(CLIMBING, outcomes, strict=True):
        assert outcome["result"] == "refused", (what, outcome)
    assert fortress.marks(fortress.everything(name)) == SEES[name]


@pytest.mark.parametrize(("name", "whose"), [("cem", "ada"), ("ann", "mia"), ("eve", "ada"), ("ada", "eve")])
def test_the_cursor_and_the_position_of_another_open_nothing(fortress: Fortress, name: str, whose: str) -> None:
    first = fortress.call("POST", "/v1/sync/snapshot", whose, json={"limit": 3}).json()
    cursor = first["cursor"]
    while cursor:
        answer = fortress.call("POST", "/v1/sync/snapshot", name, json={"limit": 100, "cursor": cursor})
        assert fortress.marks(answer.text) <= SEES[name]
        if answer.status_code != 200:
            break
        cursor = answer.json()["cursor"]
    for position in (first["position"], first["position"] | {"sequence": 0}, first["position"] | {"sequence": 2**40}):
        for text in fortress.pulled(name, position):
            assert fortress.marks(text) <= SEES[name]


@pytest.mark.parametrize("name", ["bob", "mia", "cem", "ada", "eve"])
def test_the_outcome_of_anothers_act_and_the_device_of_another_are_out_of_reach(fortress: Fortress, name: str) -> None:
    mine = fortress.ids["ann"]["account"]
    act = {"id": new_id(), "act": "edit", "made_at": 1, "changes": [_update("account", mine, phone=[None, "021 5050"])]}
    body = {"transactions": [act], "clock": 1}
    assert fortress.call("POST", "/v1/sync/push", "ann", json=body).json()["outcomes"][0]["result"] == "applied"
    outcome = fortress.call("POST", "/v1/sync/push", name, json=body).json()["outcomes"][0]
    wanted = "sync.no_such_record" if name == "eve" else "sync.id_taken"
    assert (outcome["result"], outcome["refusal"]["code"]) == ("refused", wanted)
    listed = fortress.call("GET", "/v1/devices", "ann").json()["devices"]
    for device in listed:
        assert fortress.call("DELETE", f"/v1/devices/{device['id']}", name).status_code == 404
    assert fortress.call("GET", "/v1/devices", "ann").json()["devices"] == listed


@pytest.mark.parametrize("name", ["bob", "cem", "eve"])
def test_knowing_the_checksum_of_a_file_gives_nobody_the_file(fortress: Fortress, name: str) -> None:
    claimed = attachment(content_of("ann"))
    assert fortress.push(name, claimed)[0]["result"] == "applied"
    for proof in ("", "0" * 64, claimed["fields"]["sha256"][1]):
        offered = fortress.call("POST", content_path(claimed["id"]), name, json={"proof": proof})
        assert offered.json() == {"received": 0, "complete": False}, offered.text
    assert fortress.call("GET", content_path(claimed["id"]), name).status_code == 404


def test_an_id_of_another_organisation_is_free_and_leads_to_a_record_of_ones_own(fortress: Fortress) -> None:
    theirs = _create("account", name=mark("ann", "twin"))
    assert fortress.push("ann", theirs)[0]["result"] == "applied"
    mine = _create("account", theirs["id"], name=mark("eve", "twin"))
    assert fortress.push("eve", mine)[0]["result"] == "applied"
    assert (
        fortress.push("eve", {"kind": "account", "id": theirs["id"], "operation": "delete"})[0]["result"] == "applied"
    )
    assert mark("ann", "twin") in fortress.everything("ann")
    assert mark("ann", "twin") not in fortress.everything("eve")


def test_a_share_opens_one_account_with_what_belongs_to_it_and_writing_takes_more(fortress: Fortress) -> None:
    account, contact = _create("account", name="mark-ann-shared_account"), new_id()
    assert fortress.push("ann", account)[0]["result"] == "applied"
    under = _create("contact", contact, name="mark-ann-shared_contact", account_id=account["id"])
    assert fortress.push("ann", under)[0]["result"] == "applied"
    share = _create(
        "share", record_kind="account", record_id=account["id"], right="read", owner_id=fortress.ids["cem"]["user"]
    )
    assert fortress.push("ann", share)[0]["result"] == "applied"
    assert fortress.marks(fortress.everything("cem")) == {"cem", "ann"}
    for change in (
        _update("account", account["id"], name=["mark-ann-shared_account", "x"]),
        _update("contact", contact, name=["mark-ann-shared_contact", "x"]),
    ):
        assert fortress.push("cem", change)[0]["refusal"]["code"] == "sync.no_right"
    wider = _update("share", share["id"], right=["read", "write"])
    assert fortress.push("cem", wider)[0]["result"] == "refused"
    ended = {"kind": "share", "id": share["id"], "operation": "delete"}
    assert fortress.push("ann", ended)[0]["result"] == "applied"
    assert fortress.marks(fortress.everything("cem")) == {"cem"}
