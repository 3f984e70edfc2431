"""A file goes through the five steps into the replica: by keys alone, by mouse, with all the usual faults."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Update
from crm_desktop.models.importing.mapping import Policy
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import where
from crm_desktop.views.desk import Desk
from crm_desktop.views.importing.columns_table import BECOMES, DATES, KEY
from crm_desktop.views.importing.import_dialog import COLUMNS, FILE, PREVIEW, PROBLEMS, RESULT, ImportDialog
from crm_desktop.views.importing.importing import Importing
from crm_desktop.views.navigation import Place
from tests.support.import_files import ACCOUNTS, write_deals
from tests.support.sample import ident

LEFT = Qt.MouseButton.LeftButton


def deals(desk: Desk) -> list[Record]:
    return desk.store.read(where, "opportunity", "external_id LIKE 'OP-%' AND deleted_at IS NULL ORDER BY external_id")


def opened(qtbot: QtBot, dialog: ImportDialog, path: Path) -> None:
    dialog.file.open(path)
    qtbot.waitUntil(lambda: not dialog.session.opening)


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, LEFT)


def at_rest(qtbot: QtBot, dialog: ImportDialog, step: int) -> None:
    qtbot.waitUntil(lambda: dialog.at == step and not dialog.session.busy)


def to_problems(qtbot: QtBot, dialog: ImportDialog, path: Path) -> None:
    opened(qtbot, dialog, path)
    for step in (COLUMNS, PREVIEW, PROBLEMS):
        click(qtbot, dialog.next)
        at_rest(qtbot, dialog, step)


def answer(qtbot: QtBot, dialog: ImportDialog, policy: Policy) -> None:
    suggestions = dialog.problems.questions.suggestions
    assert suggestions is not None
    click(qtbot, suggestions.all)
    qtbot.waitUntil(lambda: dialog.session.table is not None and not dialog.session.table.suggestions)
    (question,) = dialog.problems.questions.decisions.values()
    click(qtbot, question.buttons[policy])
    qtbot.waitUntil(lambda: dialog.problems.ready)


def test_a_file_is_imported_by_keys_alone(qtbot: QtBot, desk: Desk, importing: Importing, tmp_path: Path) -> None:
    qtbot.keyClick(importing.window(), Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = importing.dialog
    assert dialog is not None
    opened(qtbot, dialog, write_deals(tmp_path))
    dialog.next.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    at_rest(qtbot, dialog, COLUMNS)
    assert dialog.columns.table.hasFocus()
    # Out of the table in reading order, and on with Enter.
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is dialog.columns.template
    press(qtbot, Qt.Key.Key_Return)
    at_rest(qtbot, dialog, PREVIEW)
    assert dialog.session.table is not None
    assert dialog.session.table.tally.created == 6
    press(qtbot, Qt.Key.Key_Return)
    at_rest(qtbot, dialog, PROBLEMS)
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.session.table is not None and not dialog.session.table.suggestions)
    (question,) = dialog.problems.questions.decisions.values()
    question.buttons[Policy.SKIP].setFocus()
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert question.buttons[Policy.PLACEHOLDER].isChecked()
    qtbot.waitUntil(lambda: dialog.problems.ready)
    press(qtbot, Qt.Key.Key_Return)
    at_rest(qtbot, dialog, RESULT)
    found = {record.get("external_id"): record for record in deals(desk)}
    assert list(found) == ["OP-001", "OP-002", "OP-003", "OP-004", "OP-005", "OP-006"]
    assert found["OP-001"].get("opened_on") == "2016-10-20"
    assert found["OP-001"].get("account_id") == ident("hengchuan")
    assert found["OP-002"].get("product_id") == found["OP-001"].get("product_id")
    (placeholder,) = desk.store.read(where, "account", "name = 'Unknown (Accounts)'")
    assert found["OP-003"].get("account_id") == found["OP-006"].get("account_id") == placeholder.id
    assert found["OP-001"].get("owner_id") == desk.me
    press(qtbot, Qt.Key.Key_Return)
    assert importing.dialog is None


def test_what_stays_out_is_saved_corrected_and_imported_without_doubles(
    qtbot: QtBot, desk: Desk, importing: Importing, tmp_path: Path
) -> None:
    importing.open()
    dialog = importing.dialog
    assert dialog is not None
    to_problems(qtbot, dialog, write_deals(tmp_path))
    answer(qtbot, dialog, Policy.SKIP)
    assert dialog.problems.rows.grid.rowCount() == 3
    assert dialog.problems.rows.grid.cells(2)[3].words.startswith("Not a date")
    click(qtbot, dialog.next)
    at_rest(qtbot, dialog, RESULT)
    assert len(deals(desk)) == 4
    errors = tmp_path / "errors.csv"
    dialog.outcome.save_to(errors)
    qtbot.waitUntil(errors.exists)
    click(qtbot, dialog.next)
    text = errors.read_text("utf-8-sig")
    assert text.count("OP-") == 3
    corrected = text.replace("13/45/2016", "10/13/2016").replace(",,Proposal", ",Yunhe Foods,Proposal")
    errors.write_text(corrected.replace(",,Lost", ",Yunhe Foods,Lost"), "utf-8")
    importing.open()
    again = importing.dialog
    assert again is not None
    to_problems(qtbot, again, errors)
    suggestions = again.problems.questions.suggestions
    assert suggestions is not None
    box = next(iter(suggestions.boxes.values()))
    qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    qtbot.waitUntil(lambda: again.problems.ready)
    click(qtbot, again.next)
    at_rest(qtbot, again, RESULT)
    assert [record.get("external_id") for record in deals(desk)] == [f"OP-00{number}" for number in range(1, 8)]


def test_an_import_is_taken_back_as_a_whole_and_said_so(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    names = "".join(f"Company {number}\n" for number in range(1200))
    path.write_text(f"Name\n{names}", "utf-8")
    to_problems(qtbot, dialog, path)
    assert dialog.next.text() == "Import 1,200"
    click(qtbot, dialog.next)
    at_rest(qtbot, dialog, RESULT)
    assert dialog.session.outcome is not None
    assert len(dialog.session.outcome.acts) == 3
    assert "the whole import" in dialog.outcome.undo_words.text()
    # What was done since stays, and does not stand in the way.
    desk.store.door.commit("account.edit", [Update("account", ident("yunhe"), {"next_step": "Call"})])
    click(qtbot, dialog.outcome.undo)
    qtbot.waitUntil(lambda: dialog.outcome.heading.text() == "The import was taken back")
    assert desk.store.read(where, "account", "name LIKE 'Company %' AND deleted_at IS NULL") == []
    (yunhe,) = desk.store.read(where, "account", "id = ?", ident("yunhe"))
    assert yunhe.get("next_step") == "Call"
    assert not dialog.outcome.undo.isVisible()


def test_a_stopped_import_keeps_what_it_wrote(qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("Name\n" + "".join(f"Company {number}\n" for number in range(5000)), "utf-8")
    to_problems(qtbot, dialog, path)
    click(qtbot, dialog.next)
    assert dialog.cancel.text() == "Stop"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    at_rest(qtbot, dialog, RESULT)
    assert dialog.outcome.heading.text() == "The import was stopped"
    assert dialog.session.outcome is not None
    written = desk.store.read(where, "account", "name LIKE 'Company %'")
    assert len(written) == dialog.session.outcome.records < 5000


def test_day_or_month_first_is_asked_in_the_table_and_answered_by_keys(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNTS, "utf-8")
    opened(qtbot, dialog, path)
    click(qtbot, dialog.next)
    table = dialog.columns.table
    assert table.columns.cells(3)[DATES].words == "Day or month first?"
    assert not dialog.next.isEnabled()
    table.setCurrentIndex(table.columns.index(3, DATES))
    press(qtbot, Qt.Key.Key_F2)
    editor = table.indexWidget(table.currentIndex())
    assert isinstance(editor, QComboBox)
    assert [editor.itemText(0), editor.itemText(1)] == [
        "3/4/2027 is 4 Mar 2027 (US)",
        "3/4/2027 is 3 Apr 2027 (day first)",
    ]
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.next.isEnabled)
    for step in (PREVIEW, PROBLEMS):
        click(qtbot, dialog.next)
        at_rest(qtbot, dialog, step)
    assert dialog.session.table is not None
    assert (dialog.session.table.tally.created, dialog.session.table.tally.updated) == (1, 1)
    click(qtbot, dialog.next)
    at_rest(qtbot, dialog, RESULT)
    (known,) = desk.store.read(where, "account", "id = ?", ident("hengchuan"))
    assert (known.get("renewal_on"), known.get("employees")) == ("2027-04-03", 430)


def test_columns_and_keys_are_changed_by_keys_and_by_mouse(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    opened(qtbot, dialog, write_deals(tmp_path))
    click(qtbot, dialog.next)
    table, draft = dialog.columns.table, dialog.session.draft
    assert draft is not None
    assert draft.is_key("external_id")
    table.setCurrentIndex(table.columns.index(5, BECOMES))
    press(qtbot, Qt.Key.Key_Return)
    editor = table.indexWidget(table.currentIndex())
    assert isinstance(editor, QComboBox)
    qtbot.keyClicks(editor, "Do not")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "amount" not in draft.fields.values()
    place = table.visualRect(table.columns.index(0, KEY)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    assert draft.keys == []
    assert draft.is_key("name")


def test_a_title_that_no_column_holds_is_made_of_columns(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    opened(qtbot, dialog, write_deals(tmp_path))
    click(qtbot, dialog.next)
    assert dialog.columns.template.text() == "{product} · {account}"
    dialog.columns.template.selectAll()
    qtbot.keyClicks(dialog.columns.template, "{town}")
    assert dialog.columns.note.said
    assert not dialog.next.isEnabled()
    dialog.columns.template.selectAll()
    qtbot.keyClicks(dialog.columns.template, "{opportunity_id}")
    click(qtbot, dialog.next)
    at_rest(qtbot, dialog, PREVIEW)
    assert dialog.session.table is not None
    assert dialog.session.table.examples[0].values["name"] == "OP-001"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "is empty"),
        ("a.png", b"\x89PNG", "no kind of file"),
        ("a.csv", b"a\0b\0\0", "not a text file"),
        ("a.xlsx", b"nothing", "cannot be read as a workbook"),
        ("a.csv", b'a,b\n1,"2\n', "never closed"),
    ],
)
def test_files_that_are_no_tables_are_refused_in_words(
    qtbot: QtBot, dialog: ImportDialog, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    opened(qtbot, dialog, path)
    assert said in str(dialog.file.note.said)
    assert "Nothing was imported" in str(dialog.file.note.said)
    assert not dialog.next.isEnabled()
    assert dialog.at == FILE


def test_how_a_file_is_read_can_be_changed(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("姓名;公司\n周敏;恒川\n", "gb18030")
    opened(qtbot, dialog, path)
    file = dialog.file
    assert (file.kind.currentData(), file.encoding.currentData(), file.separator.currentData()) == (
        "contact",
        "gb18030",
        ";",
    )
    file.separator.setFocus()
    qtbot.keyClick(file.separator, Qt.Key.Key_Home)
    file.separator.activated.emit(0)
    qtbot.waitUntil(lambda: not dialog.session.opening)
    assert dialog.session.file is not None
    assert dialog.session.file.columns == ("姓名;公司",)


def test_a_workbook_is_dropped_and_its_sheets_can_be_chosen(qtbot: QtBot, dialog: ImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["客户名称", "人数"])
    book.active.append(["恒川精密制造", 430])
    book.create_sheet("other").append(["Name"])
    book.save(path)
    book.close()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    carried = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(dialog.file.drop, QDragEnterEvent(QPoint(20, 20), *carried))
    QApplication.sendEvent(dialog.file.drop, QDropEvent(QPointF(20, 20), *carried))
    qtbot.waitUntil(lambda: dialog.session.file is not None and not dialog.session.opening)
    assert [dialog.file.sheet.itemText(index) for index in range(dialog.file.sheet.count())] == ["Sheet", "other"]
    assert dialog.next.isEnabled()
    dialog.file.sheet.setCurrentIndex(1)
    dialog.file.sheet.activated.emit(1)
    qtbot.waitUntil(lambda: not dialog.session.opening)
    assert not dialog.next.isEnabled()
    assert "no rows" in str(dialog.file.note.said)


def test_only_those_who_may_import_are_offered_it(qtbot: QtBot, desk: Desk, importing: Importing) -> None:
    assert "import_file" in [action.key for action in desk.actions.usable()]
    done = desk.store.door.commit("role.edit", [Update("role", ident("csm"), {"permissions": ["assign"]})])
    desk.announce(done)
    qtbot.waitUntil(lambda: not importing.allowed())
    assert "import_file" not in [action.key for action in desk.actions.usable()]
    qtbot.keyClick(importing.window(), Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert importing.dialog is None


def test_the_records_are_shown_and_screens_hear_of_them(
    qtbot: QtBot, desk: Desk, dialog: ImportDialog, tmp_path: Path
) -> None:
    heard: list[frozenset[str]] = []
    went: list[Place] = []
    desk.refresh.changed.connect(lambda change: heard.append(change.kinds))
    desk.navigator.requested.connect(lambda place, _: went.append(place))
    path = tmp_path / "accounts.csv"
    path.write_text("Name\nNorthwind Tools\n", "utf-8")
    to_problems(qtbot, dialog, path)
    click(qtbot, dialog.next)
    at_rest(qtbot, dialog, RESULT)
    assert heard == [frozenset({"account"})]
    click(qtbot, dialog.outcome.show_records)
    assert went == [Place("accounts")]
