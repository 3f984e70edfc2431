"""The workbench on a real replica: to-dos are finished or jumped to, figures open their rows, notices are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.lists import open_list
from crm_desktop.store.queries.records import record, where
from crm_desktop.store.queries.workbench import readership
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place, filter_of
from crm_desktop.views.records.mini_rows import MiniRow
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.popover import Popover
from crm_desktop.views.workbench.notices import NoticeDialog
from crm_desktop.views.workbench.page import WorkbenchPage
from crm_desktop.views.workbench.publishing import PublishDialog
from tests.support.finding import child
from tests.support.sample import HOUR, NOW, ident

_LEFT = Qt.MouseButton.LeftButton
NOTICE = "8" * 32


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[WorkbenchPage]:
    """The workbench of the sample's day, with a notice to everyone."""
    current_theme().install(qapp)
    current_theme().choose("light")
    current_language().use("en")
    told: dict[str, Value] = {
        "subject": "Office closed",
        "published_at": NOW - HOUR,
        "owner_id": ident("wang"),
        "audience": "everyone",
    }
    edits: list[Edit] = [
        Create("notice", told, NOTICE),
        Update("role", ident("csm"), {"permissions": ["assign", "publish"]}),
    ]
    desk.store.door.commit("notice.publish", edits)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1232, 848)
    made = WorkbenchPage(desk)
    QVBoxLayout(window).addWidget(made)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.visit(Place("workbench"), None)
    qtbot.waitUntil(lambda: bool(made.to_do.items.rows) and bool(made.board.canvas.blocks))
    yield made
    window.close()


def found(desk: Desk, kind: str, word: str) -> Record:
    here = desk.store.read(record, kind, ident(word))
    assert here is not None
    return here


def choose(page: WorkbenchPage, title: str) -> None:
    row = [each.words for each in page.to_do.items.rows].index(title)
    page.to_do.setCurrentIndex(page.to_do.items.index(row, 0))


def test_what_is_to_do_is_finished_here_one_by_one(desk: Desk, page: WorkbenchPage, qtbot: QtBot) -> None:
    assert page.hello.text() == "Good morning, Lin Yue"
    assert page.to_do.items.rows[0].words == "Update the price list"
    choose(page, "Update the price list")
    qtbot.keyClick(page.to_do, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(found(desk, "task", "task.price").get("done")))
    qtbot.waitUntil(lambda: page.to_do.items.rows[0].words != "Update the price list")
    desk.store.door.undo()
    assert not found(desk, "task", "task.price").get("done")


def test_a_to_do_leads_to_where_it_is_handled(desk: Desk, page: WorkbenchPage, qtbot: QtBot) -> None:
    choose(page, "Cold store boards")
    with qtbot.waitSignal(desk.navigator.requested) as asked:
        qtbot.keyClick(page.to_do, Qt.Key.Key_Return)
    assert asked.args[0] == Place("opportunities", ident("cold"))
    choose(page, "Hengchuan Precision")
    with qtbot.waitSignal(desk.navigator.requested) as asked:
        qtbot.keyClick(page.to_do, Qt.Key.Key_Space)
    assert asked.args[0] == Place("accounts", ident("hengchuan"))


def test_a_figure_opens_the_rows_it_is_made_of(desk: Desk, page: WorkbenchPage, qtbot: QtBot) -> None:
    opened = page.figures.cells[1]
    assert opened.accessibleName().startswith("Open opportunities: 5")
    qtbot.mouseClick(opened, _LEFT)
    popover = page.window().findChild(Popover)
    assert popover is not None
    rows = popover.findChildren(MiniRow)
    assert len(rows) == 5
    with qtbot.waitSignal(desk.navigator.requested) as asked:
        rows[0].click()
    assert asked.args[0].section == "opportunities"


def test_a_figure_leads_to_the_list_it_counts(desk: Desk, page: WorkbenchPage, qtbot: QtBot) -> None:
    """The list behind a figure holds as many records as the figure says."""
    qtbot.waitUntil(lambda: lookups_of(desk).now is not None)
    for at, section, kind in ((1, "opportunities", "opportunity"), (2, "accounts", "account")):
        cell = page.figures.cells[at]
        qtbot.mouseClick(cell, _LEFT)
        popover = [each for each in page.window().findChildren(Popover) if each.isVisible()][-1]
        with qtbot.waitSignal(desk.navigator.requested) as asked:
            qtbot.mouseClick(child(popover, Button, "Open as a list"), _LEFT)
        place = asked.args[0]
        definition = filter_of(place)
        assert definition is not None
        assert place.section == section
        seen_from = Standpoint(desk.me, date(2026, 3, 12), frozenset({desk.me}), "Asia/Shanghai")
        rows = desk.store.read(open_list, kind, definition, seen_from).rowids
        assert len(rows) == int(cell.look.figure)
    assert filter_of(Place("accounts", view_id="filter:{broken")) is None
    assert filter_of(Place("accounts", view_id="quiet")) is None


def test_a_notice_is_read_once_and_its_publisher_sees_by_whom(desk: Desk, page: WorkbenchPage, qtbot: QtBot) -> None:
    row = page.notices.rows[0]
    assert row.accessibleName().startswith("Unread: Office closed")
    for _ in range(2):
        row.click()
        dialog = page.findChildren(NoticeDialog)[-1]
        dialog.accept()
        dialog.deleteLater()
        qtbot.waitUntil(lambda: not row.accessibleName().startswith("Unread"))
    (notice,) = desk.store.read(where, "notice", "id = ?", NOTICE)
    assert [name for name, _ in desk.store.read(readership, notice).read] == ["Lin Yue"]
    shares = desk.store.read(where, "share", "record_kind = 'notice_receipt'")
    assert [each.get("owner_id") for each in shares] == [ident("wang")]


def test_who_may_publish_tells_chosen_people_and_sees_how_far_it_got(
    desk: Desk, page: WorkbenchPage, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(page.publish.isVisible)
    page.publish.click()
    dialog = page.findChild(PublishDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.people.list.count() == 3)
    assert dialog.focusWidget() is dialog.subject
    dialog.subject.setText("Plan")
    dialog.audience._parts["people"].click()
    dialog._publish()
    assert dialog.isVisible(), "nobody was chosen"
    assert dialog.people_field.error
    for place in (0, 1):
        dialog.people.list.item(place).setCheckState(Qt.CheckState.Checked)
    QTest.keyClicks(dialog.people.search, "zhang")
    assert [each.text() for each in dialog.people._items() if not each.isHidden()] == ["Zhang Wei"]
    chosen = dialog.people.chosen()
    (tmp_path / "prices.txt").write_text("1,200")
    dialog.files.add([tmp_path / "prices.txt"])
    qtbot.waitUntil(lambda: bool(dialog.files.files))
    dialog._publish()
    qtbot.waitUntil(lambda: any(row.look.title == "Plan" for row in page.notices.rows))
    (notice,) = desk.store.read(where, "notice", "subject = 'Plan'")
    shares = desk.store.read(where, "share", "record_kind = 'notice' AND record_id = ?", notice.id)
    assert {each.get("owner_id") for each in shares} == {*chosen}
    assert notice.get("audience") == "people"
    (file,) = desk.store.read(where, "attachment", "record_id = ?", notice.id)
    assert file.get("audience") == "private"
    # One of them reads it and fetches the file; the publisher sees that while the notice is open.
    row = next(row for row in page.notices.rows if row.look.title == "Plan")
    row.click()
    opened = page.findChildren(NoticeDialog)[-1]
    qtbot.waitUntil(lambda: opened.told.text() == "Read by 0 of 2")
    assert [button.text().split(" · ")[0] for button in opened.buttons] == ["prices.txt"]
    told: dict[str, Value] = {"read_at": NOW, "downloaded_ids": [file.id]}
    desk.act("notice.read", [Create("notice_receipt", {**told, "notice_id": notice.id, "owner_id": chosen[0]})])
    qtbot.waitUntil(lambda: opened.told.text() == "Read by 1 of 2")
    lines = [opened.readers.item(place).text() for place in range(opened.readers.count())]
    assert lines[0].endswith("fetched prices.txt")
    assert lines[1].endswith("not read yet")
    opened.reject()
    desk.store.door.undo()
    desk.store.door.undo()
    assert not desk.store.read(where, "notice", "subject = 'Plan' AND deleted_at IS NULL"), "publishing is one act"
    assert not desk.store.read(where, "attachment", "record_id = ? AND deleted_at IS NULL", notice.id)


def test_a_low_window_has_room_for_everything(page: WorkbenchPage, qtbot: QtBot) -> None:
    page.window().resize(1068, 652)
    qtbot.waitUntil(lambda: page.window().height() == 652)
    assert page.leads.isHidden()
    assert page.height() <= 652
    corner = page.offline.mapTo(page, QPoint(page.offline.width(), page.offline.height()))
    assert page.rect().contains(corner)


def test_the_next_visit_offers_its_interview_on_its_block(desk: Desk, page: WorkbenchPage, qtbot: QtBot) -> None:
    """The interview planned with that account is opened, with the number of its questions; else one is begun."""
    times: dict[str, Value] = {"starts_at": NOW + HOUR, "ends_at": NOW + 4 * HOUR}
    desk.store.door.commit("visit.edit", [Update("visit", ident("visit.interview"), times)])
    page.read()
    verbs = page.next_visit
    qtbot.waitUntil(verbs.isVisible)
    assert page.board.canvas.rect().contains(verbs.geometry())
    assert not verbs.outline.isVisible()
    with qtbot.waitSignal(desk.navigator.create_requested) as asked:
        qtbot.mouseClick(verbs.talk, _LEFT)
    assert asked.args == ["interview", {"account_id": ident("hengchuan")}]
    study, talk = "a" * 32, "b" * 32
    questions: list[Edit] = [
        Create("interview_question", {"words": f"Question {number}", "interview_id": talk}) for number in range(3)
    ]
    planned = {"name": "Orders", "study_id": study, "account_id": ident("hengchuan"), "state": "prepared"}
    about: list[Edit] = [
        Create("study", {"name": "Orders", "account_id": ident("hengchuan")}, study),
        Create("interview", planned, talk),
    ]
    desk.store.door.commit("interview.plan", [*about, *questions])
    page.read()
    qtbot.waitUntil(verbs.outline.isVisible)
    assert verbs.outline.accessibleName() == "3 questions"
    with qtbot.waitSignal(desk.navigator.requested) as gone:
        qtbot.mouseClick(verbs.outline, _LEFT)
    assert gone.args[0] == Place("interviews", talk)
