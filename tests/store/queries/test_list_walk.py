"""The way a list is walked may differ; the list may not: every way gives the same rows in the same order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.store.engine import as_sql
from crm_desktop.store.opening import Store
from crm_desktop.store.queries import list_walk
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.lists import matching, open_list, page
from crm_desktop.store.reader import Reader

ME, OTHER = new_id(), new_id()
TODAY = date(2026, 3, 6)
SEEN_FROM = Standpoint(me=ME, today=TODAY, team=frozenset({ME, OTHER}))
KIND = KINDS["account"]
MINE = Condition("owner_id", Operator.MINE)
FILTERS = {
    "mine": Group((MINE,)),
    "my team": Group((Condition("owner_id", Operator.MY_TEAM),)),
    "mine and healthy": Group((MINE, Condition("health", Operator.ABOVE, 40))),
    "mine in a region": Group((MINE, Condition("region", Operator.CONTAINS, "o"))),
    "nobody's": Group((Condition("owner_id", Operator.EMPTY),)),
    "long silent": Group((Condition("owner_id", Operator.MINE), Condition("renewal_on", Operator.NEXT_DAYS, 30))),
}
SORTS = {"by name": (), "by health": (Sort("health"),), "by value, down": (Sort("annual_value", True), Sort("name"))}
FREE = {"_ROW_COST": 0.0, "_ENTRY_COST": 0.0, "_HIT_COST": 0.0}
WAYS = {
    "afresh": {**FREE, "_ENTRY_COST": 1e6},
    "among": {**FREE, "_ROW_COST": 1e6},
    "row by row": {**FREE, "_HIT_COST": 1e6, "_ENTRY_COST": 1e6, "_MOST_COUNTED": 1},
}


@pytest.fixture
def filled(store: Store) -> Store:
    owners = [ME, OTHER, None, new_id()]
    edits = [
        Create(
            "account",
            {
                "name": f"恒川 {number * 7 % 60}",
                "owner_id": owners[number % 4],
                "health": None if number % 9 == 0 else number * 31 % 101,
                "annual_value": number * 13 % 50 * 10_000,
                "region": ("上海", "Lyon", "Oslo")[number % 3],
                "renewal_on": (TODAY + timedelta(days=number - 20)).isoformat(),
            },
        )
        for number in range(60)
    ]
    store.door.commit("account.create", edits)
    return store


@pytest.mark.parametrize("sorts", SORTS.values(), ids=SORTS)
@pytest.mark.parametrize("filter_", FILTERS.values(), ids=FILTERS)
def test_every_way_lists_the_same(
    filled: Store, filter_: Group, sorts: tuple[Sort, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    definition = Definition(filter=filter_, sorts=sorts)
    found = []
    for costs in WAYS.values():
        for name, cost in costs.items():
            monkeypatch.setattr(list_walk, name, cost)
        found += [list(filled.read(open_list, "account", definition, SEEN_FROM, limit).rowids) for limit in (0, 7)]
    whole = found[0]
    assert found == [whole, whole[:7]] * len(WAYS)
    records = filled.read(page, "account", whole)
    healths = [record.get("health") for record in records if record.get("health") is not None]
    assert sorts != (Sort("health"),) or healths == sorted(healths)  # type: ignore[type-var]


@pytest.mark.parametrize(("way", "sign"), [("afresh", "+"), ("among", "(+ rowid) IN"), ("row by row", "coalesce")])
def test_each_way_is_really_gone(filled: Store, way: str, sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, cost in WAYS[way].items():
        monkeypatch.setattr(list_walk, name, cost)
    definition = Definition(filter=FILTERS["mine"], sorts=SORTS["by health"])

    def walked(reader: Reader) -> str:
        condition = matching(reader, KIND, definition, SEEN_FROM)
        walk = list_walk.chosen_walk(reader, KIND, definition, SEEN_FROM, condition, 7)
        return as_sql(select(walk.key(list_walk._ROWID)).where(walk.condition))[0]

    assert sign in filled.read(walked)
