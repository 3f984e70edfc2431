"""Conflict entries keep what lost, readable again, where both people find it."""

import pytest

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.exchange import Settlement
from crm_desktop.models.fields import Value
from crm_desktop.models.merge.entries import conflict_values, decode_value, encode_value
from crm_desktop.models.values import canonical
from tests.models.merge.examples import LI


def settled(winner: str) -> Settlement:
    return Settlement("contact", "c1", "name", "latest", "a", "b", "c", "c", winner, "wang", 7)  # type: ignore[arg-type]


@pytest.mark.parametrize(("winner", "owner"), [("mine", "wang"), ("theirs", "li"), ("both", "li")])
def test_the_entry_belongs_to_whoever_lost(winner: str, owner: str) -> None:
    values = conflict_values(settled(winner), KINDS["contact"], {"account_id": "a1"}, LI)
    assert (values["owner_id"], values["account_id"], values["state"]) == (owner, "a1", "open")


def test_an_entry_about_an_account_hangs_on_it() -> None:
    values = conflict_values(settled("mine"), KINDS["account"], {}, LI)
    assert values["account_id"] == "c1"


def test_every_field_written_is_declared() -> None:
    values = conflict_values(settled("mine"), KINDS["contact"], {}, LI)
    assert set(values) <= {field.name for field in KINDS["conflict"].fields}


@pytest.mark.parametrize("value", [None, "恒川", 7, 1.5, True, ["a", "b"], "wide\u3000blank,  two\n\n \tand \x85 more"])
def test_kept_values_are_read_again_as_they_were(value: Value) -> None:
    kept = canonical(KINDS["conflict"].field("mine"), encode_value(value))
    assert decode_value(kept) == value
