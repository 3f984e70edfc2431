"""Reminders in the window: told once, put off, done; and nothing of a customer while the program is locked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Update
from crm_desktop.store.queries.records import record
from crm_desktop.store.reader import Reader
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.reminders.watch import ReminderWatch
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import HOUR, NOW, ident

MINUTE = 60_000


class Window(QWidget):
    """A window that can be covered, as the program's own can."""

    covered = False


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    current_theme().install(qapp)
    current_theme().choose("light")
    current_language().use("en")
    made = Window()
    made.resize(900, 600)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def clock(desk: Desk) -> ManualClock:
    """Remind of the quote in half an hour, and of the interview, ten minutes before it begins."""
    soon = {"starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR, "remind_minutes": 10}
    edits = [
        Update("task", ident("task.quote"), {"remind_at": NOW + HOUR // 2}),
        Update("visit", ident("visit.interview"), soon),
    ]
    desk.store.door.commit("task.edit", edits)
    assert isinstance(desk.clock, ManualClock)
    return desk.clock


def _put_off(reader: Reader) -> int:
    return int(reader.value("SELECT count(*) FROM reminders WHERE again_at IS NOT NULL"))


def test_what_is_due_is_told_once_and_done_or_put_off_at_once(
    desk: Desk, window: Window, clock: ManualClock, qtbot: QtBot
) -> None:
    watch = ReminderWatch(desk, window)
    watch.look()
    clock.advance(55 * MINUTE)
    watch.look()
    qtbot.waitUntil(lambda: watch.card.reminder is not None)
    card = watch.card
    assert card.accessibleName() == "Reminder: Send the renewal quote, Today 14:48"
    assert desk.store.reminders.due("UTC") == []
    qtbot.mouseClick(card.done, Qt.MouseButton.LeftButton)

    def done() -> bool:
        found = desk.store.read(record, "task", ident("task.quote"))
        return found is not None and bool(found.get("done"))

    qtbot.waitUntil(done)
    assert card.reminder is not None
    assert card.reminder.entry.record.title == "Process interview"
    assert not card.done.isVisible()
    card._later("minutes")
    assert card.isHidden()
    qtbot.waitUntil(lambda: desk.store.read(_put_off) == 1)
    clock.advance(4 * MINUTE)
    assert desk.store.reminders.due("UTC") == []
    clock.advance(MINUTE)
    watch.look()
    qtbot.waitUntil(card.isVisible)


def test_a_locked_program_says_nothing_of_a_customer_until_it_is_unlocked(
    desk: Desk, window: Window, clock: ManualClock, qtbot: QtBot
) -> None:
    window.covered = True
    clock.advance(55 * MINUTE)
    watch = ReminderWatch(desk, window)
    watch.look()
    qtbot.waitUntil(lambda: bool(watch.notice.told))
    assert watch.notice.told == [("Fieldline CRM", "2 reminders waiting. Unlock to see.")]
    assert watch._card is None
    window.covered = False
    window.setWindowTitle("At work again")
    qtbot.waitUntil(lambda: watch.card.reminder is not None)
    assert "quote" in watch.card.accessibleName()
