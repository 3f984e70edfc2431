"""Staying in place while a list is read again: what a person looks at does not move under their eyes."""

from __future__ import annotations

import pytest

from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.views.tables.list_model import ListModel
from tests.views.tables.conftest import Lists

MANY = 400


@pytest.fixture
def long_list(lists: Lists) -> Lists:
    """Return a list of some hundred accounts, scrolled to its middle, one row current."""
    made = [Create("account", {"name": f"M{number:04}", "health": number % 100}) for number in range(MANY)]
    lists.desk.act("account.create", made)
    lists.bot.waitUntil(lambda: lists.page.model.rows.count == MANY + 12)
    bar = lists.table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2 + 7)
    lists.bot.waitUntil(lambda: lists.page.model.row_at(lists.table.rowAt(60)) is not None)
    lists.table.go_to(lists.table.rowAt(60))
    return lists


def in_sight(lists: Lists) -> tuple[str, str, int]:
    """Return the top record, the current one, and how far the top one is cut off."""
    model, line = lists.page.model, lists.table.rowAt(0)
    top, current = model.row_at(line), lists.table.current_row
    cut = lists.table.rowViewportPosition(line)
    return top.title if top else "", current.title if current else "", cut


def settled(lists: Lists, count: int) -> bool:
    model: ListModel = lists.page.model
    return model.rows.count == count and model.totals.count == count and all(in_sight(lists)[:2])


def test_rows_that_come_before_push_nothing_out_of_sight(long_list: Lists) -> None:
    before = in_sight(long_list)
    new = [Create("account", {"name": f"A{number:03}"}) for number in range(40)]
    long_list.desk.act("account.create", new)
    long_list.bot.waitUntil(lambda: settled(long_list, MANY + 52))
    assert in_sight(long_list) == before


def test_rows_that_a_pull_brings_show_without_a_word_about_which(long_list: Lists) -> None:
    before = in_sight(long_list)
    long_list.desk.store.door.commit("account.create", [Create("account", {"name": "A first one"})])
    long_list.desk.refresh.announce({"account"})
    long_list.bot.waitUntil(lambda: settled(long_list, MANY + 13))
    assert in_sight(long_list) == before


def test_when_the_current_record_goes_the_next_one_takes_its_place(long_list: Lists) -> None:
    row, line = long_list.table.current_row, long_list.table.current_line
    assert row is not None
    below = long_list.page.model.row_at(line + 1)
    assert below is not None
    long_list.desk.act("account.delete", [Delete("account", row.id)])
    long_list.bot.waitUntil(lambda: settled(long_list, MANY + 11))
    assert in_sight(long_list)[1] == below.title


def test_ticks_hold_while_the_list_is_read_again_and_go_with_their_records(long_list: Lists) -> None:
    rows = [long_list.page.model.row_at(long_list.table.current_line + by) for by in range(3)]
    for row in rows:
        assert row is not None
        long_list.table.ticks.toggle(row.rowid)
    assert rows[0] is not None
    long_list.desk.act("account.edit", [Update("account", rows[0].id, {"health": 1})])
    long_list.desk.act("account.delete", [Delete("account", rows[0].id)])
    long_list.bot.waitUntil(lambda: len(long_list.table.ticks.rows) == 2)
    assert long_list.table.ticks.rows == {row.rowid for row in rows[1:] if row is not None}


def test_only_rows_in_sight_and_near_it_are_read(lists: Lists) -> None:
    made = [Create("account", {"name": f"M{number:05}"}) for number in range(3_000)]
    lists.desk.act("account.create", made)
    lists.bot.waitUntil(lambda: lists.page.model.rows.count == 3_012)
    lists.table.verticalScrollBar().setValue(lists.table.verticalScrollBar().maximum())
    lists.bot.waitUntil(lambda: lists.page.model.row_at(3_011) is not None)
    assert len(lists.page.model.cache) < 1_000
