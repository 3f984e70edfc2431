"""The sync centre on a real replica: what it lists, how a conflict is settled by key, what becomes of a refused act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.money import to_units
from crm_desktop.models.record import Record, SyncState
from crm_desktop.models.rules.settling import Side
from crm_desktop.models.sync_run import CheckResult
from crm_desktop.store.queries.records import record
from crm_desktop.store.queries.sync_state import conflicts, parked
from crm_desktop.sync.events import Phase
from crm_desktop.sync.failures import Failure, Trouble
from crm_desktop.sync.status import Connection, PillState, SyncStatus
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Place
from crm_desktop.views.sync_centre.differences import added
from crm_desktop.views.sync_centre.page import SyncCentrePage
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.label import Label
from tests.store.server_side import batch, pulled
from tests.support.sample import ME, ident
from tests.support.sync_sample import conflict, fill_sync

pytestmark = pytest.mark.usefixtures("dressed")

_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[SyncCentrePage]:
    """The page with something in each corner, in a window."""
    assert isinstance(desk.clock, ManualClock)
    fill_sync(desk.store, desk.clock)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 848)
    made = SyncCentrePage(desk)
    QVBoxLayout(window).addWidget(made)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: made.list.entries.rowCount() == 4)
    yield made
    window.close()


def test_a_check_is_asked_for_and_its_result_told_in_a_sentence(page: SyncCentrePage, desk: Desk, qtbot: QtBot) -> None:
    status = SyncStatus(state=PillState.UP_TO_DATE, connection=Connection.ONLINE)
    desk.around.sync.publish(status)
    qtbot.waitUntil(page.status.check.isEnabled)
    with qtbot.waitSignal(desk.around.check_wanted):
        QTest.mouseClick(page.status.check, _LEFT)
    comparing = replace(status, phase=Phase.CHECK, done=3, total=20, percent=15)
    desk.around.sync.publish(comparing)
    qtbot.waitUntil(lambda: not page.status.check.isEnabled())
    assert "Checking this computer's data" in said(page)
    found = CheckResult(at=desk.clock.now(), records=100, changed=2)
    desk.store.parts.conclude(found, desk.clock.now())
    desk.around.sync.publish(status)
    sentence = "2 records did not match the server and were put right. Your changes are kept. Checked: Today 10:00"
    qtbot.waitUntil(lambda: sentence in said(page))


def deal(desk: Desk) -> Record:
    found = desk.store.read(record, "opportunity", ident("mes2"))
    assert found is not None
    return found


def radio(page: SyncCentrePage, name: str) -> QRadioButton:
    return next(cell.radio for cell in page.conflict.table._sides.values() if cell.radio.accessibleName() == name)


def said(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label) if label.isVisible()]


def go_to(page: SyncCentrePage, title: str) -> None:
    titles = [entry.title for entry in page.list.entries.entries]
    page.list.setCurrentIndex(page.list.entries.index(titles.index(title), 0))


def test_records_are_listed_with_what_is_to_be_said_of_each(page: SyncCentrePage) -> None:
    model = page.list.entries
    fields = "Amount, changed on both sides; Next step, changed on both sides; Notes, merged for you"
    assert [model.data(model.index(row, 0)) for row in range(4)] == [
        f"MES phase 2, Opportunity: {fields}",
        "Beichen Valves, Account: Not accepted: Someone else changed this first",
        "Hengchuan Precision, Account: Next step, Health; Phone",
        "MES, Task: New record",
    ]
    tabs = [page.tabs.accessibleTabName(index) for index in range(4)]
    assert tabs == ["All 4", "Waiting 2", "Conflicts 1", "Failed 1"]


def test_a_conflict_is_decided_by_arrows_and_applied_by_control_enter(
    desk: Desk, page: SyncCentrePage, qtbot: QtBot
) -> None:
    page.conflict.focus_first()
    qtbot.keyClick(radio(page, "Amount: mine, ¥920,000"), Qt.Key.Key_Right)
    assert page.conflict.table.choices == {"amount": Side.THEIRS}
    qtbot.keyClick(radio(page, "Amount: theirs, ¥880,000"), Qt.Key.Key_Down)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QRadioButton)
    assert focused.accessibleName().startswith("Next step: mine")
    qtbot.keyClick(focused, Qt.Key.Key_Left)
    assert page.conflict.table.choices == {"amount": Side.THEIRS, "next_step": Side.MINE}
    results = {"¥880,000", "Agree payment terms with Gu Zhenhua"}
    qtbot.waitUntil(lambda: results <= set(said(page.conflict)))
    with qtbot.waitSignal(desk.notices.done):
        qtbot.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert deal(desk).get("amount") == to_units(880_000)
    assert deal(desk).get("next_step") == "Agree payment terms with Gu Zhenhua"
    assert desk.store.read(conflicts) == []
    settled = desk.store.read(conflicts, settled=True)
    decided = {each.entry.get("field"): each.entry.get("decision") for each in settled}
    assert decided == {"amount": "theirs", "next_step": "mine"}
    assert {each.entry.get("settled_by") for each in settled} == {ME}


def test_settling_is_one_act_that_undo_takes_back(desk: Desk, page: SyncCentrePage, qtbot: QtBot) -> None:
    before = deal(desk).get("amount")
    with qtbot.waitSignal(desk.notices.done):
        page.conflict.keep(mine=False)
    assert deal(desk).get("amount") == to_units(880_000)
    desk.store.door.undo()
    assert deal(desk).get("amount") == before
    assert len(desk.store.read(conflicts)) == 2


def test_only_what_was_decided_is_applied(desk: Desk, page: SyncCentrePage, qtbot: QtBot) -> None:
    assert not page.conflict.apply.isEnabled()
    qtbot.mouseClick(radio(page, "Next step: theirs, Price approval by finance, then call Gu"), _LEFT)
    with qtbot.waitSignal(desk.notices.done):
        qtbot.mouseClick(page.conflict.apply, _LEFT)
    qtbot.waitUntil(lambda: len(page.list.entries.entries[0].conflicts) == 1)
    (left,) = desk.store.read(conflicts)
    assert left.entry.get("field") == "amount"


def test_where_the_other_one_came_later_the_columns_still_say_whose_is_whose(
    desk: Desk, page: SyncCentrePage, qtbot: QtBot
) -> None:
    sides = {"mine_by": ident("zhang"), "theirs_by": ME, "winner": "mine"}
    later = conflict("mes2", "amount", (to_units(860_000), to_units(880_000), to_units(920_000)), **sides)
    desk.store.replica.apply_pull_page(pulled(12, batch("conflict", [later])))
    desk.refresh.announce({"conflict"})
    qtbot.waitUntil(lambda: page.list.entries.entries[0].conflicts[0].entry.get("theirs_by") == ME)
    qtbot.mouseClick(radio(page, "Amount: mine, ¥920,000"), _LEFT)
    assert page.conflict.table.choices == {"amount": Side.THEIRS}
    with qtbot.waitSignal(desk.notices.done):
        page.conflict.apply_choices()
    assert deal(desk).get("amount") == to_units(920_000)


def test_a_refused_act_says_why_and_what_stands_there_now(page: SyncCentrePage) -> None:
    go_to(page, "Beichen Valves")
    assert page.details.currentWidget() is page.parked
    words = " ".join(child.text() for child in page.parked.findChildren(Label))
    paragraphs = " ".join(child.accessibleName() or child.property("text") or "" for child in _paragraphs(page.parked))
    assert "Beichen Valves" in words
    assert "Someone else changed this first" in paragraphs
    assert "Owner is now: Zhang Wei (Zhang Wei)" in paragraphs


def test_a_refused_act_is_put_right_in_place_and_sent_again(desk: Desk, page: SyncCentrePage, qtbot: QtBot) -> None:
    go_to(page, "Beichen Valves")
    (panel,) = page.parked.acts
    phone = next(each for _, each in panel._editors if each.editor.field.name == "phone")
    phone.editor.retype({"phone": "0577-1111 2222"})
    with qtbot.waitSignal(desk.notices.informed):
        qtbot.mouseClick(panel.again, _LEFT)
    assert desk.store.read(parked) == []
    found = desk.store.read(record, "account", ident("beichen"))
    assert found is not None
    assert (found.get("phone"), found.state) == ("0577 1111 2222", SyncState.WAITING)


def test_what_was_refused_can_be_copied_and_given_up_after_a_question(
    desk: Desk, page: SyncCentrePage, qtbot: QtBot
) -> None:
    go_to(page, "Beichen Valves")
    (panel,) = page.parked.acts
    qtbot.mouseClick(panel.copy, _LEFT)
    assert "Phone: 0577-8888 1234" in QGuiApplication.clipboard().text()
    qtbot.mouseClick(panel.discard, _LEFT)
    assert len(desk.store.read(parked)) == 1
    dialog = page.window().findChild(Dialog)
    assert dialog is not None
    verb = next(button for button in dialog.findChildren(Button) if button.text() == "Discard")
    with qtbot.waitSignal(desk.notices.informed):
        qtbot.mouseClick(verb, _LEFT)
    assert desk.store.read(parked) == []
    qtbot.waitUntil(lambda: page.list.entries.rowCount() == 3)


def test_a_tab_shows_only_its_own(page: SyncCentrePage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.tabs, _LEFT, pos=page.tabs.tabRect(1).center())
    assert [entry.title for entry in page.list.entries.entries] == ["Hengchuan Precision", "MES"]
    assert page.details.currentWidget() is page.waiting


def test_the_left_arrow_folds_a_record_and_enter_opens_it(desk: Desk, page: SyncCentrePage, qtbot: QtBot) -> None:
    page.list.setFocus()
    tall = page.list.visualRect(page.list.entries.index(0, 0)).height()
    qtbot.keyClick(page.list, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: page.list.visualRect(page.list.entries.index(0, 0)).height() < tall)
    with qtbot.waitSignal(desk.navigator.requested) as asked:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert asked.args[0] == Place("opportunities", ident("mes2"))


def test_the_status_says_what_moves_and_offers_pause_and_resume(desk: Desk, page: SyncCentrePage, qtbot: QtBot) -> None:
    moving = SyncStatus(
        state=PillState.SYNCING, connection=Connection.ONLINE, phase=Phase.PUSH, done=4, total=12, percent=33
    )
    desk.around.sync.publish(moving)
    qtbot.waitUntil(lambda: "Sending 4 of 12 changes" in said(page.status))
    assert {"33%", "Online", "3 changes", "3 to decide"} <= set(said(page.status))
    with qtbot.waitSignal(desk.around.pause_wanted):
        qtbot.mouseClick(page.status.pause, _LEFT)
    desk.around.sync.publish(SyncStatus(state=PillState.OFFLINE, connection=Connection.PAUSED))
    qtbot.waitUntil(lambda: page.status.pause.text() == "Resume")
    with qtbot.waitSignal(desk.around.resume_wanted):
        qtbot.mouseClick(page.status.pause, _LEFT)


def test_a_failure_is_said_in_words(desk: Desk, page: SyncCentrePage, qtbot: QtBot) -> None:
    failure = Failure(Trouble.LINE, "sync.server_failed")
    desk.around.sync.publish(SyncStatus(state=PillState.FAILED, connection=Connection.OFFLINE, failure=failure))
    qtbot.waitUntil(lambda: "The server has a problem" in said(page.status))


def test_past_syncs_are_listed_newest_first(page: SyncCentrePage) -> None:
    model = page.history.runs
    lines = [model.data(model.index(row, 0)) for row in range(model.rowCount())]
    assert lines[0] == "Yesterday 10:00, Complete, ↑ 23  ↓ 140, 12 s"
    assert lines[2] == "Mon 10:00, Stopped: The server does not answer, ↑ 0  ↓ 0, 30 s"


def test_what_a_text_has_more_than_another_is_found_word_by_word() -> None:
    assert added("Phase 1 live.", "Phase 1 live. Wants labels.") == [(14, 13)]
    assert added("一期已上线。", "一期已上线。希望打印标签。") == [(6, 7)]
    assert added("same", "same") == []


def _paragraphs(widget: QWidget) -> list[QWidget]:
    from crm_desktop.views.widgets.paragraph import Paragraph

    return list(widget.findChildren(Paragraph))
