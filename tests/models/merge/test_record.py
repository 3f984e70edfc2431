"""Merging a change into a record: each rule, who wins, what is kept and what is asked."""

import pytest

from crm_desktop.models.fields import Value
from crm_desktop.models.merge.authors import Author
from crm_desktop.models.merge.record import MergeResult, merge_update
from tests.models.merge.examples import KIND, LI, WANG, change


def merge(
    current: dict[str, Value], mine: Author = LI, theirs: Author | None = WANG, **fields: tuple[Value, Value]
) -> MergeResult:
    return merge_update(KIND, current, change(**fields), mine, lambda name: theirs)


def test_nobody_else_wrote_so_the_value_is_simply_taken() -> None:
    result = merge({"name": "a"}, name=("a", "b"))
    assert (result.values, result.settlements) == ({"name": "b"}, [])


def test_edits_of_different_fields_both_survive() -> None:
    result = merge({"name": "theirs", "phone": None}, phone=(None, "139"))
    assert (result.values, result.settlements) == ({"phone": "139"}, [])


@pytest.mark.parametrize("field", ["name", "stage", "notes"])
def test_the_same_value_typed_twice_is_no_conflict(field: str) -> None:
    assert merge({field: "won"}, LI, WANG, **{field: ("open", "won")}) == MergeResult()


def test_the_later_edit_wins_even_when_it_arrives_first() -> None:
    result = merge({"name": "theirs"}, mine=LI, theirs=WANG, name=("a", "mine"))
    assert result.values == {}
    assert result.undecided == {"name"}
    (settled,) = result.settlements
    assert (settled.winner, settled.result, settled.mine, settled.base) == ("theirs", "theirs", "mine", "a")
    assert (settled.theirs_by, settled.theirs_at) == ("wang", 2_000)


def test_the_later_edit_wins_when_it_arrives_last_and_the_loser_is_kept() -> None:
    result = merge({"name": "theirs"}, mine=WANG, theirs=LI, name=("a", "mine"))
    assert result.values == {"name": "mine"}
    assert result.settlements[0].theirs == "theirs"
    assert result.undecided == {"name"}


def test_edits_of_the_same_millisecond_are_settled_by_transaction_id() -> None:
    twin = Author("wang", "phone", LI.edited_at, "t0")
    assert merge({"name": "theirs"}, mine=LI, theirs=twin, name=("a", "mine")).values == {"name": "mine"}
    assert merge({"name": "theirs"}, mine=twin, theirs=LI, name=("a", "mine")).values == {}


def test_a_value_whose_writer_nobody_remembers_loses_and_is_kept() -> None:
    result = merge({"name": "old"}, theirs=None, name=("a", "mine"))
    assert result.values == {"name": "mine"}
    assert result.settlements[0].theirs == "old"


def test_a_guard_refuses_the_whole_change_with_what_stands_there() -> None:
    result = merge({"owner_id": "zhao", "name": "a"}, name=("a", "b"), owner_id=("li", "wang"))
    assert (result.values, result.settlements) == ({}, [])
    assert result.refusal is not None
    assert (result.refusal.code, result.refusal.present, result.refusal.field) == ("sync.guard", "zhao", "owner_id")
    assert result.refusal.facts == {"kind": "sample", "field": "owner_id", "by": "wang", "at": 2_000}


def test_a_guard_lets_pass_who_saw_the_present_value() -> None:
    assert merge({"stage": "open"}, stage=("open", "won")).values == {"stage": "won"}


def test_notes_are_merged_and_nobody_is_asked() -> None:
    result = merge({"notes": "a\nb\nc2"}, notes=("a\nb\nc", "a1\nb\nc"))
    assert result.values == {"notes": "a1\nb\nc2"}
    assert result.undecided == set()
    assert result.settlements[0].winner == "both"


def test_an_overlapping_note_keeps_both_and_is_asked_about() -> None:
    result = merge({"notes": "Pay 120"}, mine=WANG, theirs=LI, notes=("Pay 100", "Pay 130"))
    assert result.values == {"notes": "‹1› Pay 120\n‹2› Pay 130"}
    assert result.undecided == {"notes"}


def test_an_overlapping_note_reads_the_same_whoever_arrives_first() -> None:
    one = merge({"notes": "Pay 120"}, mine=WANG, theirs=LI, notes=("Pay 100", "Pay 130"))
    other = merge({"notes": "Pay 130"}, mine=LI, theirs=WANG, notes=("Pay 100", "Pay 120"))
    assert one.values == other.values


def test_two_notes_too_long_to_stand_together_are_not_cut() -> None:
    mine, theirs = "m" * 150, "t" * 150
    result = merge({"notes": theirs}, mine=WANG, theirs=LI, notes=(None, mine))
    assert result.values == {"notes": mine}
    assert (result.settlements[0].theirs, result.undecided) == (theirs, {"notes"})


def test_sets_take_additions_and_removals_of_both() -> None:
    result = merge({"tags": ["a", "b", "x"]}, tags=(["a", "b"], ["b", "y"]))
    assert result.values == {"tags": ["b", "x", "y"]}
    assert result.undecided == set()


def test_counters_add_up_even_when_both_reached_the_same_number() -> None:
    assert merge({"views": 6}, views=(5, 6)).values == {"views": 7}
    assert merge({"views": None}, views=(5, 6)).values == {"views": 1}


def test_an_amount_and_its_currency_win_together() -> None:
    current: dict[str, Value] = {"amount": 100, "currency": "USD"}
    result = merge(current, mine=WANG, theirs=LI, amount=(100, 200), currency=("CNY", "CNY"))
    assert result.values == {"amount": 200, "currency": "CNY"}
    assert {settled.field for settled in result.settlements} == {"amount", "currency"}


def test_an_amount_and_its_currency_lose_together() -> None:
    current: dict[str, Value] = {"amount": 100, "currency": "USD"}
    result = merge(current, mine=LI, theirs=WANG, amount=(100, 200), currency=("CNY", "CNY"))
    assert result.values == {}
    assert result.undecided == {"amount", "currency"}


def test_a_group_named_in_part_takes_the_present_value_for_the_rest() -> None:
    result = merge({"amount": 100, "currency": "USD"}, amount=(100, 200))
    assert result.values == {"amount": 200}


def test_a_place_goes_to_the_later_edit_and_nobody_is_asked() -> None:
    result = merge({"x": 5, "y": 0}, mine=WANG, theirs=LI, x=(0, 0), y=(0, 9))
    assert (result.values, result.settlements, result.undecided) == ({"x": 0, "y": 9}, [], set())


@pytest.mark.parametrize(("theirs", "mine", "stands"), [(7, 6, 7), (6, 7, 7), (None, 6, 6), (7, None, 7)])
def test_a_date_that_only_moves_forward_takes_the_newest_and_nobody_is_asked(
    theirs: int | None, mine: int | None, stands: int
) -> None:
    result = merge({"last_at": theirs}, last_at=(5, mine))
    assert {"last_at": theirs} | result.values == {"last_at": stands}
    assert result.settlements == []


def test_a_field_of_a_newer_version_goes_to_the_later_edit() -> None:
    assert merge({"hue": "red"}, mine=WANG, theirs=LI, hue=("blue", "green")).values == {"hue": "green"}


def test_an_edit_takes_a_record_out_of_the_bin_and_asks_who_deleted_it() -> None:
    current: dict[str, Value] = {"name": "a", "deleted_at": 1_500, "deleted_by": "wang"}
    result = merge(current, theirs=None, name=("a", "b"))
    assert result.values == {"name": "b", "deleted_at": None, "deleted_by": None}
    (settled,) = result.settlements
    assert (settled.field, settled.rule, settled.theirs, settled.theirs_by) == ("deleted_at", "deletion", 1_500, "wang")
    assert result.undecided == {"deleted_at"}


def test_an_edit_older_than_ones_own_deletion_leaves_the_record_in_the_bin() -> None:
    current: dict[str, Value] = {"name": "a", "deleted_at": 1_500, "deleted_by": "li"}
    assert merge(current, theirs=None, name=("a", "b")) == MergeResult(values={"name": "b"})


def test_an_edit_newer_than_ones_own_deletion_takes_the_record_out() -> None:
    current: dict[str, Value] = {"name": "a", "deleted_at": 500, "deleted_by": "li"}
    assert merge(current, theirs=None, name=("a", "b")).values["deleted_at"] is None
