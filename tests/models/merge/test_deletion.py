"""Delete against edit."""

from crm_desktop.models.changes import Operation
from crm_desktop.models.merge.deletion import (
    DeleteOutcome,
    delete_outcome,
    deletion,
    others,
    refuse_deleting,
    seen_by_deleter,
)
from tests.models.merge.examples import LI, WANG


def test_a_record_nobody_else_touched_is_deleted() -> None:
    assert delete_outcome({"name": "a"}, LI, []) is DeleteOutcome.DELETED


def test_own_unseen_edits_from_another_device_do_not_stand_in_the_way() -> None:
    assert delete_outcome({"name": "a"}, LI, [LI]) is DeleteOutcome.DELETED


def test_a_colleagues_unseen_edit_keeps_the_record_and_asks() -> None:
    assert delete_outcome({"name": "a"}, LI, [LI, WANG]) is DeleteOutcome.KEPT
    refusal = refuse_deleting("account", "r1", others(LI, [WANG, LI])[-1])
    assert (refusal.code, refusal.facts) == ("sync.edited_since", {"kind": "account", "by": "wang", "at": 2_000})


def test_deleting_twice_is_one_deletion() -> None:
    assert delete_outcome({"deleted_at": 5}, LI, [WANG]) is DeleteOutcome.ALREADY


def test_the_change_says_which_version_its_maker_saw() -> None:
    change = deletion("account", "r1", 1_234)
    assert change.operation is Operation.DELETE
    assert seen_by_deleter(change) == 1_234
    assert seen_by_deleter(deletion("account", "r1", None)) is None
