"""Fields that an organisation adds itself, between two devices and the server's services, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import record
from crm_desktop.store.queries.sync_state import conflicts
from tests.support.direct import Desktop
from tests.support.office import Office, create, update

ROOM, DIET, BUDGET, KIN = "x_choice_room_1", "x_text_diet_1", "x_money_budget_1", "x_account_kin_1"
WISHES, REMARK, SINCE = "x_choices_wishes_1", "x_note_remark_1", "x_date_since_1"
MakeDesktop = Callable[[str], Desktop]


@pytest.fixture
def desktops(office: Office, tmp_path: Path) -> Iterator[MakeDesktop]:
    """Make people's devices."""
    made: list[Desktop] = []

    def make(name: str) -> Desktop:
        desktop = Desktop(office, name, tmp_path)
        made.append(desktop)
        desktop.sync()
        return desktop

    yield make
    for each in made:
        each.store.close()


def definition(name: str, kind: str = "account", **more: Value) -> Create:
    return Create("custom_field", {"label": name, "record_kind": kind, "name": name, **more})


def option(picklist: str, key: str, **more: Value) -> Create:
    return Create("picklist_option", {"picklist": picklist, "key": key, "label": key.title(), **more})


def define(office: Office) -> None:
    """Let the organisation have a field of each way of merging."""
    names = (ROOM, DIET, BUDGET, KIN, WISHES, REMARK, SINCE)
    office.write(*map(definition, names), *(option(ROOM, each) for each in ("single", "double")))
    office.write(*(option(WISHES, each) for each in ("late", "quiet", "view")))


def seen(desktop: Desktop, account: str) -> Values:
    found = desktop.store.read(record, "account", account)
    assert isinstance(found, Record)
    return found.values


def test_two_own_fields_of_one_record_edited_offline_by_two_people_both_survive(
    office: Office, desktops: MakeDesktop
) -> None:
    define(office)
    start: dict[str, Value] = {"name": "Hotel", WISHES: ["late"], REMARK: "one\ntwo"}
    account = office.add("ann", "account", **start)
    ann, ada = desktops("ann"), desktops("ada")
    ann.commit(Update("account", account, {ROOM: "single", WISHES: ["late", "quiet"], REMARK: "one more\ntwo"}))
    ada.commit(Update("account", account, {DIET: "素食", WISHES: ["late", "view"], REMARK: "one\ntwo too"}))
    for desktop in (ann, ada, ann):
        desktop.sync()
    wanted = {ROOM: "single", DIET: "素食", WISHES: ["late", "quiet", "view"], REMARK: "one more\ntwo too"}
    for desktop in (ann, ada):
        assert {name: seen(desktop, account)[name] for name in wanted} == wanted
    assert ada.value("SELECT count(*) FROM bases") == 0


def test_an_amount_never_gets_the_others_currency_and_the_loser_is_kept_as_a_conflict(
    office: Office, desktops: MakeDesktop
) -> None:
    define(office)
    currency = BUDGET.replace("money", "currency")
    start: dict[str, Value] = {"name": "Hotel", BUDGET: 10_000, currency: "CNY"}
    account = office.add("ann", "account", **start)
    ann, ada = desktops("ann"), desktops("ada")
    ann.commit(Update("account", account, {BUDGET: 20_000}))
    office.clock.advance(1_000)
    ada.commit(Update("account", account, {currency: "USD"}))
    for desktop in (ann, ada, ann):
        desktop.sync()
    for desktop in (ann, ada):
        assert (seen(desktop, account)[BUDGET], seen(desktop, account)[currency]) == (10_000, "USD")
    (entry,) = [each for each in ann.store.read(conflicts) if each.entry.get("field") == BUDGET]
    assert entry.theirs == 20_000


def test_a_device_that_has_not_heard_of_a_definition_keeps_and_merges_its_values(
    office: Office, desktops: MakeDesktop
) -> None:
    account = office.add("ann", "account", name="Hotel")
    ann = desktops("ann")
    define(office)
    office.change("ada", "account", account, **{DIET: (None, "vegan"), ROOM: (None, "double")})
    ann.commit(Update("account", account, {"name": "Grand Hotel"}))
    ann.sync()
    assert (seen(ann, account)["name"], seen(ann, account)[DIET]) == ("Grand Hotel", "vegan")
    ann.commit(Update("account", account, {DIET: None}))
    ann.sync()
    assert seen(ann, account).get(DIET) is None
    assert seen(ann, account)[ROOM] == "double"


def test_what_was_typed_before_the_definition_changed_is_taken_or_parked_but_never_lost(
    office: Office, desktops: MakeDesktop
) -> None:
    define(office)
    account = office.add("ann", "account", name="Hotel", **{DIET: "vegan"})
    ann = desktops("ann")
    ann.commit(Update("account", account, {ROOM: "double"}))
    ann.commit(Update("account", account, {DIET: None}))
    ann.commit(Update("account", account, {SINCE: "2026-01-01"}))
    (room, diet) = (ann.value("SELECT id FROM custom_fields WHERE name = ?", name) for name in (ROOM, DIET))
    double = ann.value("SELECT id FROM picklist_options WHERE key = 'double'")
    office.write(Update("custom_field", room, {"active": False}), Update("picklist_option", double, {"active": False}))
    office.write(Update("custom_field", diet, {"required": True}))
    ann.sync()
    stands = seen(ann, account)
    assert (stands[ROOM], stands[DIET], stands[SINCE]) == ("double", "vegan", "2026-01-01")
    assert ann.value("SELECT count(*) FROM transactions WHERE state = 'refused'") == 1


def test_the_server_refuses_what_no_definition_allows(office: Office) -> None:
    define(office)
    refused: tuple[tuple[dict[str, Value], str], ...] = (
        ({"x_text_nobody": "x"}, "custom_field.unknown"),
        ({ROOM: "suite"}, "field.not_a_choice"),
        ({WISHES: ["late", "nonsense"]}, "field.not_a_choice"),
        ({SINCE: "soon"}, "field.not_a_day"),
        ({"x_nonsense_1": "x"}, "sync.unknown_field"),
    )
    for values, code in refused:
        outcome = office.act("ann", create("account", {"name": "Hotel", **values}))
        assert outcome.refusal is not None
        assert outcome.refusal.code == code


def test_a_definition_has_one_name_for_good_and_only_administrators_make_one(
    office: Office, desktops: MakeDesktop
) -> None:
    made = definition(ROOM)
    office.write(made)
    for maker, change, code in (
        ("ada", create("custom_field", definition(ROOM, "contact").values), "custom_field.taken"),
        ("ada", create("custom_field", definition("room").values), "custom_field.bad_name"),
        ("ada", update("custom_field", made.id, name=(ROOM, DIET)), "sync.not_writable"),
        ("ann", create("custom_field", definition(DIET).values), "sync.no_right"),
    ):
        refusal = office.act(maker, change).refusal
        assert refusal is not None
        assert refusal.code == code
    ada = desktops("ada")
    account = ada.store.door.commit("edit", [Create("account", {"name": "Hotel"})])
    with pytest.raises(Refused, match=r"custom_field\.unknown"):
        ada.commit(Update("account", next(iter(account.ids)), {DIET: "vegan"}))


def test_an_own_field_that_a_role_hides_leaves_the_devices_of_the_role(office: Office, desktops: MakeDesktop) -> None:
    define(office)
    account = office.add("ann", "account", name="Hotel", **{DIET: "vegan", ROOM: "double"})
    ann = desktops("ann")
    role = office.made.roles["Sales representative"]
    office.write(Update("role", role, {"field_rights": [f"account.{DIET}:hidden"]}))
    ann.sync()
    assert ann.value("SELECT extra FROM accounts WHERE id = ?", account) == f'{{"{ROOM}":"double"}}'
    assert DIET not in str(ann.value("SELECT group_concat(fields) FROM changes WHERE record_id = ?", account))
    office.change("ada", "account", account, **{DIET: ("vegan", "halal")})
    ann.sync()
    assert DIET not in seen(ann, account)
    refusal = office.change("ann", "account", account, **{DIET: (None, "x")}).refusal
    assert refusal is not None
    assert refusal.code == "sync.no_right"


def test_an_own_link_to_a_record_that_is_gone_is_cleared(office: Office) -> None:
    define(office)
    account = office.add("ann", "account", name="Hotel")
    office.change("ann", "account", account, **{KIN: (None, "0" * 32)})
    assert office.row("account", account)["extra"] is None


def test_own_values_that_are_not_the_servers_are_found_and_repaired(office: Office, desktops: MakeDesktop) -> None:
    define(office)
    values: dict[str, Value] = {ROOM: "double", DIET: "vegan", WISHES: ["late", "quiet"]}
    account, edited = (office.add("ann", "account", name=name, **values) for name in ("Hotel", "Inn"))
    role = office.made.roles["Sales representative"]
    office.write(Update("role", role, {"field_rights": [f"account.{DIET}:hidden"]}))
    ann, ada = desktops("ann"), desktops("ada")
    ada.commit(Update("account", edited, {ROOM: "single", BUDGET: 5}))
    for desktop in (ann, ada):
        later = "UPDATE accounts SET extra = json_set(extra, '$.of_a_later_version', 1) WHERE id = ?"
        desktop.damage(later, account)
        assert desktop.check().repaired == 0, "neither unsent work nor what only one side knows is a difference"
    ada.damage(f"UPDATE bases SET row = json_set(row, '$.{ROOM}', 'nonsense') WHERE record_id = ?", edited)
    assert (ada.check().changed, seen(ada, edited)[ROOM], ada.store.outbox.count()) == (1, "single", 1)
    for harm in (f"json_set(extra, '$.{ROOM}', 'single')", f"json_remove(extra, '$.{WISHES}')", "NULL", "'{\"x_'"):
        ada.damage(f"UPDATE accounts SET extra = {harm} WHERE id = ?", account)
        assert (ada.check().changed, ada.check().repaired) == (1, 0), harm
        assert {name: seen(ada, account)[name] for name in values} == values
    ann.damage(f"UPDATE accounts SET extra = json_set(extra, '$.{DIET}', 'vegan') WHERE id = ?", account)
    assert (ann.check().changed, seen(ann, account).get(DIET)) == (1, None)
