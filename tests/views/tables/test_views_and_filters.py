"""Filters by key and click, saved views with undo, columns, and why a list is empty."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort, encode
from crm_desktop.store.queries.picklists import saved_views
from crm_desktop.views.accounts.page import AccountsPage
from crm_desktop.views.navigation import Place, filtered
from crm_desktop.views.tables.empty_states import COMING, DAMAGED, FILTERED
from crm_desktop.views.tables.filter_builder import FilterBuilder
from crm_desktop.views.tables.filter_editor import FieldPicker, FilterEditor
from crm_desktop.views.widgets.chip import FilterChip
from crm_desktop.views.widgets.dialog import Dialog
from tests.support.desk import clear_desk, make_desk
from tests.support.sample import ident
from tests.views.tables.conftest import Lists
from tests.views.tables.test_acts import open_popover, press

RISKY = Definition(filter=Group((Condition("health", Operator.BELOW, 50),)))


def chips(lists: Lists) -> list[str]:
    found = lists.page.filters.findChildren(FilterChip)
    return [each.accessibleName() for each in found if not each.isHidden()]


def name_and_save(lists: Lists, name: str) -> None:
    """Answer the question for a view's name."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Dialog)
    (field,) = dialog.findChildren(QLineEdit)
    field.selectAll()
    lists.bot.keyClicks(field, name)
    lists.bot.keyClick(field, Qt.Key.Key_Return)


def knows(lists: Lists, key: str) -> bool:
    return lists.page.book.find(key) is not None


def test_a_filter_is_added_with_keys_alone(lists: Lists) -> None:
    lists.table.setFocus()
    lists.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    picker = open_popover(lists).content
    assert isinstance(picker, FieldPicker)
    lists.bot.keyClicks(picker.focusProxy(), "health")
    lists.bot.keyClick(picker.focusProxy(), Qt.Key.Key_Return)
    editor = open_popover(lists)
    (line,) = [each for each in editor.findChildren(QLineEdit) if each.isVisible()]
    lists.bot.keyClicks(line, "50")
    press(lists, editor, "Apply")
    lists.rest()
    assert chips(lists) == ["Filter: Health below 50"]
    assert lists.names() == ["Tuoshi Moulds", "Yunhe Foods"]
    lists.bot.keyClick(lists.page.filters.findChildren(FilterChip)[-1], Qt.Key.Key_Backspace)
    lists.bot.waitUntil(lambda: lists.page.model.rows.count == 12)


def test_a_filter_that_nothing_fits_says_so_and_can_be_cleared(lists: Lists) -> None:
    lists.page.show_definition(Definition(filter=Group((Condition("health", Operator.ABOVE, 100),))))
    lists.wait_for(lambda: lists.page.stack.state, FILTERED)
    (clear,) = [each for each in lists.page.stack.findChildren(QPushButton) if each.text() == "Clear filters"]
    lists.bot.mouseClick(clear, Qt.MouseButton.LeftButton)
    lists.wait_for(lambda: lists.page.stack.state, "")
    lists.rest()
    assert len(lists.names()) == 12


def test_a_changed_filter_is_saved_as_a_view_of_one_s_own_and_deleted_with_undo(lists: Lists) -> None:
    page = lists.page
    page.show_definition(RISKY)
    lists.rest()
    was_changed = page.changed
    page.acts.save_view()
    name_and_save(lists, "Risky")
    lists.bot.waitUntil(lambda: page.current_view is not None and str(page.current_view.wording) == "Risky")
    view = page.current_view
    assert view is not None
    assert (was_changed, page.changed, view.definition) == (True, False, RISKY)
    lists.bot.waitUntil(lambda: page.tabs.tabs.current == view.key)
    page.book.pin(view, True)
    lists.bot.waitUntil(lambda: lists.stored(view.key, "saved_view")["pinned"] is True)
    page.book.delete(view)
    lists.bot.waitUntil(lambda: page.book.find(view.key) is None)
    assert page.view_key == "all"
    lists.desk.announce(lists.desk.store.door.undo())
    lists.bot.waitUntil(lambda: page.book.find(view.key) is not None)


def test_one_s_own_view_takes_a_change_and_somebody_else_s_becomes_a_copy(lists: Lists) -> None:
    mine, theirs = (
        Create(
            "saved_view",
            {"name": name, "record_kind": "account", "definition": encode(RISKY), "owner_id": ident(owner)},
        )
        for name, owner in (("Mine", "lin"), ("Theirs", "zhang"))
    )
    lists.desk.act("view.create", [mine, theirs])
    lists.bot.waitUntil(lambda: lists.page.book.find(theirs.id) is not None)
    wider = Definition(filter=Group((Condition("health", Operator.BELOW, 60),)))
    lists.page.show_view(mine.id)
    lists.page.show_definition(wider)
    lists.page.acts.save_view()
    lists.bot.waitUntil(lambda: lists.stored(mine.id, "saved_view")["definition"] == encode(wider))
    lists.page.show_view(theirs.id)
    lists.page.show_definition(wider)
    lists.page.acts.save_view()
    name_and_save(lists, "My copy")
    lists.bot.waitUntil(lambda: "My copy" in [str(each.wording) for each in lists.page.book.views])
    kept = {each.title: each.get("definition") for each in lists.desk.store.read(saved_views, "account")}
    assert kept["Theirs"] == encode(RISKY)


def test_a_damaged_view_is_explained_and_harms_no_other(lists: Lists) -> None:
    newer = encode(Definition(filter=Group((Condition("moon_phase", Operator.IS, "full"),))))
    for definition in ("{no", newer):
        values = {"name": "Broken", "record_kind": "account", "definition": definition, "owner_id": lists.desk.me}
        broken = Create("saved_view", {**values})
        lists.desk.act("view.create", [broken])
        lists.bot.waitUntil(partial(knows, lists, broken.id))
        lists.page.show_view(broken.id)
        lists.wait_for(lambda: lists.page.stack.state, DAMAGED)
        lists.page.show_view("mine")
        lists.wait_for(lambda: lists.page.stack.state, "")
        lists.rest()
        assert len(lists.names()) == 7


def test_views_say_how_many_records_they_have(lists: Lists) -> None:
    lists.bot.waitUntil(lambda: lists.page.tabs.tabs.accessibleTabName(0) == "All accounts 12")
    assert lists.page.tabs.tabs.accessibleTabName(1) == "Mine 7"


def test_columns_come_and_go_and_the_current_record_stays(lists: Lists) -> None:
    lists.table.go_to(5)
    name = lists.names()[5]
    lists.page.filters.toggle_column("city")
    assert [each.name for each in lists.page.model.columns][-1] == "city"
    lists.rest()
    assert lists.table.current_line == 5
    row = lists.table.current_row
    assert row is not None
    assert (row.title, row.values["city"]) == (name, "Suzhou")
    lists.page.filters.toggle_column("level")
    assert "level" not in [each.name for each in lists.page.model.columns]


def test_another_language_reads_everything_again(lists: Lists) -> None:
    from crm_desktop.views.language.language import current_language

    current_language().use("zh")
    lists.bot.waitUntil(lambda: lists.page.totals.accessibleName().startswith("12 条记录"))
    assert lists.page.model.headerData(0, Qt.Orientation.Horizontal) == "客户"
    assert lists.page.tabs.tabs.tabText(1) == "我负责的"


def test_before_the_first_sync_is_over_an_empty_list_says_that_more_will_come(qtbot: QtBot, tmp_path: Path) -> None:
    desk = make_desk(tmp_path, empty=True)
    page = AccountsPage(desk)
    page.show()
    page.visit(Place("accounts"), None)
    qtbot.waitUntil(lambda: page.stack.state == COMING)
    desk.act("account.create", [Create("account", {"name": "Arrived"})])
    qtbot.waitUntil(lambda: page.stack.state == "" and page.model.rows.count == 1)
    page.close()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    clear_desk(desk)


def test_conditions_are_nested_in_the_builder_and_narrow_the_list(lists: Lists) -> None:
    lists.page.show_definition(Definition(filter=Group((Condition("health", Operator.BELOW, 60),))))
    lists.rest()
    lists.desk.actions.run("list.filter_builder")
    lists.bot.waitUntil(lambda: bool(lists.page.window().findChildren(FilterBuilder)))
    (builder,) = lists.page.window().findChildren(FilterBuilder)
    builder.add_group([1])
    lists.bot.keyClicks(builder.findChildren(FieldPicker)[-1].focusProxy(), "health")
    lists.bot.keyClick(builder.findChildren(FieldPicker)[-1].focusProxy(), Qt.Key.Key_Return)
    editor = builder.findChildren(FilterEditor)[-1]
    editor._take(Condition("health", Operator.BELOW, 50))
    editor._take(Condition("health", Operator.BELOW, 45))
    assert builder.group.parts[1] == Group((Condition("health", Operator.BELOW, 45),), "or")
    builder._keep([1, 1], Condition("name", Operator.CONTAINS, "Yunhe"))
    (apply,) = [each for each in builder.findChildren(QPushButton) if each.text() == "Apply" and each.isVisible()]
    lists.bot.mouseClick(apply, Qt.MouseButton.LeftButton)
    lists.bot.waitUntil(lambda: lists.page.model.complete and lists.page.model.rows.count == 2)
    lists.rest()
    assert lists.names() == ["Tuoshi Moulds", "Yunhe Foods"]
    assert chips(lists) == ["Filter: Health below 60", "Filter: Any of 2 conditions"]


def test_a_span_of_the_calendar_moves_with_today(lists: Lists) -> None:
    month = Condition("renewal_on", Operator.IN_PERIOD, "next_month")
    lists.page.show_definition(Definition(filter=Group((month,))))
    lists.bot.waitUntil(lambda: lists.page.model.complete and lists.page.model.rows.count == 2)
    lists.rest()
    assert lists.names() == ["Hengchuan Precision", "Yunhe Foods"]
    assert chips(lists) == ["Filter: Renewal next month"]


def test_a_place_can_carry_a_filter_that_nobody_saved(lists: Lists) -> None:
    definition = Definition(filter=Group((Condition("health", Operator.BELOW, 50),)), sorts=(Sort("health"),))
    lists.page.visit(filtered("accounts", definition), None)
    lists.rest()
    assert lists.names() == ["Tuoshi Moulds", "Yunhe Foods"]
    assert lists.page.changed, "it can be saved as a view"
    lists.page.visit(Place("accounts"), None)
    lists.rest()
    assert lists.names() == ["Tuoshi Moulds", "Yunhe Foods"], "a list that stands there stays as it is"
