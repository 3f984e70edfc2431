"""Making two records one: which values stand, what moves, and that nothing ends up above itself."""

from __future__ import annotations

import pytest

from crm_desktop.models.edits import Delete, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.rules.combining import Dependant, combine, units, usual_values
from tests.models.rules.rows import record


def test_what_only_the_other_says_is_taken_and_what_both_say_can_be_joined() -> None:
    kept = record("account", "a", name="恒川", phone="1", tag_ids=["t1"], notes="old", last_contact_at=5)
    other = record("account", "b", name="Hengchuan", city="苏州", tag_ids=["t2"], notes="new", last_contact_at=9)
    values = usual_values(kept, other)
    assert values["city"] == "苏州"
    assert values["tag_ids"] == ["t1", "t2"]
    assert values["notes"] == "old\n\nnew"
    assert values["last_contact_at"] == 9
    assert "name" not in values
    assert "phone" not in values
    assert [unit.name for unit in units(kept, other) if unit.asks] == ["name", "last_contact_at", "tag_ids", "notes"]


def test_fields_that_go_together_are_one_choice_and_guarded_ones_are_none() -> None:
    kept = record("account", "a", name="A", annual_value=1, annual_currency="CNY", owner_id="u1")
    other = record("account", "b", name="A", annual_value=2, annual_currency="USD", owner_id="u2")
    (unit,) = units(kept, other)
    assert [each.name for each in unit.fields] == ["annual_value", "annual_currency"]


def test_the_other_goes_to_the_bin_last_and_what_named_it_names_the_kept_one() -> None:
    kept, other = record("account", "a", name="A", parent_id="b"), record("account", "b", name="B", parent_id="a")
    call = Dependant(record("activity", "c", account_id="b"), ("account_id",))
    visit = Dependant(record("visit", "v", participant_ids=["b", "x"]), ("participant_ids",))
    edits = combine(kept, other, {"name": "B"}, [call, visit, Dependant(kept, ("parent_id",))])
    assert edits == [
        Update("account", "a", {"name": "B", "parent_id": None}),
        Update("activity", "c", {"account_id": "a"}),
        Update("visit", "v", {"participant_ids": ["a", "x"]}),
        Delete("account", "b"),
    ]


def test_records_of_two_kinds_and_a_record_with_itself_are_refused() -> None:
    account = record("account", "a", name="A")
    for other in (account, record("contact", "b", name="B")):
        with pytest.raises(Refused, match=r"records\.not_alike"):
            combine(account, other, {}, [])
