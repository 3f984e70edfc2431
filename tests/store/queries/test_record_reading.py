"""What panels, pages and forms read about one record, on real tables."""

from __future__ import annotations

import pytest

from crm_desktop.models.access import FieldRight, Level, Permission
from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.record import SyncState
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.acting import assigning, changing, logging
from crm_desktop.store.queries.duplicates import possible_duplicates
from crm_desktop.store.queries.offers import offers
from crm_desktop.store.queries.record_page import page_content
from crm_desktop.store.queries.record_panel import panel_content
from crm_desktop.store.queries.record_view import record_view
from crm_desktop.store.queries.suggest import suggest
from crm_desktop.store.queries.timeline import timeline


def make(store: Store, kind: str, **values: Value) -> str:
    create = Create(kind, values)
    store.door.commit(f"{kind}.create", [create])
    return create.id


@pytest.fixture
def me(store: Store) -> str:
    return store.identity().user_id


def test_a_record_comes_with_the_names_of_what_it_links_to_and_with_what_waits(store: Store) -> None:
    home = make(store, "account", name="恒川")
    contact = make(store, "contact", name="Zhou", account_id=home)
    store.door.commit("contact.edit", [Update("contact", contact, {"job_title": "Planning"})])
    view = store.read(record_view, "contact", contact)
    assert view is not None
    assert view.linked == {home: "恒川"}
    assert (view.record.state, view.waiting) == (SyncState.WAITING, 2)
    assert set(view.field_states) == {"name", "account_id", "job_title"}
    assert set(view.field_states.values()) == {SyncState.WAITING}


def test_a_record_that_is_not_here_is_none(store: Store) -> None:
    assert store.read(record_view, "account", "0" * 32) is None
    assert store.read(panel_content, "account", "0" * 32, 0) is None
    assert store.read(page_content, "account", "0" * 32, 0) is None


def test_those_who_decide_stand_first_and_the_bin_is_left_out(store: Store) -> None:
    home = make(store, "account", name="恒川")
    for name, role in (("User", "user"), ("Decider", "decider"), ("Nobody", None), ("Gone", "decider")):
        made = make(store, "contact", name=name, account_id=home, buying_role=role)
        if name == "Gone":
            store.door.commit("contact.delete", [Delete("contact", made)])
    content = store.read(panel_content, "account", home, 0)
    assert content is not None
    assert [each.title for each in content.people] == ["Decider", "User", "Nobody"]


def test_open_work_comes_first_and_closed_work_is_counted(store: Store) -> None:
    home = make(store, "account", name="恒川")
    opened, won = make(store, "stage", name="Open"), make(store, "stage", name="Won", outcome="won")
    for name, stage, day in (
        ("Later", opened, "2026-06-01"),
        ("Won", won, "2026-01-01"),
        ("Soon", opened, "2026-04-01"),
    ):
        make(store, "opportunity", name=name, stage_id=stage, account_id=home, close_on=day)
    page = store.read(page_content, "account", home, 0)
    panel = store.read(panel_content, "account", home, 0)
    assert page is not None
    assert panel is not None
    assert [each.title for each in page.deals] == ["Soon", "Later", "Won"]
    assert page.counts["opportunity"] == 3
    assert [each.title for each in panel.deals] == ["Soon", "Later"]


def test_what_is_to_be_done_stands_in_the_order_of_its_time(store: Store) -> None:
    home = make(store, "account", name="恒川")
    make(store, "task", subject="Second", account_id=home, due_at=2_000)
    make(store, "task", subject="Done", account_id=home, due_at=1_000, done=True)
    make(store, "task", subject="Some day", account_id=home)
    make(store, "visit", subject="First", account_id=home, starts_at=1_500)
    make(store, "visit", subject="Over", account_id=home, starts_at=1_000, state="done")
    page = store.read(page_content, "account", home, 0)
    assert page is not None
    assert [each.title for each in page.to_do] == ["First", "Second", "Some day"]


def test_a_timeline_can_be_narrowed_to_kinds(store: Store) -> None:
    home = make(store, "account", name="恒川")
    make(store, "activity", subject="Call", account_id=home, happened_at=1)
    make(store, "visit", subject="Visit", account_id=home, starts_at=2)
    titles = [entry.record.title for entry in store.read(timeline, "account", home, only=("visit",))]
    assert titles == ["Visit"]
    assert store.read(timeline, "account", home, only=("conflict",)) == []


def test_suggestions_begin_with_the_accounts_own(store: Store) -> None:
    home, other = make(store, "account", name="恒川"), make(store, "account", name="锐驰")
    own = make(store, "contact", name="Min Zhou", account_id=home, job_title="Planning")
    make(store, "contact", name="Min Li", account_id=other)
    found = store.read(suggest, "contact", "Min", home)
    assert found[0].id == own
    assert found[0].remark == "Planning · 恒川"
    assert len(found) == 2
    assert [each.id for each in store.read(suggest, "contact", "", home)] == [own]


def test_look_alikes_are_found_by_name_without_its_legal_form_and_by_phone(store: Store) -> None:
    first = make(store, "account", name="恒川精密制造有限公司")
    second = make(store, "account", name="Other", phone="021-6555 1234")
    values: dict[str, Value] = {"name": "恒川精密制造", "phone": "+86 21 6555 1234"}
    found = store.read(possible_duplicates, "account", values)
    assert {candidate.id: candidate.reasons for candidate, _ in found} == {first: ("name",), second: ("phone",)}


def test_rights_are_read_from_the_role(store: Store, me: str) -> None:
    role = make(
        store, "role", name="Rep", reads=["*:own"], writes=["account:team"], permissions=["assign"],
        field_rights=["account.health:read"],
    )  # fmt: skip
    unit = make(store, "unit", name="East")
    colleague = make(store, "user", name="B", sign_in_name="b", unit_id=unit, role_id=role)
    store.door.commit(
        "user.create", [Create("user", {"name": "A", "sign_in_name": "a", "unit_id": unit, "role_id": role}, me)]
    )
    rights = store.read(offers, me).rights
    assert rights.writes["account"] is Level.TEAM
    assert rights.covered[Level.TEAM] == {me, colleague}
    assert rights.field_rights == {"account.health": FieldRight.READ}
    assert Permission.ASSIGN in rights.permissions


def test_assigning_takes_open_work_along_and_needs_the_permission(store: Store, me: str) -> None:
    role = make(store, "role", name="Lead", writes=["*:all"], permissions=["assign"])
    store.door.commit("user.create", [Create("user", {"name": "A", "sign_in_name": "a", "role_id": role}, me)])
    other = make(store, "user", name="B", sign_in_name="b")
    gone = make(store, "user", name="C", sign_in_name="c", active=False)
    home = make(store, "account", name="恒川", owner_id=me)
    task = make(store, "task", subject="Call", account_id=home, owner_id=me)
    assert {edit.id for edit in store.read(assigning, me, "account", home, other)} == {home, task}
    with pytest.raises(Refused, match=r"assign\.inactive"):
        store.read(assigning, me, "account", home, gone)
    store.door.commit("role.edit", [Update("role", role, {"permissions": []})])
    with pytest.raises(Refused, match=r"assign\.not_allowed"):
        store.read(assigning, me, "account", home, other)


def _employ(store: Store, me: str) -> None:
    """Give the signed-in person a role that changes what is one's own, and sees everything."""
    role = make(store, "role", name="Rep", reads=["*:all"], writes=["*:own"])
    store.door.commit("user.create", [Create("user", {"name": "A", "sign_in_name": "a", "role_id": role}, me)])


def test_what_is_logged_at_a_colleagues_customer_leaves_the_customers_own_dates(store: Store, me: str) -> None:
    _employ(store, me)
    colleague = make(store, "user", name="B", sign_in_name="b")
    theirs = make(store, "account", name="恒川", last_contact_at=1_000, owner_id=colleague)
    said: dict[str, Value] = {"subject": "x", "happened_at": 2_000, "account_id": theirs, "next_step": "Call"}
    assert [each.kind for each in store.read(logging, Create("activity", said), 3_000)] == ["activity"]


def test_logging_and_finishing_move_the_last_contact_forward_only(store: Store, me: str) -> None:
    _employ(store, me)
    home = make(store, "account", name="恒川", last_contact_at=1_000, owner_id=me)
    edits = store.read(logging, Create("activity", {"subject": "x", "happened_at": 2_000, "account_id": home}), 3_000)
    assert edits[1:] == [Update("account", home, {"last_contact_at": 2_000})]
    early = store.read(logging, Create("activity", {"subject": "x", "happened_at": 500, "account_id": home}), 3_000)
    assert len(early) == 1
    visit = make(store, "visit", subject="y", starts_at=2_500, account_id=home)
    done = store.read(changing, "visit", visit, {"state": "done"}, 3_000)
    assert done[1:] == [Update("account", home, {"last_contact_at": 2_500})]
