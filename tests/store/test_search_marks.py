"""What comes in great numbers is found at once, and entered into search a moment later; nothing of it is forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Update
from crm_desktop.models.ids import new_id
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.find import find
from crm_desktop.store.search_marks import MANY
from tests.store.conftest import KEY
from tests.store.server_side import batch, pulled, row, synced

_NAMES = ("上海恒川精密", "Precision Tools 重庆", "江南银行", "Hengchuan Steel")
ASKED: tuple[str, ...] = (
    "恒川",
    "hcjm",
    "hengch",
    "precis",
    "tools 重",
    "chongq",
    "1381",
    "138 0031",
    "wang@",
    "精密部件",
    "notes",
)
ASKED += ("恒", "p", "jnyh", "precison", "steel 138", "gone", "银行 wang")


def accounts(count: int = MANY * 2) -> list[dict[str, Any]]:
    """Return accounts of a few names, with telephones and notes."""
    return [
        row(
            f"{number:032x}",
            name=f"{_NAMES[number % len(_NAMES)]} {number}",
            phone=f"138 {number:04d} {number % 7:04d}",
            notes=f"notes {number} 精密部件 wang@江南.cn" if number % 3 else None,
        )
        for number in range(1, count + 1)
    ]


def renamed(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows as the server has them after everybody renamed something."""
    return [{**each, "name": f"{_NAMES[(index + 1) % len(_NAMES)]} {index}"} for index, each in enumerate(rows)]


def found(store: Store) -> dict[str, list[tuple[str, str, str]]]:
    """Return what each of the questions finds: ids, titles and where."""
    return {
        asked: sorted(
            (hit.record.id, hit.record.title, hit.matched.value) for hit in store.read(find, asked, (), 2_000)
        )
        for asked in ASKED
    }


def marks(store: Store) -> int:
    """Count the marked records."""
    return int(store.read(lambda reader: reader.value("SELECT count(*) FROM to_enter")))


def enter_all(store: Store) -> None:
    """Let search enter everything."""
    while store.enter_marked():
        pass


def test_what_is_marked_is_found_like_what_is_entered_and_what_stood_there_is_not(store: Store) -> None:
    before = accounts()
    synced(store, batch("account", before))
    binned = [{**each, "deleted_at": 5} for each in renamed(before)[:20]]
    now = [*binned, *renamed(before)[20:], *(row(name=f"恒川 new {n}", phone="13819999") for n in range(50))]
    store.replica.apply_pull_page(pulled(11, batch("account", now)))
    assert marks(store) == len(now)
    direct = found(store)
    enter_all(store)
    assert marks(store) == 0
    assert direct == found(store)
    assert [asked for asked, hits in direct.items() if not hits] == ["gone"]


def test_a_person_may_write_and_records_may_leave_while_others_are_still_marked(store: Store) -> None:
    before = accounts()
    synced(store, batch("account", before))
    store.replica.apply_pull_page(pulled(11, batch("account", renamed(before))))
    mine, leaves = before[3]["id"], before[5]["id"]
    store.door.commit("account.edit", [Update("account", mine, {"name": "Kontor Nord"})])
    store.replica.apply_pull_page(pulled(12, exits=[("account", leaves)]))
    for _ in range(2):
        assert [hit.record.id for hit in store.read(find, "kontor")] == [mine]
        assert leaves not in {hit.record.id for hit in store.read(find, "138", (), 2_000)}
        enter_all(store)


def test_marks_outlive_the_program_and_few_records_need_none(
    store: Store, replica_path: Path, clock: ManualClock
) -> None:
    before = accounts()
    synced(store, batch("account", before))
    store.replica.apply_pull_page(pulled(11, batch("account", [{**before[0], "name": "Einzelstück"}])))
    assert marks(store) == 0
    store.replica.apply_pull_page(pulled(12, batch("account", renamed(before))))
    store.close()
    again = open_store(replica_path, KEY, clock)
    try:
        assert marks(again) == len(before)
        assert not again.read(find, "Einzelstück")
        while again.tend():  # a program that only looks after itself in quiet moments comes to the end as well
            pass
        assert marks(again) == 0
    finally:
        again.close()


def test_stale_entries_do_not_hide_older_ones_that_are_good(store: Store) -> None:
    good = [row(new_id(), name=f"恒川 old {number}") for number in range(5)]
    stale = [row(new_id(), name=f"恒川 {number}") for number in range(400)]
    synced(store, batch("account", [*good, *stale]))
    store.replica.apply_pull_page(pulled(11, batch("account", [{**each, "name": "Nordwind"} for each in stale])))
    assert {hit.record.id for hit in store.read(find, "恒川")} == {each["id"] for each in good}
