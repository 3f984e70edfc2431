"""Adding files to a record: dropped, pasted, into the line that logs, into a form; and what is refused, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Refused
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import where
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.files_card import FilesCard
from crm_desktop.views.files.pending_files import PendingFiles
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.records.record_dialog import RecordDialog
from crm_desktop.views.records.record_page import RecordPage
from crm_desktop.views.records.timeline_card import TimelineCard
from tests.support.sample import ME, ident
from tests.views.files.conftest import HOME, picture

Photo = Callable[..., Path]


@pytest.fixture(autouse=True)
def clean_clipboard() -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def urls_of(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(target: QWidget, mime: QMimeData) -> bool:
    """Drag over a widget and let go, with real events; tell whether it was taken."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(40, 40), copy, mime, left, none)
    QApplication.sendEvent(target, entering)
    if not entering.isAccepted():
        return False
    dropping = QDropEvent(QPointF(40, 40), copy, mime, left, none)
    QApplication.sendEvent(target, dropping)
    return dropping.isAccepted()


def files(desk: Desk, kind: str = "account", record_id: str = HOME) -> list[Record]:
    return desk.store.read(where, "attachment", "record_kind = ? AND record_id = ? ORDER BY id", kind, record_id)


def names(found: list[Record]) -> list[object]:
    return [each.get("file_name") for each in found]


def test_two_files_dropped_on_the_page_are_one_act_and_one_undo(
    account: RecordPage, card: FilesCard, ready_desk: Desk, photo: Photo, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(ready_desk.notices.done) as told:
        assert drop(account, urls_of(photo("line 3.png"), photo("press.jpg", "#883311")))
    assert told.args is not None
    assert str(told.args[0]) == "2 files added"
    qtbot.waitUntil(lambda: card.model.rowCount() == 2)
    assert set(names(files(ready_desk))) == {"line 3.png", "press.jpg"}
    assert {each.get("account_id") for each in files(ready_desk)} == {HOME}
    ready_desk.announce(ready_desk.store.door.undo())
    qtbot.waitUntil(lambda: card.model.rowCount() == 0)
    assert account.tabs.isVisible()


def test_a_drag_says_what_a_drop_would_do_and_leaves_nothing_behind(account: RecordPage, photo: Photo) -> None:
    none = Qt.KeyboardModifier.NoModifier
    mime = urls_of(photo("a.png"))
    either = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    entering = QDragEnterEvent(QPoint(40, 40), either, mime, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(account, entering)
    assert entering.isAccepted()
    assert entering.dropAction() == Qt.DropAction.CopyAction
    assert account.files.drop.sheet is not None
    account.files.drop._hide_sheet()
    assert account.files.drop.sheet is None


def test_text_that_is_dragged_is_none_of_our_business(account: RecordPage) -> None:
    mime = QMimeData()
    mime.setText("just words")
    assert not drop(account, mime)


def test_a_screenshot_pasted_on_the_page_becomes_a_file_of_its_record(
    account: RecordPage, card: FilesCard, ready_desk: Desk, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setImage(picture())
    card.add.setFocus()
    qtbot.waitUntil(card.add.hasFocus)
    QTest.keyClick(card.add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: card.model.rowCount() == 1)
    (made,) = files(ready_desk)
    assert (made.get("file_name"), made.get("media_type")) == ("Picture 2026-03-12 10.00.png", "image/png")
    (view,) = card.model.views
    assert ready_desk.store.attachments.read(view.sha256).startswith(b"\x89PNG")


def test_nothing_to_paste_is_said(account: RecordPage, ready_desk: Desk, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("words")
    with qtbot.waitSignal(ready_desk.notices.informed) as told:
        assert ready_desk.actions.run("attachment.paste")
    assert told.args is not None
    assert str(told.args[0]) == "There is no picture and no file to paste"


def test_a_picture_pasted_into_the_log_line_hangs_on_what_was_logged_in_one_act(
    account: RecordPage, card: FilesCard, ready_desk: Desk, qtbot: QtBot
) -> None:
    account.tabs.choose("overview")
    line = account.findChild(TimelineCard)
    assert isinstance(line, TimelineCard)
    line.line.setFocus()
    qtbot.waitUntil(line.line.hasFocus)
    QGuiApplication.clipboard().setImage(picture())
    QTest.keyClick(line.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(line.files.chips) == 1)
    QTest.keyClicks(line.line, "called Gu about line 3")
    QTest.keyClick(line.line, Qt.Key.Key_Return)

    def logged() -> list[Record]:
        return ready_desk.store.read(where, "activity", "subject = ? AND deleted_at IS NULL", "called Gu about line 3")

    qtbot.waitUntil(lambda: len(logged()) == 1)
    (activity,) = logged()
    (made,) = files(ready_desk, "activity", activity.id)
    assert made.get("account_id") == HOME
    assert not line.files.chips
    account.tabs.choose("files")
    qtbot.waitUntil(lambda: card.model.rowCount() == 1)
    assert "called Gu about line 3" in card.model.words(card.model.index(0)).meta
    ready_desk.announce(ready_desk.store.door.undo())
    qtbot.waitUntil(lambda: not logged() and card.model.rowCount() == 0)


def test_text_is_still_pasted_as_text_into_the_log_line(account: RecordPage, qtbot: QtBot) -> None:
    account.tabs.choose("overview")
    line = account.findChild(TimelineCard)
    assert isinstance(line, TimelineCard)
    mime = QMimeData()
    mime.setText("from a cell")
    mime.setImageData(picture())  # a spreadsheet puts both into the clipboard
    QGuiApplication.clipboard().setMimeData(mime)
    line.line.setFocus()
    QTest.keyClick(line.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.line.text() == "from a cell"
    assert not line.files.chips


def test_a_picture_pasted_into_a_note_is_saved_with_the_note(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    known = {"account_id": HOME, "record_kind": "account", "record_id": HOME}
    dialog = CreateDialog("note", known, ready_desk, window)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    body = dialog.form.fields["body"].editor.findChild(QPlainTextEdit)
    assert isinstance(body, QPlainTextEdit)
    body.setFocus()
    QTest.keyClicks(body, "The label printer")
    QGuiApplication.clipboard().setImage(picture())
    QTest.keyClick(body, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    pending = dialog.findChild(PendingFiles)
    assert isinstance(pending, PendingFiles)
    qtbot.waitUntil(lambda: len(pending.chips) == 1)
    with qtbot.waitSignal(dialog.created) as created:
        QTest.keyClick(body, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert created.args is not None
    (made,) = files(ready_desk, "note", str(created.args[1]))
    assert (made.get("owner_id"), made.get("account_id")) == (ME, HOME)


def test_a_file_taken_off_again_is_not_attached(ready_desk: Desk, window: QWidget, photo: Photo, qtbot: QtBot) -> None:
    pending = PendingFiles(ready_desk)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(pending)
    pending.add([photo("a.png"), photo("b.png", "#112233")])
    qtbot.waitUntil(lambda: len(pending.chips) == 2)
    QTest.mouseClick(pending.chips[0], Qt.MouseButton.LeftButton)
    assert [each.name for each in pending.files] == ["b.png"]


def test_a_program_is_refused_in_plain_words_and_nothing_is_attached(
    account: RecordPage, ready_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    program = tmp_path / "setup.exe"
    program.write_bytes(b"MZ" + bytes(200))
    with qtbot.waitSignal(ready_desk.notices.failed) as told:
        assert drop(account, urls_of(program))
    assert told.args is not None
    error = told.args[0]
    assert isinstance(error, Refused)
    assert error.code == "content.type_refused"
    assert files(ready_desk) == []


def test_one_bad_file_among_others_is_named_and_the_others_are_added(
    account: RecordPage, ready_desk: Desk, photo: Photo, tmp_path: Path, qtbot: QtBot
) -> None:
    empty = tmp_path / "nothing.txt"
    empty.write_bytes(b"")
    with qtbot.waitSignals([ready_desk.notices.informed, ready_desk.notices.done]):
        assert drop(account, urls_of(photo("a.png"), empty))
    assert names(files(ready_desk)) == ["a.png"]


def test_a_task_has_files_too(ready_desk: Desk, window: QWidget, photo: Photo, qtbot: QtBot) -> None:
    from crm_desktop.views.navigation import Place

    page = RecordPage(ready_desk)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(page)
    page.visit(Place("tasks", ident("task.quote"), tab="files"), None)
    qtbot.waitUntil(page.header.isVisible)
    assert drop(page, urls_of(photo("a.png")))
    qtbot.waitUntil(lambda: len(files(ready_desk, "task", ident("task.quote"))) == 1)
    found = page.findChild(FilesCard)
    assert isinstance(found, FilesCard)
    qtbot.waitUntil(lambda: found.model.rowCount() == 1)


def test_a_picture_dropped_on_a_note_of_last_week_hangs_on_that_note(
    ready_desk: Desk, window: QWidget, photo: Photo, qtbot: QtBot
) -> None:
    note = Create("note", {"body": "Seen on line 3", "account_id": HOME, "record_kind": "account", "record_id": HOME})
    ready_desk.store.door.commit("note.create", [note])
    dialog = RecordDialog("note", note.id, ready_desk, window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.facts.facts["body"].value.look.words == "Seen on line 3")
    assert drop(dialog, urls_of(photo("a.png")))
    qtbot.waitUntil(lambda: [chip.text() for chip in dialog.files.chips] == ["a.png"])
    QGuiApplication.clipboard().setImage(picture("#123456"))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(dialog.files.chips) == 2)
    assert len(files(ready_desk, "note", note.id)) == 2
    dialog.reject()
