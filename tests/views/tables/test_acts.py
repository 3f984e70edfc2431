"""Acts from a list: each one commit with one undo, also on records that were never loaded."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from crm_desktop.models.calendars.ics_in import read_ics
from crm_desktop.models.edits import Update
from crm_desktop.models.rules.views import Definition
from crm_desktop.store.queries.history import history
from crm_desktop.store.queries.records import where
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.tables.export import Export, export_list, formats_for
from crm_desktop.views.tables.filter_editor import CheckList, FieldPicker
from crm_desktop.views.tables.reading import Asked
from crm_desktop.views.watching import Watch
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.popover import Popover
from tests.support.sample import ident
from tests.views.tables.conftest import Lists


def open_popover(lists: Lists) -> Popover:
    """Return the popover that is open."""
    found = [each for each in lists.page.window().findChildren(Popover) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def press(lists: Lists, popover: Popover, words: str) -> None:
    """Press the popover's button with these words."""
    (button,) = [each for each in popover.findChildren(QPushButton) if each.text() == words]
    lists.bot.mouseClick(button, Qt.MouseButton.LeftButton)


def tick(lists: Lists, *names: str) -> None:
    for name in names:
        lists.table.go_to(lists.line_of(name))
        lists.key(Qt.Key.Key_Space)


def press_bulk(lists: Lists, verb: str) -> None:
    (button,) = [each for each in lists.page.acts.bar.buttons if each.accessibleName() == verb]
    lists.bot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_row_has_its_menu_under_the_pointer_and_by_a_key(lists: Lists) -> None:
    viewport = lists.table.viewport()
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        lists.table.go_to(2)
        spot = lists.table.visualRect(lists.table.currentIndex()).center()
        QApplication.sendEvent(viewport, QContextMenuEvent(reason, spot, viewport.mapToGlobal(spot)))
        (menu,) = [each for each in lists.page.findChildren(Menu) if each.isVisible()]
        said = [each.text().partition("\t")[0] for each in menu.actions() if not each.isSeparator()]
        assert said[0] == "Open"
        assert said[-1] == "Delete"
        next(each for each in menu.actions() if each.text() == "Copy link").trigger()
        row = lists.page.table.current_row
        assert row is not None
        assert QApplication.clipboard().text().endswith(row.id)
        menu.close()


def test_delete_takes_the_current_record_and_undo_brings_it_back_in_its_place(lists: Lists) -> None:
    lists.table.go_to(3)
    gone = lists.names()[3]
    lists.table.setFocus()
    lists.key(Qt.Key.Key_Delete)
    lists.bot.waitUntil(lambda: gone not in lists.names() and lists.page.model.rows.count == 11)
    assert lists.table.current_line == 3
    lists.desk.announce(lists.desk.store.door.undo())
    lists.bot.waitUntil(lambda: gone in lists.names())
    lists.rest()
    assert lists.names()[3] == gone


def test_all_ticked_records_are_deleted_by_one_act(lists: Lists) -> None:
    tick(lists, "Hengchuan Precision", "Yunhe Foods", "Ruichi Cold Chain")
    press_bulk(lists, "Delete")
    lists.bot.waitUntil(lambda: lists.page.model.rows.count == 9)
    assert not lists.table.ticks.any
    lists.desk.announce(lists.desk.store.door.undo())
    lists.bot.waitUntil(lambda: lists.page.model.rows.count == 12)


def test_a_field_is_changed_on_the_whole_list_but_for_one(lists: Lists) -> None:
    lists.table.ticks.tick_all()
    spared = lists.names()[0]
    lists.table.go_to(0)
    lists.key(Qt.Key.Key_Space)
    press_bulk(lists, "Change a field")
    popover = open_popover(lists)
    assert isinstance(popover.content, FieldPicker)
    lists.bot.keyClicks(popover.content.focusProxy(), "next step")
    lists.bot.keyClick(popover.content.focusProxy(), Qt.Key.Key_Return)
    popover = open_popover(lists)
    (line,) = popover.findChildren(QLineEdit)
    lists.bot.keyClicks(line, "Send a card")
    lists.bot.keyClick(line, Qt.Key.Key_Return)

    def steps() -> dict[str, object]:
        rows = [lists.page.model.row_at(line) for line in range(12)]
        return {row.title: row.values["next_step"] for row in rows if row is not None}

    lists.bot.waitUntil(lambda: list(steps().values()).count("Send a card") == 11)
    assert steps()[spared] != "Send a card"
    lists.desk.announce(lists.desk.store.door.undo())
    lists.bot.waitUntil(lambda: "Send a card" not in steps().values())


def test_tags_are_added_to_those_there_are(lists: Lists) -> None:
    tick(lists, "Hengchuan Precision", "Yunhe Foods")
    press_bulk(lists, "Tags")
    popover = open_popover(lists)
    (answers,) = popover.findChildren(CheckList)
    answers.setCurrentItem(answers.findItems("MES", Qt.MatchFlag.MatchExactly)[0])
    lists.bot.keyClick(answers, Qt.Key.Key_Space)
    press(lists, popover, "Add")
    lists.wait_for(lambda: lists.stored(ident("yunhe"))["tag_ids"], [ident("tag.mes")])
    both = sorted([ident("tag.mes"), ident("tag.automotive")])
    assert lists.stored(ident("hengchuan"))["tag_ids"] == both


def test_assigning_takes_the_open_work_of_all_accounts_along(lists: Lists) -> None:
    tick(lists, "Hengchuan Precision", "Yunhe Foods")
    press_bulk(lists, "Assign")
    popover = open_popover(lists)
    (answers,) = popover.findChildren(CheckList)
    answers.setCurrentItem(answers.findItems("Zhang", Qt.MatchFlag.MatchStartsWith)[0])
    lists.bot.keyClick(answers, Qt.Key.Key_Space)
    owner = answers.value()
    press(lists, popover, "Assign")
    lists.wait_for(lambda: lists.stored(ident("yunhe"))["owner_id"], owner)
    assert lists.stored(ident("hengchuan"))["owner_id"] == owner
    assert lists.stored(ident("mes2"), "opportunity")["owner_id"] == owner
    acts = lists.desk.store.read(history, "account", ident("yunhe"))
    assert len(acts) == 1


def test_f2_edits_a_cell_where_it_stands_and_escape_leaves_it_alone(lists: Lists) -> None:
    line = lists.line_of("Yunhe Foods")
    column = [each.name for each in lists.page.model.columns].index("next_step")
    lists.table.go_to(line, column)
    editing = lists.page.acts.editing
    for words, final in (("nothing of it", Qt.Key.Key_Escape), ("Call the plant", Qt.Key.Key_Return)):
        lists.table.setFocus()
        lists.key(Qt.Key.Key_F2)
        lists.bot.waitUntil(lambda: editing.editor is not None)
        assert editing.editor is not None
        (field,) = editing.editor.findChildren(QLineEdit)
        field.selectAll()
        lists.bot.keyClicks(field, words)
        lists.bot.keyClick(field, final)
        lists.bot.waitUntil(lambda: editing.editor is None)
    lists.wait_for(lambda: lists.stored(ident("yunhe"))["next_step"], "Call the plant")
    lists.desk.store.door.undo()
    assert lists.stored(ident("yunhe"))["next_step"] != "nothing of it"


def test_a_record_with_an_act_that_waits_says_so_in_its_row(lists: Lists) -> None:
    edit = Update("account", ident("yunhe"), {"next_step": "Call"})
    lists.desk.act("account.edit", [edit])
    line = lists.line_of("Yunhe Foods")
    index = lists.page.model.index(line, 0)
    lists.bot.waitUntil(lambda: "Waiting to sync" in str(index.data(Qt.ItemDataRole.AccessibleTextRole)))


def test_the_whole_list_is_exported_and_nothing_in_it_runs_in_a_spreadsheet(lists: Lists, tmp_path: Path) -> None:
    lists.desk.act("account.edit", [Update("account", ident("yunhe"), {"next_step": "=HYPERLINK(0)"})])
    target = tmp_path / "accounts.csv"
    said: list[object] = []
    lists.desk.notices.informed.connect(said.append)
    lists.desk.background.write(lambda: None, lambda _none: lists.page.acts.export_to(target))
    lists.bot.waitUntil(lambda: bool(said))
    assert str(said[0]) == "12 records exported"
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Account"] for row in rows] == lists.names()
    (yunhe,) = [row for row in rows if row["Account"] == "Yunhe Foods"]
    assert yunhe["Next step"] == "'=HYPERLINK(0)"
    assert (yunhe["Annual value"], yunhe["Currency of annual value"]) == ("420000", "CNY")
    assert (yunhe["Renewal"], yunhe["Owner"]) == ("2026-04-30", "Lin Yue")


def test_only_what_is_ticked_is_exported(lists: Lists, tmp_path: Path) -> None:
    tick(lists, "Yunhe Foods", "Ruichi Cold Chain")
    target = tmp_path / "two.csv"
    lists.page.acts.export_to(target)
    lists.bot.waitUntil(target.exists)
    names = [line.split(",")[0] for line in target.read_text(encoding="utf-8-sig").splitlines()]
    assert names == ["Account", "Ruichi Cold Chain", "Yunhe Foods"]


def test_a_list_goes_out_as_a_workbook_with_numbers_as_numbers(lists: Lists, tmp_path: Path) -> None:
    lists.desk.act("account.edit", [Update("account", ident("yunhe"), {"next_step": "=HYPERLINK(0)"})])
    target = tmp_path / "accounts.xlsx"
    said: list[object] = []
    lists.desk.notices.informed.connect(said.append)
    lists.desk.background.write(lambda: None, lambda _none: lists.page.acts.export_to(target))
    lists.bot.waitUntil(lambda: bool(said))
    book = openpyxl.load_workbook(target)
    headings, *rows = book.worksheets[0].iter_rows()
    places = {cell.value: at for at, cell in enumerate(headings)}
    (yunhe,) = [row for row in rows if row[0].value == "Yunhe Foods"]
    assert (yunhe[places["Annual value"]].value, yunhe[places["Annual value"]].data_type) == (420000, "n")
    assert yunhe[places["Next step"]].data_type == "s"
    assert yunhe[places["Renewal"]].is_date
    book.close()


def test_a_list_of_tasks_goes_out_as_a_calendar(lists: Lists, tmp_path: Path) -> None:
    asked = Asked("task", Definition(), lists.desk.me, date(2026, 3, 12), "Asia/Shanghai")
    target = tmp_path / "tasks.ics"
    formats = current_formats(lists.desk.clock.now())
    export = Export(target, asked, None, lookups_of(lists.desk), formats, Watch())
    count = lists.desk.store.read(export_list, export)
    tasks = lists.desk.store.read(where, "task", "deleted_at IS NULL AND due_at IS NOT NULL")
    assert count == len(tasks) > 0
    told = read_ics(target.read_bytes(), "Asia/Shanghai")
    assert {each.kind for each in told} == {"task"}
    assert len(told) == count
    assert formats_for("account") == ["csv", "xlsx"]
    assert formats_for("task") == ["csv", "xlsx", "ics"]
