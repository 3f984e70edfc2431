"""Editors: what is typed with real keys, what is read, what is said about it, and when it counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Value
from crm_desktop.models.money import to_units
from crm_desktop.models.rules.problems import Problem
from crm_desktop.store.queries.records import titles
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.field_editor import FieldEditor, sentence
from crm_desktop.views.forms.link_editor import LinkEditor
from crm_desktop.views.forms.set_editor import SetEditor
from crm_desktop.views.language.language import current_language
from tests.support.sample import ME, ident


class Bench:
    """One editor in a window beside another field to go to, and what it has committed."""

    def __init__(self, kind: str, name: str, desk: Desk, window: QWidget, qtbot: QtBot) -> None:
        self.editor: FieldEditor = editor_for(KINDS[kind].field(name), KINDS[kind], desk)
        self.elsewhere = QLineEdit()
        layout = window.layout()
        assert layout is not None
        layout.addWidget(self.editor)
        layout.addWidget(self.elsewhere)
        self.committed: list[dict[str, Value]] = []
        self.editor.committed.connect(lambda: self.committed.append(self.editor.values()))
        self.qtbot = qtbot
        qtbot.waitUntil(self.elsewhere.isVisible)
        self.editor.setFocus()
        qtbot.waitUntil(self.control.hasFocus)

    @property
    def control(self) -> QWidget:
        proxy = self.editor.focusProxy()
        assert proxy is not None
        return proxy

    @property
    def shown(self) -> str:
        line = self.control
        assert isinstance(line, QLineEdit)
        return line.text()

    def type(self, words: str) -> None:
        """Replace what stands there; what has no key of its own comes as an input method sends it."""
        self.editor.begin()
        if words.isascii():
            QTest.keyClicks(self.control, words)
        else:
            event = QInputMethodEvent()
            event.setCommitString(words)
            QCoreApplication.sendEvent(self.control, event)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.control, key)

    def leave(self) -> None:
        self.elsewhere.setFocus()

    @property
    def said(self) -> str:
        return str(sentence(self.editor.problem))


Open = Callable[[str, str], Bench]


@pytest.fixture
def bench(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> Open:
    """Return how to open the editor of a kind's field."""
    return lambda kind, name: Bench(kind, name, ready_desk, window, qtbot)


@pytest.mark.parametrize(
    ("kind", "name", "typed", "value"),
    [
        ("account", "next_step", "  Call   again ", "Call again"),
        ("account", "employees", "１，２００", 1_200),
        ("opportunity", "probability", "60%", 60),
        ("opportunity", "close_on", "+3", "2026-03-15"),
        ("opportunity", "close_on", "明天", "2026-03-13"),
        ("opportunity", "close_on", "30 Apr", "2026-04-30"),
        ("activity", "happened_at", "yesterday 15:40", 1_773_243_600_000),
        ("account", "phone", "０２１－６５５５１２３４转801", "021 6555 1234 转 801"),
        ("contact", "email", "mei@example.com", "mei@example.com"),
        ("account", "website", "example.com", "example.com"),
    ],
)
def test_enter_commits_what_was_typed_as_a_value(bench: Open, kind: str, name: str, typed: str, value: Value) -> None:
    place = bench(kind, name)
    place.type(typed)
    place.press(Qt.Key.Key_Return)
    assert place.committed == [{name: value}]


@pytest.mark.parametrize(
    ("kind", "name", "typed", "said"),
    [
        ("account", "employees", "92o,000", "Digits only, like 920000"),
        ("opportunity", "amount", "a lot", "Digits only, like 920000"),
        ("opportunity", "close_on", "soon", "Not a date, write it like 2026-03-06"),
        ("opportunity", "probability", "120", "At most 100"),
        ("contact", "email", "mei.example.com", "Not an e-mail address, like mei@example.com"),
        ("account", "phone", "call me", "Not a phone number, like 021-6555 1234 ext. 801"),
        ("opportunity", "account_id", "Nobody knows", "Choose a record"),
    ],
)
def test_what_is_wrong_is_said_when_leaving_and_forgotten_while_typing(
    bench: Open, kind: str, name: str, typed: str, said: str
) -> None:
    place = bench(kind, name)
    place.type(typed)
    assert place.said == ""
    place.leave()
    assert place.said == said
    assert place.control.property("state") == "error"
    assert place.control.accessibleDescription() == said
    place.editor.setFocus()
    QTest.keyClicks(place.control, "x")
    assert (place.said, place.committed) == ("", [])


def test_escape_brings_back_what_stood_there(bench: Open) -> None:
    place = bench("account", "employees")
    place.editor.set_value(420)
    place.type("nonsense")
    place.leave()
    place.editor.setFocus()
    place.press(Qt.Key.Key_Escape)
    assert (place.shown, place.said, place.committed) == ("420", "", [])


def test_leaving_without_a_change_commits_nothing(bench: Open) -> None:
    place = bench("account", "employees")
    place.editor.set_value(420)
    place.type("420")
    place.leave()
    assert place.committed == []


def test_a_moment_that_was_not_touched_keeps_its_seconds(bench: Open) -> None:
    place = bench("activity", "happened_at")
    place.editor.set_value(1_773_243_612_345)
    assert not place.editor.touched
    assert place.editor.value() == 1_773_243_612_345


def test_an_amount_is_written_with_its_currency_and_takes_a_typed_one(bench: Open) -> None:
    place = bench("opportunity", "amount")
    place.editor.set_values({"amount": to_units(920_000), "currency": "CNY"})
    assert place.shown == "920,000"
    place.type("EUR 1,200.50")
    place.press(Qt.Key.Key_Return)
    assert place.committed == [{"amount": to_units(1200) + 5000, "currency": "EUR"}]


def test_a_refusal_that_comes_later_stands_at_the_same_field(bench: Open) -> None:
    place = bench("account", "name")
    place.editor.set_problem(Problem("name", "field.too_long", {"limit": 200, "length": 300}))
    assert place.said == "At most 200 characters, this has 300"


def test_a_link_is_searched_while_typing_and_taken_with_enter(bench: Open, qtbot: QtBot) -> None:
    place = bench("opportunity", "account_id")
    assert isinstance(place.editor, LinkEditor)
    listed = place.editor.search.list
    place.type("Ruichi")
    qtbot.waitUntil(listed.isVisible)
    assert listed.entries[0].name == "Ruichi Cold Chain"
    place.press(Qt.Key.Key_Return)
    assert place.committed == [{"account_id": ident("ruichi")}]
    assert place.shown == "Ruichi Cold Chain"
    assert not listed.isVisible()


def test_a_link_shows_the_name_of_what_it_leads_to(bench: Open) -> None:
    place = bench("opportunity", "account_id")
    place.editor.set_values({"account_id": ident("ruichi")}, {ident("ruichi"): "Ruichi Cold Chain"})
    assert place.shown == "Ruichi Cold Chain"
    place.type("")
    place.press(Qt.Key.Key_Delete)
    place.press(Qt.Key.Key_Return)
    assert place.committed == [{"account_id": None}]


def test_a_person_is_found_without_asking_the_store(bench: Open) -> None:
    place = bench("account", "owner_id")
    place.editor.set_value(ME)
    assert place.shown == "Lin Yue"
    place.type("zhang")
    place.press(Qt.Key.Key_Down)
    place.press(Qt.Key.Key_Return)
    assert place.committed == [{"owner_id": ident("zhang")}]


def test_a_record_that_does_not_exist_yet_can_be_made_from_the_list(
    bench: Open, ready_desk: Desk, qtbot: QtBot
) -> None:
    place = bench("contact", "account_id")
    assert isinstance(place.editor, LinkEditor)
    listed = place.editor.search.list
    place.type("Brand New Works")
    qtbot.waitUntil(lambda: "Create “Brand New Works”" in [each.name for each in listed.entries])
    for _ in listed.entries:
        place.press(Qt.Key.Key_Down)
    place.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(place.committed))
    made = str(place.committed[0]["account_id"])
    assert ready_desk.store.read(titles, "account", [made]) == {made: "Brand New Works"}


def test_tags_are_chips_that_are_added_and_removed_with_keys(bench: Open, qtbot: QtBot) -> None:
    place = bench("account", "tag_ids")
    assert isinstance(place.editor, SetEditor)
    place.editor.set_value([ident("tag.mes")])
    place.type("foo")
    place.press(Qt.Key.Key_Return)
    assert place.committed == [{"tag_ids": sorted([ident("tag.mes"), ident("tag.food")])}]
    place.press(Qt.Key.Key_Backspace)
    assert place.committed[-1] == {"tag_ids": [ident("tag.food")]}


def test_a_choice_speaks_both_languages_and_keeps_an_entry_that_is_no_longer_offered(bench: Open, qtbot: QtBot) -> None:
    place = bench("account", "industry")
    place.editor.set_value("automotive")
    box = place.control
    assert isinstance(box, QComboBox)
    assert box.currentText() == "Automotive parts"
    current_language().use("zh")
    qtbot.waitUntil(lambda: box.currentText() == "汽车零部件")
    place.editor.set_value("shipbuilding")
    assert place.editor.value() == "shipbuilding"


def test_a_picklist_takes_a_listed_name_as_its_key(bench: Open) -> None:
    place = bench("account", "industry")
    place.editor.begin()
    QTest.keyClicks(place.control, "food")
    place.press(Qt.Key.Key_Return)
    assert place.committed == [{"industry": "food"}]


def test_alt_down_opens_a_month_and_enter_takes_the_day(bench: Open, qtbot: QtBot, window: QWidget) -> None:
    place = bench("opportunity", "close_on")
    place.editor.set_value("2026-03-30")
    QTest.keyClick(place.control, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    grid = window.focusWidget()
    assert grid is not None
    QTest.keyClick(grid, Qt.Key.Key_Down)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert place.committed == [{"close_on": "2026-04-06"}]
    assert place.control.hasFocus()


def test_what_only_the_server_writes_cannot_be_typed_into(bench: Open) -> None:
    place = bench("conflict", "mine_device")
    place.type("x")
    assert (place.shown, place.editor.read_only) == ("", True)
