"""The list of files: what it says, what its keys do; looking at pictures without a plain copy on the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.contents import Content
from crm_desktop.store.attachments.attaching import NewFile, Target
from crm_desktop.store.queries.attachments import FileView, files_of
from crm_desktop.sync.files.progress import Direction, FileStatus, Moving
from crm_desktop.sync.status import Connection, PillState, SyncStatus
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_acts import FileActs, file_acts_of
from crm_desktop.views.files.files_card import FilesCard
from crm_desktop.views.files.previews import first_page, is_picture, thumbnail
from crm_desktop.views.files.viewer import FileViewer
from crm_desktop.views.records.record_page import RecordPage
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.text_input import TextInput
from tests.views.files.conftest import HOME, at_server, encoded, picture

Photo = Callable[..., Path]


def attach(desk: Desk, *paths: Path) -> list[FileView]:
    files = desk.store.attachments
    made = [NewFile(files.put(path), path.name) for path in paths]
    desk.announce(files.attach(made, Target("account", HOME)))
    return desk.store.read(files_of, "account", HOME)


def states(card: FilesCard) -> dict[str, str]:
    rows = [card.model.words(card.model.index(row)) for row in range(card.model.rowCount())]
    return {words.title: words.state for words in rows}


def open_viewers() -> list[FileViewer]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, FileViewer) and each.isVisible()]


def viewer() -> FileViewer:
    (found,) = open_viewers()
    return found


@pytest.fixture
def three(card: FilesCard, ready_desk: Desk, photo: Photo, qtbot: QtBot) -> FilesCard:
    """Return the card with three pictures, the newest first."""
    for name, colour in (("red.png", "#c03030"), ("green.png", "#30a030"), ("blue.png", "#3030c0")):
        attach(ready_desk, photo(name, colour))
    qtbot.waitUntil(lambda: card.model.rowCount() == 3)
    qtbot.waitUntil(card.list.isVisible)
    card.list.setFocus()
    card.list.setCurrentIndex(card.model.index(0))
    return card


def test_a_row_says_what_it_is_and_where_it_is(three: FilesCard, ready_desk: Desk) -> None:
    said = three.model.words(three.model.index(0))
    assert (said.title, said.icon, said.state) == ("blue.png", "image", "On this computer, waiting to be sent")
    assert said.meta.startswith("PNG · ")
    assert said.meta.endswith(" · Today 10:00 · You")


def test_what_moves_says_how_far_it_is(three: FilesCard, ready_desk: Desk, qtbot: QtBot) -> None:
    moving = Moving(Direction.UP, three.model.views[1].record.id, 2, 5)
    status = SyncStatus(state=PillState.SYNCING, connection=Connection.ONLINE, files=FileStatus(moving=moving))
    with qtbot.waitSignal(ready_desk.around.sync.changed):
        ready_desk.around.sync.publish(status)
    assert states(three)["green.png"] == "On its way to the server, 40%"
    only = SyncStatus(state=PillState.UP_TO_DATE, connection=Connection.ONLINE, files=FileStatus(records_only=True))
    with qtbot.waitSignal(ready_desk.around.sync.changed):
        ready_desk.around.sync.publish(only)
    assert set(states(three).values()) == {"Waits: only records are synced now"}


def test_pictures_get_a_small_picture_and_texts_a_sheet(
    three: FilesCard, ready_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    find = three.model.previews.find
    qtbot.waitUntil(lambda: all(find(view) is not None for view in three.model.views))
    colours = {view.file_name: find(view) for view in three.model.views}
    blue = colours["blue.png"]
    assert blue is not None
    assert QColor(blue.pixel(blue.width() // 2, blue.height() // 2)).blue() > 150
    assert max(blue.width(), blue.height()) <= 192
    note = tmp_path / "note.txt"
    note.write_text("标签打印机丢任务", encoding="gb18030")
    with note.open("rb") as stream:
        assert first_page(stream) == "标签打印机丢任务"
    with note.open("rb") as stream:
        assert thumbnail(stream, "text/plain").image is not None


def test_a_photo_is_turned_as_the_camera_held_it(tmp_path: Path) -> None:
    plain = encoded(picture(width=300, height=100), "JPG")
    # An EXIF block that says "rotated by 90 degrees", put behind the first marker.
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    turned = plain[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + plain[2:]
    path = tmp_path / "turned.jpg"
    path.write_bytes(turned)
    with path.open("rb") as stream:
        made = thumbnail(stream, "image/jpeg").image
    assert made is not None
    assert made.height() > made.width()


def test_a_damaged_picture_has_no_preview_and_no_format_is_guessed(tmp_path: Path) -> None:
    assert not is_picture("image/svg+xml")
    path = tmp_path / "bad.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(400))
    with path.open("rb") as stream:
        assert thumbnail(stream, "image/png").image is None


def test_enter_shows_the_picture_arrows_the_next_and_escape_closes(three: FilesCard, qtbot: QtBot) -> None:
    QTest.keyClick(three.list, Qt.Key.Key_Return)
    shown = viewer()
    qtbot.waitUntil(lambda: not shown.canvas.place().isEmpty())
    assert shown.view.file_name == "blue.png"
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert shown.view.file_name == "green.png"
    QTest.keyClick(shown, Qt.Key.Key_Left)
    QTest.keyClick(shown, Qt.Key.Key_Left)
    assert shown.view.file_name == "red.png"
    qtbot.waitUntil(lambda: not shown.canvas.place().isEmpty())
    QTest.keyClick(shown, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert shown.canvas.zoom_factor == pytest.approx(1.25)
    with qtbot.waitSignal(shown.finished):
        QTest.keyClick(shown, Qt.Key.Key_Escape)


def test_the_point_below_the_pointer_stays_while_zooming(three: FilesCard, qtbot: QtBot) -> None:
    QTest.keyClick(three.list, Qt.Key.Key_Return)
    shown = viewer()
    qtbot.waitUntil(lambda: not shown.canvas.place().isEmpty())
    canvas = shown.canvas
    for _ in range(6):
        canvas.zoom(1.5)
    before, spot = canvas.place(), QPointF(canvas.width() / 2 + 40, canvas.height() / 2 + 25)
    inside = (spot - before.topLeft()) / before.width()
    wheel = QWheelEvent(
        spot, canvas.mapToGlobal(spot), QPointF().toPoint(), QPointF(0, -120).toPoint(), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)
    after = canvas.place()
    assert after.width() < before.width()
    assert (spot - after.topLeft()).x() / after.width() == pytest.approx(inside.x(), abs=0.001)
    shown.reject()


def test_looking_at_a_picture_writes_no_plain_copy(three: FilesCard, ready_desk: Desk, qtbot: QtBot) -> None:
    folder = ready_desk.store.path.parent
    before = {path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".png", ".jpg")}
    QTest.keyClick(three.list, Qt.Key.Key_Return)
    shown = viewer()
    qtbot.waitUntil(lambda: not shown.canvas.place().isEmpty())
    after = {path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".png", ".jpg")}
    assert {path for path in after - before if "db" not in path.suffix} == set()
    assert not (folder / "replica.db.files" / "viewing").exists()
    shown.reject()


def test_other_files_open_in_the_systems_program_and_the_copy_goes_again(
    card: FilesCard, ready_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "quote.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(3_000))
    (view,) = attach(ready_desk, path)
    acts, asked = file_acts_of(ready_desk), list[QUrl]()

    def open_outside(url: QUrl) -> bool:
        asked.append(url)
        return True

    acts.open_outside = open_outside
    with qtbot.waitSignal(acts.laid_out):
        acts.open(view, card)
    copy = Path(asked[0].toLocalFile())
    assert copy.name == "quote.pdf"
    assert copy.read_bytes() == path.read_bytes()
    ready_desk.around.lock_wanted.emit()
    qtbot.waitUntil(lambda: not copy.exists())


def test_a_system_without_a_program_for_it_says_so(
    card: FilesCard, ready_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "quote.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(3_000))
    (view,) = attach(ready_desk, path)
    acts = file_acts_of(ready_desk)
    acts.open_outside = lambda _url: False
    with qtbot.waitSignal(ready_desk.notices.failed) as told:
        acts.open(view, card)
    assert told.args is not None
    assert told.args[0].code == "content.no_program"
    acts.remove_copies()


def test_a_copy_is_saved_whole_or_not_at_all(three: FilesCard, ready_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    view, target = three.model.views[0], tmp_path / "out" / "copy.png"
    acts = file_acts_of(ready_desk)
    with qtbot.waitSignal(ready_desk.notices.failed) as told:
        acts.save_to(view, target)  # the folder is not there
    assert told.args is not None
    assert told.args[0].code == "content.not_saved"
    target.parent.mkdir()
    with qtbot.waitSignal(ready_desk.notices.informed):
        acts.save_to(view, target)
    assert target.read_bytes() == ready_desk.store.attachments.read(view.sha256)
    assert [path.name for path in target.parent.iterdir()] == ["copy.png"]


def test_f2_renames_a_file_and_not_the_account(three: FilesCard, ready_desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClick(three.list, Qt.Key.Key_F2)
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, Dialog) and each.isVisible())
    field = dialog.findChild(TextInput)
    assert isinstance(field, TextInput)
    dialog.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "line 3 at night")
    verb = next(each for each in dialog.findChildren(Button) if each.text() == "Rename")
    QTest.mouseClick(verb, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "line 3 at night.png" in states(three))


def test_del_moves_a_file_to_the_bin_and_undo_brings_it_back(
    three: FilesCard, ready_desk: Desk, account: RecordPage, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(ready_desk.notices.done):
        QTest.keyClick(three.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: set(states(three)) == {"red.png", "green.png"})
    assert account.content is not None
    assert not account.content.view.record.deleted
    ready_desk.announce(ready_desk.store.door.undo())
    qtbot.waitUntil(lambda: set(states(three)) == {"red.png", "green.png", "blue.png"})


def test_what_is_at_the_server_is_fetched_and_opens_when_it_has_come(
    card: FilesCard, ready_desk: Desk, qtbot: QtBot
) -> None:
    data = encoded(picture("#205080"))
    attachment = at_server(ready_desk, "far.png", data)
    qtbot.waitUntil(lambda: states(card) == {"far.png": "At the server, fetched when opened"})
    card.list.setCurrentIndex(card.model.index(0))
    card.list.setFocus()
    with qtbot.waitSignal(ready_desk.around.files_wanted):
        QTest.keyClick(card.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: states(card) == {"far.png": "Asked for, comes with the network"})
    assert not open_viewers()
    (view,) = card.model.views
    fetching = ready_desk.store.attachments.queue.begin_fetch(Content(view.sha256, view.size, view.media_type))
    fetching.take(data)
    assert fetching.finish()
    fetching.close()
    ready_desk.refresh.announce({"attachment"}, {attachment}, ready_desk.around.sync)
    qtbot.waitUntil(lambda: len(open_viewers()) == 1)
    shown = viewer()
    qtbot.waitUntil(lambda: not shown.canvas.place().isEmpty())
    shown.reject()


def test_one_desk_has_one_keeper_of_copies(ready_desk: Desk) -> None:
    assert file_acts_of(ready_desk) is file_acts_of(ready_desk)
    assert isinstance(file_acts_of(ready_desk), FileActs)


def test_a_picture_larger_than_memory_allows_is_refused(tmp_path: Path) -> None:
    huge = encoded(QImage(8, 8, QImage.Format.Format_RGB32))
    # The header claims 60,000 by 60,000 points: the reader must not believe that it may take 14 GB.
    at = huge.index(b"IHDR") + 4
    path = tmp_path / "bomb.png"
    path.write_bytes(huge[:at] + (60_000).to_bytes(4, "big") * 2 + huge[at + 8 :])
    with path.open("rb") as stream:
        assert thumbnail(stream, "image/png").image is None
