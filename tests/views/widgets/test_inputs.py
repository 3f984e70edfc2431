"""Components that take something from a person: fields, choices, chips, tabs."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.avatar import hue_of, initials
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.chip import FilterChip
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.number_input import NumberInput
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.switch import Switch
from crm_desktop.views.widgets.text_input import TextInput
from crm_desktop.views.widgets.view_tabs import ViewTabs


def test_components_follow_the_language(qtbot: QtBot) -> None:
    button = Button(text("widgets", "Undo"))
    qtbot.addWidget(button)
    current_language().use("zh")
    QApplication.processEvents()
    assert button.accessibleName() == "撤销"


def test_words_from_records_are_never_markup(qtbot: QtBot) -> None:
    for shown in (Label("<b>x</b>"), Paragraph("<b>x</b>")):
        qtbot.addWidget(shown)
        assert shown.textFormat() is Qt.TextFormat.PlainText
        assert shown.text() == "<b>x</b>"


def test_a_narrow_paragraph_is_taller(qtbot: QtBot) -> None:
    paragraph = Paragraph("word " * 40)
    qtbot.addWidget(paragraph)
    assert paragraph.heightForWidth(120) > paragraph.heightForWidth(480) >= 20


def test_an_icon_button_has_a_name_and_tells_its_key(qtbot: QtBot) -> None:
    button = IconButton(text("widgets", "Close"), "x", shortcut="Ctrl+W")
    qtbot.addWidget(button)
    button.set_count(3)
    assert button.accessibleName() == "Close (3)"
    assert button.toolTip() == "Close  Ctrl W"


def test_names_become_initials() -> None:
    names = ["恒川精密制造", "林悦", "Lin Yue", "Hengchuan", "Gu Zhen Hua", ""]
    assert [initials(name) for name in names] == ["恒", "林", "LY", "H", "GH", "?"]
    assert hue_of("a") == hue_of("a")


def _digits(value: str) -> str:
    return "" if value.isdigit() else "Digits only"


def test_a_field_is_checked_when_left_and_cleared_while_typing(window: QWidget) -> None:
    field, other = Field("Amount", TextInput(), check=_digits, required=True), TextInput(parent=window)
    row = QHBoxLayout(window)
    row.addWidget(field)
    row.addWidget(other)
    QApplication.processEvents()
    window.activateWindow()
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "92o")
    assert field.error == ""
    other.setFocus()
    assert field.error == "Digits only"
    assert field.editor.property("state") == "error"
    assert field.editor.accessibleDescription() == "Digits only"
    QTest.keyClicks(field.editor, "0")
    assert field.error == ""


def test_the_wheel_scrolls_the_page_and_not_a_number_without_focus(qtbot: QtBot) -> None:
    number = NumberInput(0, 100, 40)
    qtbot.addWidget(number)
    spot, still = QPointF(5, 5), QPoint()
    wheel = QWheelEvent(
        spot, spot, still, QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(number, wheel)
    assert number.value() == 40


def test_a_locked_field_cannot_be_edited(qtbot: QtBot) -> None:
    field = Field("Number", TextInput("HT-1"))
    qtbot.addWidget(field)
    field.set_locked("Numbers come from the server")
    QTest.keyClicks(field.editor, "x")
    assert field.value() == "HT-1"


def test_arrows_choose_among_segments(window: QWidget) -> None:
    chosen: list[str] = []
    choice = Segmented([("list", "List", "list"), ("board", "Board", "square-kanban")], chosen.append, parent=window)
    choice.show()
    QTest.keyClick(choice.findChildren(QWidget)[0], Qt.Key.Key_Right)
    assert chosen == ["board"]
    choice.choose("list")
    assert (choice.choice, chosen) == ("list", ["board"])


def test_space_turns_a_switch(window: QWidget) -> None:
    switch = Switch("Wi-Fi only", parent=window)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()


def test_tabs_tell_their_key_and_keep_their_counts(qtbot: QtBot) -> None:
    tabs, heard = ViewTabs(), list[str]()
    qtbot.addWidget(tabs)
    tabs.set_views([("all", "All", 55), ("mine", "Mine", 32)], "all")
    tabs.chosen.connect(heard.append)
    tabs.choose("mine")
    tabs.set_count("mine", 31)
    assert heard == ["mine"]
    assert tabs.accessibleTabName(1) == "Mine 31"


def test_a_chip_is_removed_with_backspace_and_edited_with_a_click(qtbot: QtBot) -> None:
    chip, heard = FilterChip("Owner", "East team"), list[str]()
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    chip.removed.connect(lambda: heard.append("removed"))
    chip.clicked.connect(lambda: heard.append("edit"))
    QTest.keyClick(chip, Qt.Key.Key_Backspace)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 12))
    assert heard == ["removed", "edit", "removed"]
