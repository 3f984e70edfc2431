"""A whole address that is typed or pasted into one field is split into its fields on request, and back again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.catalog import KINDS
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.address_help import AddressHelp
from crm_desktop.views.forms.record_form import RecordForm
from crm_desktop.views.forms.text_editors import LineEditor

WHOLE = "广东省深圳市南山区科苑路15号 518057"


def opened(window: QWidget, desk: Desk) -> tuple[RecordForm, AddressHelp]:
    form = RecordForm(KINDS["account"], desk)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(form)
    form.fill({"name": "恒川", "country": "中国"})
    form.show_more(shown=True)
    return form, form.findChildren(AddressHelp)[0]


def type_into(form: RecordForm, name: str, words: str) -> None:
    editor = form.fields[name].editor
    assert isinstance(editor, LineEditor)
    editor.input.setFocus()
    editor.begin(words)


def test_a_whole_address_is_split_and_taken_back(window: QWidget, ready_desk: Desk, qtbot: QtBot) -> None:
    form, help_ = opened(window, ready_desk)
    type_into(form, "street", WHOLE)
    qtbot.waitUntil(help_.isVisible)
    qtbot.mouseClick(help_.split, Qt.MouseButton.LeftButton)
    address = {name: form.values().get(name) for name in ("country", "city", "street", "postcode")}
    assert address == {"country": "中国", "city": "深圳市", "street": "南山区科苑路15号", "postcode": "518057"}
    assert help_.back.isVisible()
    qtbot.mouseClick(help_.back, Qt.MouseButton.LeftButton)
    assert form.values().get("street") == WHOLE
    assert form.values().get("city") is None
    assert help_.split.isVisible()


def test_a_postcode_of_another_shape_is_told_and_never_refused(window: QWidget, ready_desk: Desk, qtbot: QtBot) -> None:
    form, help_ = opened(window, ready_desk)
    type_into(form, "postcode", "5180")
    qtbot.waitUntil(help_.isVisible)
    assert not help_.split.isVisible()
    assert form.review()
    type_into(form, "postcode", "518057")
    qtbot.waitUntil(lambda: not help_.isVisible())
