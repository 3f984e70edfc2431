"""Settings hold at once: language, theme, sizes; the data's figures are real, and the check reads the real file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.store.queries.counts import record_count
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.settings.about import LIBRARIES
from crm_desktop.views.settings.device import size_on_disk
from crm_desktop.views.settings.page import SettingsPage
from crm_desktop.views.surroundings import SignedInAs
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _dressed(dressed: None) -> None:
    """Dress every test of this file."""


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[SettingsPage]:
    """The page in a window, visited."""
    desk.around.signed_in = SignedInAs("https://crm.example.com", "Lin Yue", "Example", "laptop")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1100, 680)
    made = SettingsPage(desk)
    QVBoxLayout(window).addWidget(made)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.visit(Place("settings"), None)
    qtbot.waitUntil(lambda: "records" in said(made.data))
    yield made
    window.close()


def said(widget: QWidget) -> str:
    return "\n".join(each.text() for kind in (Label, Paragraph) for each in widget.findChildren(kind))


def choice(widget: QWidget, name: str) -> QAbstractButton:
    return next(each for each in widget.findChildren(QAbstractButton) if each.accessibleName() == name)


def test_the_language_changes_at_once_and_is_kept(desk: Desk, page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.around.choices_changed):
        qtbot.mouseClick(choice(page.appearance.language, "中文"), _LEFT)
    assert current_language().code == "zh"
    qtbot.waitUntil(lambda: "语言和外观" in said(page))


def test_theme_sizes_and_motion_follow_the_choice(desk: Desk, page: SettingsPage, qtbot: QtBot) -> None:
    for group, name in (
        (page.appearance.theme, "Dark"),
        (page.appearance.density, "Touch"),
        (page.appearance.scale, "150%"),
    ):
        with qtbot.waitSignal(desk.around.choices_changed):
            qtbot.mouseClick(choice(group, name), _LEFT)
    qtbot.mouseClick(page.appearance.motion, _LEFT)
    theme = current_theme()
    assert (theme.mode, theme.density, theme.text_scale, theme.reduced_motion) == ("dark", "touch", 1.5, True)


def test_arrows_change_a_choice_without_the_mouse(page: SettingsPage, qtbot: QtBot) -> None:
    qtbot.keyClick(choice(page.appearance.theme, "Light"), Qt.Key.Key_Right)
    assert current_theme().choice == "dark"


def test_what_is_changed_elsewhere_shows_here(page: SettingsPage) -> None:
    current_theme().set_text_scale(1.3)
    assert page.appearance.scale.choice == "130"


def test_it_says_who_is_signed_in_where(page: SettingsPage) -> None:
    words = said(page.account)
    assert "Lin Yue · Example" in words
    assert "https://crm.example.com" in words
    assert "laptop" in words


def test_signing_out_is_the_programs_business(desk: Desk, page: SettingsPage, qtbot: QtBot) -> None:
    out = next(each for each in page.account.findChildren(Button) if each.text() == "Sign out…")
    with qtbot.waitSignal(desk.around.sign_out_wanted):
        qtbot.mouseClick(out, _LEFT)


def test_the_data_is_counted_and_measured(desk: Desk, page: SettingsPage) -> None:
    assert f"in {desk.store.read(record_count)} records" in said(page.data)
    assert size_on_disk(desk.store.path) >= desk.store.path.stat().st_size > 0


def test_a_whole_replica_is_found_whole(page: SettingsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.data.check, _LEFT)
    assert not page.data.check.isEnabled()
    qtbot.waitUntil(page.data.state.isVisible)
    assert page.data.state.accessibleName() == "Whole"
    assert page.data.check.isEnabled()


def test_a_damaged_replica_is_found_damaged(desk: Desk, page: SettingsPage, qtbot: QtBot) -> None:
    desk.store.read(lambda reader: reader.all("PRAGMA wal_checkpoint(TRUNCATE)"))
    with desk.store.path.open("r+b") as file:
        file.seek(desk.store.path.stat().st_size - 2_000)
        file.write(bytes(64))
    qtbot.mouseClick(page.data.check, _LEFT)
    qtbot.waitUntil(page.data.state.isVisible)
    assert page.data.state.accessibleName() == "Damaged"
    assert "nothing unsent is lost" in said(page.data)


def test_repair_asks_first(desk: Desk, page: SettingsPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.data.repair, _LEFT)
    dialog = page.window().findChild(Dialog)
    assert dialog is not None
    repair = next(each for each in dialog.findChildren(Button) if each.text() == "Repair")
    with qtbot.waitSignal(desk.around.repair_wanted):
        qtbot.mouseClick(repair, _LEFT)


def test_a_new_key_is_asked_for_with_one_press(desk: Desk, page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.around.new_key_wanted):
        qtbot.mouseClick(page.data.new_key, _LEFT)


def test_licences_and_versions_are_named_and_can_be_copied(page: SettingsPage, qtbot: QtBot) -> None:
    words = said(page.about)
    assert "Apache License 2.0" in words
    assert "LGPL 3.0" in words
    assert all(name in words for name, _ in LIBRARIES)
    copy = next(each for each in page.about.findChildren(Button) if each.text() == "Copy")
    qtbot.mouseClick(copy, _LEFT)
    assert "PySide6" in QGuiApplication.clipboard().text()
