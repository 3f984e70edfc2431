"""Which records a person means in a list, on real tables."""

from __future__ import annotations

from array import array

from crm_desktop.models.edits import Create, Delete
from crm_desktop.models.fields import Value
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.list_rows import ids_of_list, ids_of_rows, named_like, position_of, still_listed
from crm_desktop.store.queries.lists import open_list
from tests.store.queries.test_lists import SEEN_FROM

HEALTHY = Definition(filter=Group((Condition("health", Operator.ABOVE, 50),)))


def account(store: Store, name: str, **values: Value) -> str:
    create = Create("account", {"name": name, **values})
    store.door.commit("account.create", [create])
    return create.id


def rows(store: Store, definition: Definition = HEALTHY) -> array[int]:
    return store.read(open_list, "account", definition, SEEN_FROM).rowids


def test_rows_lead_to_ids_in_their_order_and_leave_out_what_is_gone(store: Store) -> None:
    first, second, third = (account(store, name) for name in "abc")
    a, b, c = rows(store, Definition())
    store.door.commit("account.delete", [Delete("account", second)])
    assert store.read(ids_of_rows, "account", [c, b, a]) == [third, first]


def test_all_of_a_list_but_a_few_follows_its_filter(store: Store) -> None:
    kept = account(store, "kept", health=80)
    account(store, "left out", health=90)
    account(store, "not in the list", health=10)
    spared = rows(store)[1]
    assert store.read(ids_of_list, "account", HEALTHY, SEEN_FROM, {spared}) == [kept]


def test_what_left_the_list_is_not_listed_any_more(store: Store) -> None:
    gone, stays = account(store, "a", health=80), account(store, "b", health=80)
    before = rows(store)
    store.door.commit("account.delete", [Delete("account", gone)])
    assert store.read(still_listed, "account", HEALTHY, SEEN_FROM, set(before)) == {before[1]}
    assert store.read(position_of, "account", stays, rows(store)) == 0
    assert store.read(position_of, "account", gone, rows(store)) == -1


def test_a_typed_beginning_finds_the_first_name_in_characters_pinyin_or_initials(store: Store) -> None:
    for name in ("Acme", "恒川精密", "恒大阀门", "张江"):
        account(store, name)
    listed = rows(store, Definition())
    assert store.read(named_like, "account", "ac", listed) == 0
    assert store.read(named_like, "account", "恒", listed) == 1
    assert store.read(named_like, "account", "hengda", listed) == 2
    assert store.read(named_like, "account", "zj", listed) == 3
    assert store.read(named_like, "account", "xyz", listed) == -1
