"""The palette finds records and commands by keys alone."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Update
from crm_desktop.models.record import SyncState
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.palette.palette import Palette
from crm_desktop.views.palette.rows import CommandRow, RecordRow, wish
from crm_desktop.views.recent import recent_of
from tests.support.sample import ident


@pytest.fixture
def palette(qtbot: QtBot, desk: Desk) -> Iterator[Palette]:
    window = QWidget()
    window.resize(1440, 900)
    qtbot.addWidget(window)
    window.show()
    made = Palette(desk, window)
    yield made
    made.hide()


def titles(palette: Palette) -> list[str]:
    return [row.title for row in palette.model.rows if isinstance(row, RecordRow | CommandRow)]


def wait_for(qtbot: QtBot, palette: Palette, title: str) -> None:
    qtbot.waitUntil(lambda: title in titles(palette), timeout=3000)


@pytest.mark.parametrize(
    ("typed", "narrow", "text"),
    [(">sync", "commands", "sync"), ("＃战略", "tags", "战略"), ("@ zhou", "people", "zhou"), ("heng", "", "heng")],
)
def test_the_first_sign_narrows_what_is_looked_for(typed: str, narrow: str, text: str) -> None:
    assert (wish(typed).narrow, wish(typed).text) == (narrow, text)


def test_three_letters_and_enter_open_a_record(qtbot: QtBot, desk: Desk, palette: Palette) -> None:
    went: list[Place] = []
    desk.navigator.requested.connect(lambda place, _: went.append(place))
    palette.open()
    qtbot.keyClicks(palette.input, "hen")
    wait_for(qtbot, palette, "Hengchuan Precision")
    qtbot.waitUntil(lambda: isinstance(palette.current, RecordRow) and palette.current.id == ident("hengchuan"))
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert went == [Place("accounts", ident("hengchuan"))]
    assert not palette.isVisible()


def test_keys_typed_before_the_rows_arrive_mean_those_rows(qtbot: QtBot, desk: Desk, palette: Palette) -> None:
    went, seen, gate = list[Place](), list[list[str]](), threading.Event()
    desk.navigator.requested.connect(lambda place, _: went.append(place))
    palette.open("zhou")
    qtbot.waitUntil(lambda: isinstance(palette.current, RecordRow))
    palette.model.modelReset.connect(lambda: seen.append(titles(palette)))
    for _ in range(3):
        desk.background.read(lambda: gate.wait(60), lambda _: None)
    palette.input.selectAll()
    qtbot.keyClicks(palette.input, "hen")
    qtbot.keyClick(palette.input, Qt.Key.Key_Down)
    qtbot.keyClick(palette.input, Qt.Key.Key_Up)
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert (went, seen) == ([], [])
    gate.set()
    qtbot.waitUntil(lambda: bool(went))
    assert went == [Place("accounts", ident("hengchuan"))]
    assert [shown[0] for shown in seen] == ["Hengchuan Precision"], "an older letter's rows were shown"
    assert not palette.isVisible()


def test_escape_forgets_keys_that_wait_for_rows(qtbot: QtBot, desk: Desk, palette: Palette) -> None:
    went, gate = list[Place](), threading.Event()
    desk.navigator.requested.connect(lambda place, _: went.append(place))
    for _ in range(3):
        desk.background.read(lambda: gate.wait(60), lambda _: None)
    palette.open("hen")
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    qtbot.keyClick(palette.input, Qt.Key.Key_Escape)
    gate.set()
    qtbot.waitUntil(lambda: "Hengchuan Precision" in titles(palette))
    assert went == []


def test_ctrl_enter_opens_and_keeps_the_list(qtbot: QtBot, palette: Palette) -> None:
    palette.open("hengchuan")
    wait_for(qtbot, palette, "Hengchuan Precision")
    qtbot.keyClick(palette.input, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()


def test_a_command_is_found_by_its_name_and_run(qtbot: QtBot, desk: Desk, palette: Palette) -> None:
    ran: list[bool] = []
    owner = palette.window()
    desk.actions.contribute(owner, [Action(key="x", run=lambda: ran.append(True), wording="Count the boxes")])
    palette.open()
    qtbot.keyClicks(palette.input, ">count")
    wait_for(qtbot, palette, "Count the boxes")
    qtbot.waitUntil(lambda: titles(palette) == ["Count the boxes"])
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert ran == [True]


def test_a_tag_lists_the_records_that_carry_it(qtbot: QtBot, palette: Palette) -> None:
    palette.open()
    qtbot.keyClicks(palette.input, "#automo")
    wait_for(qtbot, palette, "Automotive parts")
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    wait_for(qtbot, palette, "Hengchuan Precision")


def test_what_waits_to_sync_says_so(qtbot: QtBot, desk: Desk, palette: Palette) -> None:
    desk.store.door.commit("account.edit", [Update("account", ident("hengchuan"), {"phone": "0512-6688"})])
    palette.open("hengchuan")
    wait_for(qtbot, palette, "Hengchuan Precision")
    row = palette.current
    assert isinstance(row, RecordRow)
    assert row.state is SyncState.WAITING


def test_without_text_the_record_visited_last_comes_first(qtbot: QtBot, desk: Desk, palette: Palette) -> None:
    recent_of(desk).visit(Place("accounts", ident("hengchuan")))
    palette.open()
    qtbot.waitUntil(lambda: titles(palette)[:1] == ["Hengchuan Precision"], timeout=3000)


def test_nothing_found_is_said(qtbot: QtBot, palette: Palette) -> None:
    palette.open("qqqqzzzz")
    qtbot.waitUntil(lambda: not palette.view.isVisible(), timeout=3000)


def test_escape_gives_the_focus_back(qtbot: QtBot, palette: Palette) -> None:
    palette.open()
    qtbot.keyClick(palette.input, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_the_right_arrow_lists_what_can_be_done_and_escape_goes_back(
    qtbot: QtBot, desk: Desk, palette: Palette
) -> None:
    current_language().use("en")
    made: list[tuple[str, object]] = []
    desk.navigator.create_requested.connect(lambda kind, values: made.append((kind, values)))
    palette.open("hengchuan")
    wait_for(qtbot, palette, "Hengchuan Precision")
    qtbot.waitUntil(lambda: isinstance(palette.current, RecordRow))
    found = titles(palette)
    qtbot.keyClick(palette.input, Qt.Key.Key_Right)
    assert titles(palette)[:3] == ["Open", "Open in a new window", "Copy link"]
    qtbot.keyClick(palette.input, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: titles(palette) == found)
    assert palette.isVisible()
    qtbot.keyClick(palette.input, Qt.Key.Key_Right)
    offered = titles(palette)
    assert "New task" in offered
    for _ in range(offered.index("New task")):
        qtbot.keyClick(palette.input, Qt.Key.Key_Down)
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert made == [("task", {"account_id": ident("hengchuan")})]
    assert not palette.isVisible()


def test_what_is_mostly_done_with_a_client_stands_below_a_few_records_and_the_others_at_the_end(
    qtbot: QtBot, desk: Desk, palette: Palette
) -> None:
    current_language().use("en")
    made: list[tuple[str, object]] = []
    desk.navigator.create_requested.connect(lambda kind, values: made.append((kind, values)))
    palette.open("hengchuan")
    wait_for(qtbot, palette, "Hengchuan Precision")
    listed = titles(palette)
    at = listed.index("Start interview")
    assert listed[at : at + 3] == ["Start interview", "New activity", "New visit"]
    kinds = [row.kind for row in palette.model.rows if isinstance(row, RecordRow)]
    assert at <= 5
    assert max(kinds[:at].count(each) for each in kinds[:at]) <= 2
    assert len(kinds) > at
    for _ in range(at + 2):
        qtbot.keyClick(palette.input, Qt.Key.Key_Down)
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    assert made == [("visit", {"account_id": ident("hengchuan")})]


def test_a_mistyped_name_is_found_all_the_same(qtbot: QtBot, palette: Palette) -> None:
    palette.open("hengchaun")
    wait_for(qtbot, palette, "Hengchuan Precision")
