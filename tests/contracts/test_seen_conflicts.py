"""A conflict entry is seen by those who see the record and the field that it quotes, and comes and goes with it."""

from __future__ import annotations

from typing import Any

from crm_desktop.models.edits import Update
from tests.support.office import Office, held, transaction, update


def test_a_conflict_about_a_hidden_field_is_hidden_too(office: Office) -> None:
    account = office.add("ann", "account", name="A", annual_value=1)
    early = office.clock.now()
    office.clock.advance(60_000)
    office.change("mia", "account", account, annual_value=(1, 2), name=("A", "B"))
    late = update("account", account, annual_value=(1, 3), name=("A", "C"))
    office.push("ann", transaction(late, made_at=early))
    before = {row["field"] for row in _conflicts(office, "ann")}
    role = {"field_rights": ["account.annual_value:hidden"]}
    office.write(Update("role", office.made.roles["Sales representative"], role))
    assert (before, {row["field"] for row in _conflicts(office, "ann")}) == ({"annual_value", "name"}, {"name"})
    assert {key for key in office.visible_now("ann") if key[0] == "conflict"} == {
        key for key in office.snapshot("ann").rows if key[0] == "conflict"
    }


def test_a_conflict_goes_with_the_record_that_it_quotes(office: Office) -> None:
    """Also where its own owner and account would show it: the loser's manager, and an account that was left."""
    account, elsewhere = office.add("ann", "account", name="A"), office.add("cem", "account", name="B")
    contact = office.add("ann", "contact", name="C", account_id=account)
    early = office.clock.now()
    office.clock.advance(60_000)
    office.change("mia", "contact", contact, job_title=(None, "theirs"))
    office.push("ann", transaction(update("contact", contact, job_title=(None, "mine")), made_at=early))
    replica = office.snapshot("ann")
    held_before = {key[0] for key in replica.rows}
    office.change("ada", "contact", contact, account_id=(account, elsewhere))
    office.pull("ann", replica)
    assert "conflict" in held_before
    assert {key for key in replica.rows if key[0] in ("contact", "conflict")} == set()
    assert held(replica) == office.visible_now("ann") == held(office.snapshot("ann"))
    office.change("ada", "contact", contact, account_id=(elsewhere, account))
    office.pull("ann", replica)
    assert {key[0] for key in replica.rows} == held_before
    assert held(replica) == office.visible_now("ann")


def test_a_conflict_about_a_kind_that_a_role_does_not_read_is_not_shown(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    note = office.add("ann", "note", body="one", account_id=account)
    early = office.clock.now()
    office.clock.advance(60_000)
    office.change("mia", "note", note, body=("one", "two"))
    office.push("ann", transaction(update("note", note, body=("one", "three")), made_at=early))
    assert _conflicts(office, "ann")
    office.write(Update("role", office.made.roles["Sales representative"], {"reads": ["*:own", "note:none"]}))
    assert _conflicts(office, "ann") == []


def _conflicts(office: Office, name: str) -> list[dict[str, Any]]:
    return [row for key, row in office.snapshot(name).rows.items() if key[0] == "conflict"]
