"""The pill: red dot and time while somebody listens, plain words while nobody does, everything by key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.store.queries.records import record
from crm_desktop.views.desk import Desk
from crm_desktop.views.recording.consent import ConsentPanel
from crm_desktop.views.recording.recording_bar import RecordingBar
from crm_desktop.views.recording.talk import TalkState
from crm_desktop.views.widgets.text_input import TextInput
from tests.support.sound import Tone
from tests.support.talks import lay_talk, said_in

pytestmark = pytest.mark.usefixtures("dressed")


class TalkPage(QWidget):
    """A page with the pill and a field, as an interview has them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.resize(900, 600)
        self.bar = RecordingBar(desk, self)
        self.field = QLineEdit()
        self.bar.paste_into(self.field)
        top = QHBoxLayout()
        top.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addStretch()
        column.addWidget(self.field)


@pytest.fixture(autouse=True)
def clean_clipboard() -> Iterator[None]:
    """Leave nothing on the clipboard for other tests."""
    yield
    QApplication.clipboard().clear()


Opened = Callable[..., tuple[TalkPage, Tone, str]]


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk) -> Iterator[Opened]:
    """Open pages with a talk under way; a tone instead of a microphone."""
    pages: list[TalkPage] = []

    def made(*, agreed: bool = True, problem: str = "") -> tuple[TalkPage, Tone, str]:
        interview_id = lay_talk(desk.store, agreed=agreed)
        page, tone = TalkPage(desk), Tone(problem=problem)
        pages.append(page)
        page.bar.talk.make_source = lambda: tone
        with qtbot.waitExposed(page):
            page.show()
        page.bar.begin(interview_id)
        qtbot.waitUntil(page.bar.isVisible)
        return page, tone, interview_id

    yield made
    for page in pages:
        page.bar.stop()
        qtbot.waitUntil(lambda page=page: page.bar.talk.recorder is None, timeout=10_000)  # type: ignore[misc]
        page.close()
        page.deleteLater()


def _run(desk: Desk, key: str) -> None:
    action = desk.actions.find(key)
    assert action is not None
    assert action.enabled()
    action.run()


def test_while_somebody_listens_the_pill_shows_dot_time_wave_pause_and_flag(opened: Opened) -> None:
    page, tone, _ = opened()
    bar = page.bar
    tone.play(200)
    assert bar.state is TalkState.RECORDING
    assert all(each.isVisible() for each in (bar.time, bar.wave, bar.halt, bar.flag))
    assert not bar.listen.isVisible()
    assert bar.accessibleName().startswith("Recording 00:00:")


def test_keys_pause_go_on_and_mark(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    page, tone, interview_id = opened()
    page.field.setFocus()
    marks: list[int] = []
    page.bar.marked.connect(marks.append)
    qtbot.keyClick(page.field, Qt.Key.Key_F7)
    assert (page.bar.state, tone.state) == (TalkState.PAUSED, "paused")
    assert page.bar.word.text() == "Paused"
    qtbot.keyClick(page.field, Qt.Key.Key_F7)
    assert page.bar.state is TalkState.RECORDING
    qtbot.keyClick(page.field, Qt.Key.Key_F8)
    assert len(marks) == 1
    qtbot.waitUntil(lambda: [each.form for each in said_in(desk.store, interview_id)] == ["mark"])
    assert said_in(desk.store, interview_id)[0].entry.get("at_ms") == marks[0]


def test_recording_waits_for_the_tick_and_keeps_who_agreed(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    page, tone, interview_id = opened(agreed=False)
    bar = page.bar
    assert bar.state is TalkState.NOTES
    qtbot.mouseClick(bar.listen, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.asking.popover is not None)
    assert bar.asking.popover is not None
    panel = bar.asking.popover.content
    assert isinstance(panel, ConsentPanel)
    name = panel.findChild(TextInput)
    assert name is not None
    qtbot.keyClicks(name, "Zhou Min")
    qtbot.mouseClick(panel.start, Qt.MouseButton.LeftButton)
    assert tone.state == "new"
    qtbot.keyClick(panel.tick, Qt.Key.Key_Space)
    qtbot.mouseClick(panel.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.state is TalkState.RECORDING)
    kept = desk.store.read(record, "interview", interview_id)
    assert kept is not None
    assert kept.get("consent_by") == "Zhou Min"
    assert bar.asking.popover is None


def test_without_a_microphone_the_pill_says_so_and_offers_to_try_again(opened: Opened) -> None:
    page, _, _ = opened(problem="recording.no_device")
    assert page.bar.word.text() == "No microphone found"
    assert "goes on without a recording" in page.bar.word.toolTip()
    again = Tone()
    page.bar.talk.make_source = lambda: again
    page.bar.listen.click()
    assert page.bar.state is TalkState.RECORDING
    assert not page.bar.word.isVisible()


def test_a_voice_note_shows_how_long_it_is_and_ends_with_the_same_key(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    page, _, interview_id = opened()
    note = Tone(880)
    page.bar.talk.make_source = lambda: note
    _run(desk, "recording.voice")
    note.play(1_200)
    page.bar._tick.timeout.emit()
    assert page.bar.note.isVisible()
    assert page.bar.note.text() == "Voice note 0:01"
    _run(desk, "recording.voice")
    qtbot.waitUntil(lambda: [each.form for each in said_in(desk.store, interview_id)] == ["voice"], timeout=10_000)
    assert not page.bar.note.isVisible()


def _picture() -> QImage:
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    return image


def test_pictures_that_are_pasted_or_dropped_are_photos_of_this_moment(
    qtbot: QtBot, desk: Desk, opened: Opened, tmp_path: Path
) -> None:
    page, _, interview_id = opened()
    QApplication.clipboard().setImage(_picture())
    page.field.setFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(said_in(desk.store, interview_id)) == 1)
    files = [tmp_path / "missing parts.png", tmp_path / "table.png", tmp_path / "prices.xlsx"]
    for place, path in enumerate(files[:2]):
        image = _picture()
        image.setPixel(0, 0, place)
        image.save(str(path))
    told: list[str] = []
    desk.notices.informed.connect(lambda words: told.append(str(words)))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(QPoint(50, 50), copy, mime, left, none),
        QDropEvent(QPointF(50, 50), copy, mime, left, none),
    ):
        QApplication.sendEvent(page, event)
        assert event.isAccepted()
    qtbot.waitUntil(lambda: len(said_in(desk.store, interview_id)) == 2)
    dropped = said_in(desk.store, interview_id)[1]
    assert dropped.form == "photo"
    assert sorted(each.file_name for each in dropped.files) == ["missing parts.png", "table.png"]
    assert told == ["prices.xlsx is no picture. Add it to the client's files."]
    desk.store.door.undo()
    assert len(said_in(desk.store, interview_id)) == 1


def test_without_a_camera_the_dialog_says_so_and_takes_what_is_pasted(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    page, _, interview_id = opened()
    QApplication.clipboard().setImage(_picture())
    _run(desk, "recording.photo")
    dialog = page.bar.photos.dialog
    assert dialog is not None
    assert dialog.problem == "camera.none"
    assert not dialog.shoot.isVisible()
    qtbot.mouseClick(dialog.paste, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [each.form for each in said_in(desk.store, interview_id)] == ["photo"])
    assert page.bar.photos.dialog is None
