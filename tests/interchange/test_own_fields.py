"""Columns become an organisation's own fields, of every type, new and again, and a faulty cell is told."""

from pathlib import Path

from crm_desktop.interchange.import_draft import recognise_own, start_draft
from crm_desktop.interchange.import_run import run_import
from crm_desktop.interchange.table_files import open_table
from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value
from crm_desktop.models.importing.label_files import load_words
from crm_desktop.models.importing.preparing import Setting
from crm_desktop.store.import_target import StoreDestination
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import where

NUMBER, ROOM, WISHES, BUDGET = "x_text_number_1", "x_choice_room_1", "x_choices_wishes_1", "x_money_budget_1"
PETS, SINCE, BEDS, KIN = "x_flag_pets_1", "x_date_since_1", "x_number_beds_1", "x_account_kin_1"
CALLED = {
    NUMBER: ("Guest number",),
    ROOM: ("Room type", "房型"),
    WISHES: ("Wishes", "要求"),
    BUDGET: ("Budget", "预算"),
    PETS: ("Pets", "宠物"),
    SINCE: ("Guest since",),
    BEDS: ("Beds",),
    KIN: ("Sister house",),
}
FIRST = """客户名称,Guest number,房型,Wishes,预算,Pets,Guest since,Beds,Sister house
Alpha,G-1,双人间,late;Quiet room,12万,是,2026-03-01,2.5,Omega
Beta,G-2,suite,,,no,,,
"""
AGAIN = """客户名称,Guest number,Wishes
Alpha Hotel,G-1,late
"""


def define(store: Store) -> None:
    edits = [Create("custom_field", {"label": name, "record_kind": "account", "name": name}) for name in CALLED]
    entries = (
        (ROOM, "double", "Double", "双人间"),
        (WISHES, "late", "Late", None),
        (WISHES, "quiet", "Quiet room", None),
    )
    for picklist, key, english, chinese in entries:
        option: dict[str, Value] = {"picklist": picklist, "key": key, "label": english, "label_zh": chinese}
        edits.append(Create("picklist_option", option))
    store.door.commit("edit", [*edits, Create("account", {"name": "Omega"})])


def test_columns_become_own_fields_and_records_are_recognised_by_one(store: Store, tmp_path: Path) -> None:
    define(store)
    words = load_words("en")
    for text, key in ((FIRST, ""), (AGAIN, NUMBER)):
        path = tmp_path / "guests.csv"
        path.write_text(text, encoding="utf-8")
        table = open_table(path)
        draft = start_draft("guests.csv", table.columns, "account", words, {}, ["name"])
        recognise_own(draft, CALLED)
        assert len(draft.fields) == len(table.columns)
        if key:
            draft.toggle_key(key)
            draft.toggle_key("name")
        report = run_import(StoreDestination(store), draft.mapping(), table, Setting(words))
        if not key:
            (faulty,) = report.tables[0].faulty
            assert [(each.field, each.code) for each in faulty.problems] == [(ROOM, "field.not_a_choice")]
    (alpha,) = store.read(where, "account", "name LIKE 'Alpha%'")
    (omega,) = store.read(where, "account", "name = 'Omega'")
    assert alpha.get("name") == "Alpha Hotel"
    assert {name: alpha.get(name) for name in CALLED} == {
        NUMBER: "G-1",
        ROOM: "double",
        WISHES: ["late"],
        BUDGET: 1_200_000_000,
        PETS: True,
        SINCE: "2026-03-01",
        BEDS: 25_000,
        KIN: omega.id,
    }
    assert alpha.get(BUDGET.replace("money", "currency")) == "CNY"
