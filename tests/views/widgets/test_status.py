"""Components that say how things stand: undo bar, sync pill, strip, progress, spinner."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.language.language import current_language
from crm_desktop.views.widgets.busy import Busy
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.focus_ring import FocusRing
from crm_desktop.views.widgets.progress import Progress
from crm_desktop.views.widgets.strip import OfflineStrip
from crm_desktop.views.widgets.sync_pill import SyncPill, SyncState
from crm_desktop.views.widgets.undo_bar import UndoBar


def test_the_undo_bar_goes_after_six_seconds(window: QWidget) -> None:
    bar = UndoBar(window)
    bar.offer("Done", lambda: None)
    assert bar.timer.interval() == 6000
    assert bar.timer.isActive()
    bar.timer.timeout.emit()
    assert not bar.isVisible()
    assert not bar.timer.isActive()


def test_the_undo_bar_waits_while_the_pointer_is_on_it(window: QWidget) -> None:
    bar, spot = UndoBar(window), QPointF(5, 5)
    bar.offer("Done", lambda: None)
    QApplication.sendEvent(bar, QEnterEvent(spot, spot, spot))
    assert not bar.timer.isActive()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert bar.timer.isActive()
    bar.dismiss()


def test_undo_runs_once_and_the_bar_goes(window: QWidget) -> None:
    undone: list[int] = []
    bar = UndoBar(window)
    bar.offer("Done", lambda: undone.append(1))
    button = next(child for child in bar.findChildren(QWidget) if child.accessibleName() == "Undo")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert not bar.isVisible()


def test_a_newer_notice_takes_the_place_of_the_older(window: QWidget) -> None:
    bar = UndoBar(window)
    bar.offer("First", lambda: None)
    bar.tell("Second")
    assert bar.accessibleName() == "Second"
    assert not any(child.isVisible() for child in bar.findChildren(QWidget) if child.accessibleName() == "Undo")
    bar.dismiss()


@pytest.mark.parametrize(
    ("state", "count", "total", "english", "chinese"),
    [
        (SyncState.UP_TO_DATE, 0, 0, "Up to date", "已同步"),
        (SyncState.SYNCING, 4, 12, "Syncing 4 of 12", "同步中 4 / 12"),
        (SyncState.OFFLINE, 7, 0, "Offline · 7 waiting", "离线 · 7 项待同步"),
        (SyncState.TO_DECIDE, 2, 0, "2 to decide", "2 项待决定"),
        (SyncState.FAILED, 0, 0, "Sync failed", "同步失败"),
    ],
)
def test_the_pill_says_its_state(
    qtbot: QtBot, state: SyncState, count: int, total: int, english: str, chinese: str
) -> None:
    pill = SyncPill()
    qtbot.addWidget(pill)
    pill.show_state(state, count, total)
    assert pill.accessibleName() == english
    assert pill.accessibleDescription().endswith(".")
    current_language().use("zh")
    QApplication.processEvents()
    assert pill.accessibleName() == chinese


def test_the_pill_turns_only_while_bytes_move(window: QWidget) -> None:
    pill = SyncPill(window)
    pill.show()
    seen = []
    pill.show_state(SyncState.SYNCING, 1, 2)
    seen.append(pill.turning)
    pill.show_state(SyncState.SYNCING, 1, 2, moving=True)
    seen.append(pill.turning)
    pill.hide()
    seen.append(pill.turning)
    assert seen == [False, True, False]


def test_a_closed_offline_strip_stays_closed_until_the_next_loss(window: QWidget) -> None:
    strip = OfflineStrip(lambda: None, window)
    strip.connection_lost(3, "Yesterday 18:42")
    assert strip.isVisible()
    strip.hide()
    strip.connection_lost(4, "Yesterday 18:42")
    assert not strip.isVisible()
    strip.connection_back()
    strip.connection_lost(1, "")
    assert strip.isVisible()


def test_a_spinner_shows_only_after_300_ms(window: QWidget) -> None:
    busy, seen = Busy(window), []
    busy.set(True)
    seen.append(busy.visible)
    busy.delay.timeout.emit()
    seen.append(busy.visible)
    busy.set(False)
    seen.append(busy.visible)
    assert seen == [False, True, False]


def test_unknown_progress_is_words_only(qtbot: QtBot) -> None:
    progress = Progress("Reading")
    qtbot.addWidget(progress)
    progress.set_progress(None)
    assert progress.bar.isHidden()
    progress.set_progress(0.4, "40%")
    assert progress.accessibleName() == "Reading 40%"


def test_the_focus_ring_goes_around_the_focused_button(window: QWidget) -> None:
    ring = FocusRing()
    button = Button("Go", parent=window)
    button.move(100, 100)
    button.show()
    ring.focus_moved(None, button)
    assert ring.isVisible()
    assert ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4)
    button.move(200, 100)
    assert ring.x() == 196
    ring.focus_moved(button, None)
    assert not ring.isVisible()
    ring.deleteLater()
