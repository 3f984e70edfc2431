"""A settled conflict writes what was chosen, to record and entry, and nothing that stands there already."""

from crm_desktop.models.edits import Delete, Restore, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.merge.entries import encode_value
from crm_desktop.models.record import Record
from crm_desktop.models.rules.settling import DELETION, Choice, Side, settle, side_of

DEAL = Record("opportunity", "deal", {"amount": 92, "notes": "both", "next_step": "call"})


def entry(field: str, mine: Value, theirs: Value, **more: Value) -> Record:
    values = {"record_kind": "opportunity", "record_id": "deal", "field": field}
    return Record(
        "conflict", f"c-{field}", {**values, "mine": encode_value(mine), "theirs": encode_value(theirs), **more}
    )


def settled(field: str, decision: str) -> Update:
    return Update(
        "conflict", f"c-{field}", {"state": "settled", "decision": decision, "settled_by": "me", "settled_at": 5}
    )


def test_the_chosen_values_are_written_in_one_update_before_the_entries() -> None:
    choices = [Choice(entry("amount", 92, 88), Side.THEIRS), Choice(entry("next_step", "call", "mail"), Side.THEIRS)]
    assert settle(choices, DEAL, "me", 5) == [
        Update("opportunity", "deal", {"amount": 88, "next_step": "mail"}),
        settled("amount", "theirs"),
        settled("next_step", "theirs"),
    ]


def test_what_stands_already_is_not_written_again() -> None:
    assert settle([Choice(entry("amount", 92, 88), Side.MINE)], DEAL, "me", 5) == [settled("amount", "mine")]


def test_both_leaves_what_was_made_of_both() -> None:
    assert settle([Choice(entry("notes", "a", "b"), Side.BOTH)], DEAL, "me", 5) == [settled("notes", "both")]


def test_a_record_that_was_deleted_and_edited_stays_or_goes_as_chosen() -> None:
    asked = entry(DELETION, None, 1_000)
    assert settle([Choice(asked, Side.THEIRS)], DEAL, "me", 5)[0] == Delete("opportunity", "deal")
    assert settle([Choice(asked, Side.MINE)], DEAL, "me", 5) == [settled(DELETION, "mine")]
    binned = Record("opportunity", "deal", {"deleted_at": 1_000})
    assert settle([Choice(asked, Side.MINE)], binned, "me", 5)[0] == Restore("opportunity", "deal")


def test_a_conflict_about_a_record_that_is_not_here_is_settled_all_the_same() -> None:
    assert settle([Choice(entry("amount", 92, 88), Side.THEIRS)], None, "me", 5) == [settled("amount", "theirs")]


def test_the_lookers_own_side_is_mine_whoever_came_first() -> None:
    assert side_of(entry("amount", 1, 2, mine_by="me", theirs_by="you"), "me") is Side.MINE
    assert side_of(entry("amount", 1, 2, mine_by="you", theirs_by="me"), "me") is Side.THEIRS
    assert side_of(entry("amount", 1, 2, mine_by="you", theirs_by="them"), "me") is Side.MINE
