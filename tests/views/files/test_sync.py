"""What the sync says about files: in one sentence, in the centre's list of trouble, and what the settings choose."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.contents import MEGABYTE, Content
from crm_desktop.models.errors import Refused
from crm_desktop.models.file_queue import FileLevels
from crm_desktop.store.queries.attachments import file_views
from crm_desktop.sync.failures import Failure, Trouble
from crm_desktop.sync.files.progress import Direction, FileStatus, Moving
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.traffic_words import traffic
from crm_desktop.views.files.trouble import FilesInTrouble
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.settings.files import FilesGroup
from tests.support.sample import NOW
from tests.views.files.conftest import at_server, encoded, picture

TWO = FileLevels(up=2, up_bytes=3_400_000)
FORMATS = Formats("en", NOW)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (FileStatus(), "None"),
        (FileStatus(waiting=TWO, moving=Moving(Direction.UP, "a", 1, 4)), "Sending a file, 25%; 2 files to go, 3.4 MB"),
        (FileStatus(waiting=TWO), "2 files wait, 3.4 MB"),
        (FileStatus(waiting=TWO, records_only=True), "2 files wait, 3.4 MB: only records are synced"),
        (FileStatus(records_only=True), "Only records are synced, no files"),
    ],
)
def test_one_sentence_tells_how_files_stand(ready_desk: Desk, status: FileStatus, sentence: str) -> None:
    assert str(traffic(status, FORMATS)) == sentence


def test_a_failure_is_told_by_its_title(ready_desk: Desk) -> None:
    failure = Failure(Trouble.LINE, "content.offset")
    said = str(traffic(FileStatus(waiting=TWO, failure=failure), FORMATS))
    assert said.startswith("2 files wait, 3.4 MB: ")
    assert "content.offset" not in said


def test_what_failed_stands_in_one_list_and_is_tried_again(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    files, attachment = ready_desk.store.attachments, at_server(ready_desk, "line 3.png")
    (view,) = ready_desk.store.read(file_views, [attachment])
    files.want(view.sha256)
    files.queue.fetch_failed(Content(view.sha256, view.size, view.media_type), Refused("content.not_here"))
    dialog = FilesInTrouble(ready_desk, window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    words = dialog.model.words(dialog.model.index(0))
    assert words.state == "Failed: The file is not at the server"
    with qtbot.waitSignals([ready_desk.around.files_wanted, dialog.finished]):
        QTest.mouseClick(dialog.again, Qt.MouseButton.LeftButton)


def test_the_settings_tell_what_files_take_and_pass_on_both_choices(
    ready_desk: Desk, window: QWidget, qtbot: QtBot
) -> None:
    content = ready_desk.store.attachments.put(encoded(picture()))
    group = FilesGroup(ready_desk)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(group)
    group.read()
    size = FORMATS.file_size(content.size)
    qtbot.waitUntil(lambda: group.stored.text() == f"{size} in 1 file, encrypted")
    assert group.budget.choice == str(ready_desk.store.attachments.keeping.budget // MEGABYTE)
    with qtbot.waitSignal(ready_desk.around.records_only_chosen) as chosen:
        QTest.mouseClick(group.records_only, Qt.MouseButton.LeftButton)
    assert chosen.args == [True]
    assert ready_desk.around.records_only
    with qtbot.waitSignal(ready_desk.around.file_budget_chosen) as amount:
        two_gigabytes = next(
            each for each in group.budget.findChildren(QAbstractButton) if each.accessibleName() == "2 GB"
        )
        QTest.mouseClick(two_gigabytes, Qt.MouseButton.LeftButton)
    assert amount.args == [2_000]
