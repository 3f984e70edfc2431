"""Fields that the own role hides, own ones of the organisation too, leave with all that is remembered of them."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.models.catalog import KINDS, row_columns
from crm_desktop.models.edits import Update
from crm_desktop.models.ids import new_id
from crm_desktop.store.opening import Store
from tests.store.server_side import applied, at, batch, edited, entry, pulled, row, synced, there

OWN = "x_text_hat"


def in_role(store: Store, *field_rights: str) -> list[Any]:
    """Return the batches that say what role the signed-in user has, and of which own field the organisation knows."""
    (me,) = store.read(lambda reader: reader.all("SELECT value FROM replica WHERE key = 'user'"))[0]
    role = row(name="rep", field_rights=list(field_rights))
    hat = row("7" * 32, label="Hat", record_kind="account", name=OWN)
    return [
        batch("role", [role]),
        batch("user", [row(me, name="ann", role_id=role["id"])]),
        batch("custom_field", [hat]),
    ]


def remembered(store: Store) -> list[str]:
    """Return what is kept of the history of records."""
    return [each[0] for each in store.read(lambda reader: reader.all("SELECT fields FROM changes"))]


@pytest.mark.parametrize("name", ["next_step", OWN])
def test_a_field_hidden_between_an_act_and_its_answer_leaves_when_the_answer_comes(store: Store, name: str) -> None:
    mine = row(name="A")
    synced(store, *in_role(store), batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {name: "typed", "name": "B"})])
    (act,) = store.outbox.waiting(1)
    shown = [each for each in row_columns(KINDS["account"]) if each != name]
    known = batch("account", [row(mine["id"], name="B")], shown)
    synced(store, *in_role(store, f"account.{name}:hidden"), known, position=at(12, scope="less"))
    assert any("typed" in each for each in remembered(store))  # it is still on its way
    store.outbox.record([applied(act, 11)])
    store.replica.apply_pull_page(pulled(13))
    assert not any("typed" in each for each in remembered(store))
    assert any('"B"' in each for each in remembered(store))
    assert there(store, mine["id"]).get(name) is None


def test_an_own_field_that_is_hidden_now_leaves_with_what_others_did_to_it(store: Store) -> None:
    mine = row(name="A", extra=f'{{"{OWN}":"new secret"}}')
    synced(store, *in_role(store), batch("account", [mine]))
    act = edited("account", mine["id"], OWN, "older secret", "new secret")
    store.replica.apply_pull_page(pulled(11, history=[entry(11, new_id(), act)]))
    assert any("secret" in each for each in remembered(store))
    rows = batch("account", [row(mine["id"], name="A")])
    synced(store, *in_role(store, f"account.{OWN}:hidden"), rows, position=at(12, scope="less"))
    assert not any("secret" in each for each in remembered(store))
    assert there(store, mine["id"]).get(OWN) is None
