"""Lists, search, history and undo of an organisation's own fields, with the indexes that upkeep makes and without."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import literal_column, select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.rules.combining import combine
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.store.engine import as_sql
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.combining import dependants
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.find import find
from crm_desktop.store.queries.lists import groups, matching, open_list, page, totals
from crm_desktop.store.queries.records import present, record
from crm_desktop.store.reader import Reader

SEEN_FROM = Standpoint(me="a" * 32, today=date(2026, 3, 6), team=frozenset({"a" * 32}))
ROOM, WISHES, BUDGET, SINCE = "x_choice_room_1", "x_choices_wishes_1", "x_money_budget_1", "x_date_since_1"
BEDS, PETS, HOST, MET, MOTTO = "x_number_beds_1", "x_flag_pets_1", "x_person_host_1", "x_moment_met_1", "x_text_motto_1"
KIN = "x_account_kin_1"
CURRENCY = BUDGET.replace("money", "currency")
NOON = 1_772_769_600_000


@pytest.fixture(params=["scanned", "indexed"])
def hotels(store: Store, request: pytest.FixtureRequest) -> Store:
    """Three accounts with values in every kind of own field, and one without any."""
    define(store, ROOM, WISHES, BUDGET, SINCE, BEDS, PETS, HOST, MET, MOTTO)
    for picklist, keys in ((ROOM, ("single", "double")), (WISHES, ("late", "quiet"))):
        for key in keys:
            option: dict[str, Value] = {"picklist": picklist, "key": key, "label": key}
            store.door.commit("edit", [Create("picklist_option", option)])
    rich: dict[str, Value] = {ROOM: "double", WISHES: ["late", "quiet"], BUDGET: 30_000, CURRENCY: "USD", PETS: True}
    rich |= {SINCE: "2026-03-10", BEDS: 25_000, HOST: "a" * 32, MET: NOON, MOTTO: "Bed & breakfast"}
    poor: dict[str, Value] = {ROOM: "single", WISHES: ["late"], BUDGET: 10_000, CURRENCY: "CNY", PETS: False}
    poor |= {SINCE: "2025-01-01", BEDS: 10_000, HOST: "b" * 32, MET: NOON - 86_400_000 * 60, MOTTO: "素食早餐"}
    for name, values in _named(rich, poor):
        store.door.commit("edit", [Create("account", {"name": name, **values})])
    while request.param == "indexed" and store.tend():
        pass
    return store


def _named(rich: dict[str, Value], poor: dict[str, Value]) -> list[tuple[str, dict[str, Value]]]:
    return [("Rich", rich), ("Poor", poor), ("Single", {ROOM: "single"}), ("Without", {})]


def define(store: Store, *names: str, **more: Value) -> None:
    for name in names:
        values: dict[str, Value] = {"label": name, "record_kind": "account", "name": name, **more}
        store.door.commit("custom_field.add", [Create("custom_field", values)])


def listed(store: Store, definition: Definition) -> list[str]:
    found = store.read(open_list, "account", definition, SEEN_FROM)
    return [each.title for each in store.read(page, "account", found.rowids)]


FILTERED = (
    (Condition(ROOM, Operator.ANY_OF, ["single"]), ["Poor", "Single"]),
    (Condition(ROOM, Operator.IS_NOT, "single"), ["Rich", "Without"]),
    (Condition(ROOM, Operator.EMPTY), ["Without"]),
    (Condition(ROOM, Operator.FILLED), ["Poor", "Rich", "Single"]),
    (Condition(WISHES, Operator.ANY_OF, ["quiet"]), ["Rich"]),
    (Condition(WISHES, Operator.EMPTY), ["Single", "Without"]),
    (Condition(BUDGET, Operator.ABOVE, 20_000), ["Rich"]),
    (Condition(BEDS, Operator.BETWEEN, 5_000, 20_000), ["Poor"]),
    (Condition(PETS, Operator.IS, True), ["Rich"]),
    (Condition(PETS, Operator.IS, False), ["Poor", "Single", "Without"]),
    (Condition(SINCE, Operator.NEXT_DAYS, 7), ["Rich"]),
    (Condition(SINCE, Operator.NOT_FOR_DAYS, 90), ["Poor", "Single", "Without"]),
    (Condition(MET, Operator.LAST_DAYS, 7), ["Rich"]),
    (Condition(HOST, Operator.MINE), ["Rich"]),
    (Condition(MOTTO, Operator.CONTAINS, "早餐"), ["Poor"]),
)


def test_lists_are_filtered_by_own_fields(hotels: Store) -> None:
    for condition, names in FILTERED:
        assert listed(hotels, Definition(filter=Group((condition,)))) == names, condition


def test_lists_are_sorted_grouped_and_summed_by_own_fields(hotels: Store) -> None:
    assert listed(hotels, Definition(sorts=(Sort(BEDS, True),)))[:2] == ["Rich", "Poor"]
    assert listed(hotels, Definition(sorts=(Sort(SINCE),)))[:2] == ["Poor", "Rich"]
    by_room = Definition(group_by=ROOM)
    headers = hotels.read(groups, "account", by_room, SEEN_FROM, (BUDGET,))
    assert [(each.value, each.totals.count) for each in headers] == [("double", 1), ("single", 2), (None, 1)]
    assert headers[0].totals.sums == {BUDGET: {"USD": 30_000}}
    assert hotels.read(totals, "account", Definition(), SEEN_FROM, (BUDGET,)).sums[BUDGET] == {
        "CNY": 10_000,
        "USD": 30_000,
    }


def test_a_filter_and_an_order_by_an_own_field_go_by_its_index(store: Store) -> None:
    define(store, ROOM, SINCE)
    while store.tend():
        pass
    for definition in (
        Definition(filter=Group((Condition(ROOM, Operator.ANY_OF, ["single"]),))),
        Definition(filter=Group((Condition(SINCE, Operator.ABOVE, "2026-01-01"),))),
    ):
        assert "cx_account_" in plan(store, definition)


def plan(store: Store, definition: Definition) -> str:
    """Return how SQLite answers the condition."""

    def explained(reader: Reader) -> str:
        condition = matching(reader, KINDS["account"], definition, SEEN_FROM)
        sql, parameters = as_sql(select(literal_column("rowid")).where(condition))
        reader.all(sql, *parameters)  # an explanation alone does not notice that another connection made an index
        return str(reader.all(f"EXPLAIN QUERY PLAN {sql}", *parameters))

    return store.read(explained)


def test_an_index_comes_with_a_definition_and_goes_when_it_is_switched_off(store: Store) -> None:
    define(store, ROOM)
    while store.tend():
        pass
    asked = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'cx%'"
    assert store.read(lambda reader: reader.value(asked)) == 1
    made = store.read(lambda reader: reader.value("SELECT id FROM custom_fields"))
    store.door.commit("custom_field.switch", [Update("custom_field", made, {"active": False})])
    while store.tend():
        pass
    assert store.read(lambda reader: reader.value(asked)) == 0


def test_search_finds_what_an_own_field_says_when_its_definition_says_so(store: Store) -> None:
    define(store, MOTTO)
    store.door.commit("edit", [Create("account", {"name": "Hotel", MOTTO: "Zauberberg"})])
    assert not store.read(find, "Zauberberg")
    made = store.read(lambda reader: reader.value("SELECT id FROM custom_fields"))
    store.door.commit("custom_field.change", [Update("custom_field", made, {"searched": True})])
    while store.tend():
        pass
    assert [each.record.title for each in store.read(find, "Zauberberg")] == ["Hotel"]


def test_an_edit_of_an_own_field_is_undone_and_what_is_demanded_cannot_be_emptied(store: Store) -> None:
    define(store, MOTTO, required=True)
    create = Create("account", {"name": "Hotel", MOTTO: "Old"})
    store.door.commit("edit", [create])
    store.door.commit("edit", [Update("account", create.id, {MOTTO: "New"})])
    store.door.undo()
    found = store.read(record, "account", create.id)
    assert found is not None
    assert found.get(MOTTO) == "Old"
    with pytest.raises(Refused, match=r"field\.required"):
        store.door.commit("edit", [Update("account", create.id, {MOTTO: None})])


def test_own_links_to_a_record_that_becomes_part_of_another_follow_it(store: Store) -> None:
    define(store, KIN)
    kept, other, third = (Create("account", {"name": name}) for name in ("Kept", "Other", "Third"))
    store.door.commit("edit", [kept, other, third])
    store.door.commit("edit", [Update("account", third.id, {KIN: other.id})])
    both = [store.read(present, "account", each.id) for each in (kept, other)]
    edits = combine(both[0], both[1], {}, store.read(dependants, "account", other.id))
    store.door.commit("account.combine", edits)
    found = store.read(record, "account", third.id)
    assert found is not None
    assert found.get(KIN) == kept.id
