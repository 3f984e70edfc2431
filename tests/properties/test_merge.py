"""What holds of merging whatever two people type: nothing is lost, and the order of arrival does not matter."""

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.fields import Rule, Value, Values
from crm_desktop.models.merge.authors import Author
from crm_desktop.models.merge.groups import complete_groups, unit_of
from crm_desktop.models.merge.overlay import overlay
from crm_desktop.models.merge.record import MergeResult, merge_update
from crm_desktop.models.values import members
from tests.models.merge.examples import KIND, LI, WANG

UNTOLD = (Rule.SUM, Rule.PLACE, Rule.NEWEST)
"""Rules under which a typed value may be replaced without a word."""
SHORT = st.sampled_from(["a", "b", "c"]) | st.none()
NUMBER = st.integers(-5, 5)
VALUE: dict[str, st.SearchStrategy[Value]] = {
    "name": SHORT,
    "phone": SHORT,
    "owner_id": SHORT,
    "stage": SHORT,
    "notes": st.lists(st.sampled_from("abc"), max_size=4).map(lambda lines: "\n".join(lines) or None),
    "tags": st.sets(st.sampled_from("pqrs")).map(lambda tags: sorted(tags) or None),
    "views": NUMBER,
    "amount": NUMBER,
    "currency": st.sampled_from(["CNY", "USD", "EUR"]),
    "last_at": st.none() | NUMBER,
    "x": NUMBER,
    "y": NUMBER,
}
ROW: st.SearchStrategy[Values] = st.fixed_dictionaries(VALUE)
EDIT: st.SearchStrategy[Values] = st.fixed_dictionaries({}, optional=VALUE)


def change(base: Values, edit: Values) -> RecordChange:
    fields = {name: FieldChange(base.get(name), value) for name, value in edit.items() if base.get(name) != value}
    return RecordChange("sample", "r1", Operation.UPDATE, complete_groups(KIND, base, fields))


def accept(current: Values, edit: RecordChange, mine: Author, theirs: Author) -> tuple[MergeResult, Values]:
    result = merge_update(KIND, current, edit, mine, lambda name: theirs)
    return result, {**current, **result.values}


@given(ROW, EDIT, EDIT)
def test_every_typed_value_is_in_the_record_or_a_settlement(base: Values, first: Values, second: Values) -> None:
    current = {**base, **first}
    edit = change(base, second)
    result, merged = accept(current, edit, WANG, LI)
    if result.refusal is not None:
        assert merged == current
        return
    told = {settled.field: settled for settled in result.settlements}
    for name, field in edit.fields.items():
        rule = KIND.field(name).rule
        if field.before == field.after or rule in UNTOLD:
            continue
        assert merged[name] == field.after or told[name].mine == field.after, name
    for name, value in current.items():
        if merged[name] != value and base[name] != value and KIND.field(name).rule not in UNTOLD:
            assert told[name].theirs == value, name


@given(ROW, EDIT, EDIT)
def test_the_same_edits_give_the_same_result_each_time(base: Values, first: Values, second: Values) -> None:
    current, edit = {**base, **first}, change(base, second)
    assert accept(current, edit, WANG, LI) == accept(current, edit, WANG, LI)


@given(ROW, EDIT, EDIT)
def test_which_of_two_edits_arrives_first_makes_no_difference(base: Values, first: Values, second: Values) -> None:
    guarded = ("owner_id", "stage")
    mine = change(base, {name: value for name, value in first.items() if name not in guarded})
    theirs = change(base, {name: value for name, value in second.items() if name not in guarded})
    _, after_mine = accept(base, mine, LI, WANG)
    _, one = accept(after_mine, theirs, WANG, LI)
    _, after_theirs = accept(base, theirs, WANG, LI)
    _, other = accept(after_theirs, mine, LI, WANG)
    assert one == other


@given(ROW, EDIT)
def test_equal_edits_are_no_conflict(base: Values, edit: Values) -> None:
    wanted = {name: value for name, value in edit.items() if name != "views"}
    result, _ = accept({**base, **wanted}, change(base, wanted), WANG, LI)
    assert result == MergeResult()


@given(ROW, EDIT, EDIT)
def test_edits_of_different_fields_both_survive(base: Values, first: Values, second: Values) -> None:
    touched = {member for name in first for member in unit_of(KIND, name)}
    apart = {name: value for name, value in second.items() if name not in touched}
    result, merged = accept({**base, **first}, change(base, apart), WANG, LI)
    assert merged == {**base, **first, **apart}
    assert result.settlements == []


@given(*[st.sets(st.sampled_from("pqrst")).map(sorted)] * 3)
def test_sets_keep_what_either_added_and_drop_what_either_removed(base: list[str], a: list[str], b: list[str]) -> None:
    _, merged = accept({"tags": a or None}, change({"tags": base or None}, {"tags": b or None}), WANG, LI)
    wanted = (set(a) | set(b)) - (set(base) - set(a)) - (set(base) - set(b))
    assert set(members(merged["tags"])) == wanted


@given(NUMBER, st.lists(NUMBER, max_size=6))
def test_counters_add_up_in_any_order(start: int, steps: list[int]) -> None:
    current: Values = {"views": start}
    for step in steps:
        _, current = accept(current, change({"views": start}, {"views": start + step}), WANG, LI)
    assert current["views"] == start + sum(steps)


@given(ROW, EDIT, EDIT)
def test_what_the_user_sees_is_what_was_typed_where_the_base_stood_still(base: Values, a: Values, b: Values) -> None:
    once = {**base, **a}
    assert overlay(KIND, base, [change(base, a), change(once, b)]) == {**once, **b}
