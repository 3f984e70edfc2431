"""Asking a real server whether a colleague has this customer: by name or telephone, masked, by right, not often."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.models.look_alikes import masked
from crm_server.services.look_alikes import MOST_ASKED
from tests.server.test_calendar_feeds import made, push
from tests.support.live_server import LiveServer


def ask(server: LiveServer, who: str, **asked: Any) -> list[dict[str, Any]]:
    answer = server.call("POST", "/v1/look-alikes", who, json=asked)
    assert answer.status_code == 200, answer.text
    hits: list[dict[str, Any]] = answer.json()["hits"]
    return hits


@pytest.mark.parametrize(
    ("name", "shown"),
    [("恒川精密制造", "恒**"), ("Hengchuan Precision Works Ltd", "H** P** W**"), ("王", "王**"), ("", "")],
)
def test_a_name_keeps_the_first_sign_of_each_word(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_names_and_telephones_are_found_as_people_write_them(live_server: LiveServer) -> None:
    ann = live_server.people["ann"]
    account = made("account", name="苏州恒川精密制造有限公司", phone="+86 512-6285 0000", owner_id=ann)
    (outcome,) = push(live_server, "ann", account)
    assert outcome["result"] == "applied"
    (outcome,) = push(
        live_server, "ann", made("contact", name="王建国", mobile="138 0013 8000", account_id=account["id"])
    )
    assert outcome["result"] == "applied"
    same = [{"name": "苏**", "owner": "Ann", "reasons": ["name"]}]
    assert ask(live_server, "cem", kind="account", name="苏州恒川精密制造（集团）") == same
    phone = [{"name": "苏**", "owner": "Ann", "reasons": ["phone"]}]
    assert ask(live_server, "cem", kind="account", phones=["0512 62850000"]) == phone
    person = [{"name": "王**", "owner": "Ann", "reasons": ["phone"]}]
    assert ask(live_server, "cem", kind="contact", name="Someone", phones=["+8613800138000"]) == person
    for who in ("ann", "mia", "ada"):
        assert ask(live_server, who, kind="account", name="苏州恒川精密制造") == [], "it is on their own devices"
    assert ask(live_server, "cem", kind="account", name="恒川") == [], "a part of a name is no hit"
    assert ask(live_server, "cem", kind="account", name="%") == []


def test_of_what_cannot_be_the_same_nothing_is_told_and_too_many_are_too_many(live_server: LiveServer) -> None:
    for kind in ("opportunity", "user", "nothing"):
        answer = live_server.call("POST", "/v1/look-alikes", "bob", json={"kind": kind, "name": "x"})
        assert (answer.status_code, answer.json()) == (200, {"hits": []})
    assert live_server.call("POST", "/v1/look-alikes", json={"kind": "account", "name": "x"}).status_code == 401
    guesses = [{"kind": "account", "name": f"Guess {number}"} for number in range(MOST_ASKED + 1)]
    statuses = [live_server.call("POST", "/v1/look-alikes", "bob", json=guess).status_code for guess in guesses]
    assert statuses == [200] * MOST_ASKED + [429]
    assert "Guess" not in live_server.log()
