"""Enter presses the button that has the focus, in a page and in a dialog, where Qt would press another."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.chip import AddChip, FilterChip
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.inverse_button import InverseButton

pytestmark = pytest.mark.usefixtures("dressed")


def test_enter_presses_every_kind_of_button(qtbot: QtBot) -> None:
    page, pressed = QWidget(), list[QAbstractButton]()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    made: list[QAbstractButton] = [
        Button("Save"), IconButton("Close", "x"), AddChip("Filter", lambda: None), FilterChip("Owner", "East"),
        InverseButton("Undo", lambda: None),
    ]  # fmt: skip
    for each in made:
        each.clicked.connect(lambda _checked=False, each=each: pressed.append(each))
        column.addWidget(each)
    page.show()
    qtbot.waitExposed(page)
    for each in made:
        qtbot.keyClick(each, Qt.Key.Key_Return)
        qtbot.keyClick(each, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        qtbot.keyClick(each, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [each for each in made for _ in range(2)]


def test_enter_on_cancel_cancels_and_does_not_press_the_default_button(qtbot: QtBot) -> None:
    window, saved = QWidget(), list[bool]()
    qtbot.addWidget(window)
    dialog = Dialog("Save?", parent=window)
    cancel = dialog.add_safe_verb()
    save = dialog.add_verb("Save", lambda: saved.append(True))
    dialog.open()
    qtbot.waitExposed(dialog)
    assert dialog.focusWidget() is save
    qtbot.keyClick(cancel, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert saved == []
