"""What can be undone, and what someone wrote over since."""

from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.rules.undo import Overwritten, UndoPlan, plan_undo


def update(record_id: str = "a1", **fields: tuple[Value, Value]) -> RecordChange:
    edits = {name: FieldChange(before, after) for name, (before, after) in fields.items()}
    return RecordChange("account", record_id, Operation.UPDATE, edits)


def change(operation: Operation, **fields: Value) -> RecordChange:
    return RecordChange("account", "a1", operation, {name: FieldChange(None, each) for name, each in fields.items()})


def plan(present: Values | None, *changes: RecordChange) -> UndoPlan:
    return plan_undo(changes, lambda kind, record_id: present)


def test_fields_that_still_hold_what_was_written_go_back() -> None:
    assert plan({"name": "b"}, update(name=("a", "b"))) == UndoPlan((update(name=("b", "a")),), ())


def test_a_later_edit_by_someone_is_not_replaced_and_the_rest_goes_back() -> None:
    undone = plan({"name": "theirs", "phone": "2"}, update(name=("a", "b"), phone=("1", "2")))
    assert undone.overwritten == (Overwritten("account", "a1", "name"),)
    assert undone.changes == (update(phone=("2", "1")),)


def test_a_value_that_is_back_already_needs_nothing() -> None:
    assert plan({"name": "a"}, update(name=("a", "b"))) == UndoPlan((), ())


def test_sets_go_back_by_their_difference() -> None:
    undone = plan({"tag_ids": ["new", "theirs"]}, update(tag_ids=(["old"], ["new"])))
    assert undone == UndoPlan((update(tag_ids=(["new", "theirs"], ["old", "theirs"])),), ())


def test_notes_go_back_around_what_others_wrote() -> None:
    undone = plan({"notes": "mine\nb\ntheirs"}, update(notes=("a\nb", "mine\nb")))
    assert undone == UndoPlan((update(notes=("mine\nb\ntheirs", "a\nb\ntheirs")),), ())
    assert plan({"notes": "theirs"}, update(notes=("a", "mine"))).overwritten == (
        Overwritten("account", "a1", "notes"),
    )


def test_a_date_others_moved_forward_stays_and_stops_nothing() -> None:
    undone = plan({"last_contact_at": 9, "name": "b"}, update(last_contact_at=(5, 7), name=("a", "b")))
    assert undone == UndoPlan((update(name=("b", "a")),), ())


def test_an_amount_does_not_go_back_under_another_currency() -> None:
    act = update(revenue=(1, 2), revenue_currency=("CNY", "CNY"))
    undone = plan({"revenue": 2, "revenue_currency": "USD"}, act)
    assert Overwritten("account", "a1", "revenue") in undone.overwritten
    assert undone.changes == ()


def test_a_new_record_goes_to_the_bin_unless_someone_worked_on_it() -> None:
    created = change(Operation.CREATE, name="a")
    assert plan({"name": "a"}, created).changes[0].operation is Operation.DELETE
    assert plan({"name": "a", "phone": "1"}, created) == UndoPlan((), (Overwritten("account", "a1", "phone"),))
    assert plan({"name": "a", "deleted_at": 5}, created) == UndoPlan((), ())


def test_a_deleted_record_comes_back() -> None:
    deleted = change(Operation.DELETE)
    assert plan({"deleted_at": 5}, deleted).changes[0].operation is Operation.RESTORE
    assert plan({"deleted_at": None}, deleted) == UndoPlan((), ())


def test_an_act_that_changed_and_deleted_a_record_goes_back_step_by_step() -> None:
    undone = plan({"name": "b", "deleted_at": 5}, update(name=("a", "b")), change(Operation.DELETE))
    assert [each.operation for each in undone.changes] == [Operation.RESTORE, Operation.UPDATE]
    assert undone.overwritten == ()


def test_several_changes_of_one_record_go_back_one_after_the_other() -> None:
    undone = plan({"name": "c"}, update(name=("a", "b")), update(name=("b", "c")))
    assert [each.fields["name"].after for each in undone.changes] == ["b", "a"]


def test_what_left_the_device_or_lies_in_the_bin_is_told() -> None:
    gone = (Overwritten("account", "a1"),)
    assert plan(None, update(name=("a", "b"))) == UndoPlan((), gone)
    assert plan({"name": "b", "deleted_at": 5}, update(name=("a", "b"))) == UndoPlan((), gone)
