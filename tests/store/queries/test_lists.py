"""Lists: filters, orders, groups and totals, on real tables."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.lists import count, groups, open_list, page, totals

TODAY = date(2026, 3, 6)
VIP, NEW, LOUNGE = new_id(), new_id(), new_id()
ME, COLLEAGUE, STRANGER = new_id(), new_id(), new_id()
SEEN_FROM = Standpoint(me=ME, today=TODAY, team=frozenset({ME, COLLEAGUE}))


def account(store: Store, name: str, **values: Value) -> str:
    create = Create("account", {"name": name, **values})
    store.door.commit("account.create", [create])
    return create.id


def listed(store: Store, definition: Definition, kind: str = "account") -> list[str]:
    found = store.read(open_list, kind, definition, SEEN_FROM)
    return [record.title for record in store.read(page, kind, found.rowids)]


def filtered(*parts: Condition | Group) -> Definition:
    return Definition(filter=Group(parts))


def test_without_a_sort_a_list_stands_in_pinyin_order(store: Store) -> None:
    for name in ("张江", "阿里", "Beta", "恒川"):
        account(store, name)
    assert listed(store, Definition()) == ["阿里", "Beta", "恒川", "张江"]


def test_the_bin_is_not_listed_unless_it_is_asked_for(store: Store) -> None:
    gone = account(store, "Gone")
    account(store, "Here")
    store.door.commit("account.delete", [Delete("account", gone)])
    assert listed(store, Definition()) == ["Here"]
    assert listed(store, filtered(Condition("deleted_at", Operator.FILLED))) == ["Gone"]


@pytest.mark.parametrize("descending", [False, True])
def test_records_without_a_value_come_last_in_both_directions(store: Store, descending: bool) -> None:
    for name, health in (("a", 50), ("b", None), ("c", 90)):
        account(store, name, health=health)
    wanted = ["c", "a", "b"] if descending else ["a", "c", "b"]
    assert listed(store, Definition(sorts=(Sort("health", descending),))) == wanted


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition("industry", Operator.IS, "steel"), {"a"}),
        (Condition("industry", Operator.IS_NOT, "steel"), {"b", "c"}),
        (Condition("industry", Operator.EMPTY), {"c"}),
        (Condition("industry", Operator.FILLED), {"a", "b"}),
        (Condition("industry", Operator.ANY_OF, ["steel", "food"]), {"a", "b"}),
        (Condition("industry", Operator.CONTAINS, "OO"), {"b"}),
        (Condition("health", Operator.BELOW, 50), {"a"}),
        (Condition("health", Operator.ABOVE, 50), {"c"}),
        (Condition("health", Operator.BETWEEN, 50, 90), {"b", "c"}),
        (Condition("renewal_on", Operator.NEXT_DAYS, 30), {"a"}),
        (Condition("renewal_on", Operator.LAST_DAYS, 30), {"b"}),
        (Condition("last_contact_at", Operator.NOT_FOR_DAYS, 14), {"b", "c"}),
        (Condition("last_contact_at", Operator.LAST_DAYS, 14), {"a"}),
        (Condition("last_contact_at", Operator.IS, "2026-03-05"), {"a"}),
        (Condition("owner_id", Operator.MINE), {"a"}),
        (Condition("owner_id", Operator.MY_TEAM), {"a", "b"}),
        (Condition("tag_ids", Operator.CONTAINS, VIP), {"a"}),
        (Condition("tag_ids", Operator.ANY_OF, [NEW, VIP]), {"a", "b"}),
        (Group((Condition("health", Operator.BELOW, 50), Condition("health", Operator.ABOVE, 80)), "or"), {"a", "c"}),
    ],
)
def test_a_filter_lets_through_exactly_what_it_says(
    store: Store, condition: Condition | Group, expected: set[str]
) -> None:
    yesterday, long_ago = (SEEN_FROM.day_begins(TODAY - timedelta(days=days)) for days in (1, 15))
    account(
        store, "a", industry="steel", health=10, renewal_on="2026-04-05", last_contact_at=yesterday, owner_id=ME,
        tag_ids=[VIP],
    )  # fmt: skip
    account(
        store, "b", industry="food", health=50, renewal_on="2026-02-28", last_contact_at=long_ago, owner_id=COLLEAGUE,
        tag_ids=[NEW, LOUNGE],
    )  # fmt: skip
    account(store, "c", health=90, owner_id=STRANGER)
    assert set(listed(store, filtered(condition))) == expected


def test_typed_text_cannot_escape_from_its_condition(store: Store) -> None:
    account(store, "a", industry="100% cotton")
    account(store, "b", industry="1000 things' OR 1=1 --")
    assert listed(store, filtered(Condition("industry", Operator.CONTAINS, "0%"))) == ["a"]
    assert listed(store, filtered(Condition("industry", Operator.IS, "x' OR 1=1 --"))) == []


def test_a_field_this_version_does_not_know_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match=r"view\.field_unknown"):
        listed(store, filtered(Condition("shoe_size", Operator.FILLED)))


def test_groups_come_in_the_order_of_the_list_with_their_sums(store: Store) -> None:
    account(store, "a", level="key", annual_value=10_000)
    account(store, "b", level="strategic", annual_value=20_000)
    account(store, "c", level="key", annual_value=5_000, annual_currency="EUR")
    account(store, "d")
    definition = Definition(group_by="life_stage")
    account(store, "e", life_stage="active")
    assert listed(store, definition) == ["a", "b", "c", "d", "e"]
    found = store.read(groups, "account", definition, SEEN_FROM)
    assert [(each.value, each.totals.count) for each in found] == [("new", 4), ("active", 1)]
    assert found[0].totals.sums["annual_value"] == {"CNY": 30_000, "EUR": 5_000}
    assert store.read(totals, "account", definition, SEEN_FROM).count == 5


def test_a_link_sorts_by_the_title_of_what_it_leads_to(store: Store) -> None:
    z, a = account(store, "Zulu"), account(store, "Alpha")
    for name, of in (("one", z), ("two", a), ("three", None)):
        store.door.commit("contact.create", [Create("contact", {"name": name, "account_id": of})])
    assert listed(store, Definition(sorts=(Sort("account_id"),)), "contact") == ["two", "one", "three"]


def test_a_list_can_be_searched_as_people_type(store: Store) -> None:
    account(store, "上海恒川精密")
    account(store, "杭州江南")
    assert listed(store, Definition(search="hcjm")) == ["上海恒川精密"]


def test_the_first_rows_are_the_beginning_of_the_whole_list(store: Store, clock: ManualClock) -> None:
    store.door.commit("import", [Create("account", {"name": f"{n:03}", "health": n or None}) for n in range(30)])
    definition = Definition(sorts=(Sort("health", descending=True),))
    whole = store.read(open_list, "account", definition, SEEN_FROM)
    first = store.read(open_list, "account", definition, SEEN_FROM, 10)
    assert first.rowids == whole.rowids[:10]
    assert (whole.count, first.count) == (30, 10)


def test_a_renamed_record_moves_in_the_order(store: Store) -> None:
    first = account(store, "阿里")
    account(store, "恒川")
    store.door.commit("account.edit", [Update("account", first, {"name": "张江"})])
    assert listed(store, Definition()) == ["恒川", "张江"]


def test_days_are_grouped_by_month_in_the_order_of_the_list(store: Store) -> None:
    for name, renewal in (("a", "2026-05-09"), ("b", "2026-04-18"), ("c", "2026-05-01"), ("d", None)):
        account(store, name, renewal_on=renewal)
    rising, falling = (Definition(group_by="renewal_on", sorts=(Sort("renewal_on", down),)) for down in (False, True))
    assert listed(store, rising) == ["b", "c", "a", "d"]
    assert [(each.value, each.totals.count) for each in store.read(groups, "account", rising, SEEN_FROM)] == [
        ("2026-04", 1),
        ("2026-05", 2),
        (None, 1),
    ]
    assert listed(store, falling) == ["a", "c", "b", "d"]
    assert [each.value for each in store.read(groups, "account", falling, SEEN_FROM)] == ["2026-05", "2026-04", None]


def test_moments_are_grouped_by_the_month_it_is_where_the_user_is(store: Store) -> None:
    begin = SEEN_FROM.day_begins(date(2026, 3, 1))
    account(store, "march", last_contact_at=begin)
    account(store, "february", last_contact_at=begin - 1)
    by_contact = Definition(group_by="last_contact_at")
    assert [each.value for each in store.read(groups, "account", by_contact, SEEN_FROM)] == ["2026-02", "2026-03"]


def test_namesakes_are_groups_of_their_own_and_stand_together(store: Store) -> None:
    twins = [Create("user", {"name": "Li Qian", "sign_in_name": f"li{number}"}) for number in range(2)]
    store.door.commit("user.create", twins)
    for name, owner in (("a", 0), ("b", 1), ("c", 0), ("d", 1)):
        account(store, name, owner_id=twins[owner].id)
    by_owner = Definition(group_by="owner_id")
    order = [each.value for each in store.read(groups, "account", by_owner, SEEN_FROM)]
    first = ["a", "c"] if order[0] == twins[0].id else ["b", "d"]
    assert listed(store, by_owner) == [*first, *(name for name in "abcd" if name not in first)]


def test_numbers_are_averaged_and_only_the_named_fields_are_looked_at(store: Store) -> None:
    for name, health in (("a", 40), ("b", 60), ("c", None)):
        account(store, name, health=health, annual_value=10_000, annual_currency="CNY")
    whole = store.read(totals, "account", Definition(), SEEN_FROM)
    assert (whole.averages, whole.sums) == ({"health": 50.0}, {"annual_value": {"CNY": 30_000}})
    assert store.read(totals, "account", Definition(), SEEN_FROM, ("health",)).sums == {}
    assert store.read(count, "account", filtered(Condition("health", Operator.FILLED)), SEEN_FROM) == 2


def test_opportunities_sort_by_stage_in_the_order_of_the_stages(store: Store) -> None:
    stages = [Create("stage", {"name": name, "position": place}) for place, name in enumerate(("Talk", "Offer", "Won"))]
    store.door.commit("stage.create", stages)
    for name, stage in (("a", 2), ("b", 0), ("c", 1)):
        edit = Create("opportunity", {"name": name, "stage_id": stages[stage].id})
        store.door.commit("opportunity.create", [edit])
    assert listed(store, Definition(sorts=(Sort("stage_id"),)), "opportunity") == ["b", "c", "a"]
    grouped = Definition(group_by="stage_id")
    order = [each.value for each in store.read(groups, "opportunity", grouped, SEEN_FROM)]
    assert order == [each.id for each in stages]
