"""Making records in the dialog: keys, drafts, look-alikes, and what happens to a form that is not accepted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Values
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import where
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.forms.field_editor import sentence
from crm_desktop.views.navigation import Place
from tests.support.sample import ME, NOW, ident


def opened(kind: str, desk: Desk, window: QWidget, qtbot: QtBot, known: Values | None = None) -> CreateDialog:
    dialog = CreateDialog(kind, known or {}, desk, window)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def type_into(dialog: CreateDialog, name: str, words: str) -> None:
    dialog.form.go_to(name)
    QTest.keyClicks(dialog.focusWidget(), words)


def save(dialog: CreateDialog) -> None:
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def named(desk: Desk, kind: str, name: str) -> list[Record]:
    return desk.store.read(where, kind, "name = ?", name)


@pytest.fixture
def account_dialog(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> CreateDialog:
    return opened("account", ready_desk, window, qtbot)


def test_typing_a_name_and_ctrl_enter_make_a_record_of_ones_own(
    account_dialog: CreateDialog, ready_desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(account_dialog.created) as told:
        QTest.keyClicks(account_dialog.focusWidget(), "Northern Springs")
        save(account_dialog)
    (made,) = named(ready_desk, "account", "Northern Springs")
    assert told.args == ["account", made.id]
    assert (made.get("owner_id"), made.get("life_stage"), made.get("form")) == (ME, "new", "organisation")


def test_enter_goes_to_the_next_field_and_saves_nothing(account_dialog: CreateDialog, ready_desk: Desk) -> None:
    QTest.keyClicks(account_dialog.focusWidget(), "Northern Springs")
    before = account_dialog.focusWidget()
    QTest.keyClick(before, Qt.Key.Key_Return)
    assert account_dialog.focusWidget() is not before
    assert named(ready_desk, "account", "Northern Springs") == []
    account_dialog.reject()


def test_an_empty_name_is_asked_for_where_it_is_missing(account_dialog: CreateDialog) -> None:
    save(account_dialog)
    assert account_dialog.isVisible()
    assert str(sentence(account_dialog.form.fields["name"].editor.problem)) == "Fill this in"
    assert account_dialog.form.fields["name"].editor.isAncestorOf(account_dialog.focusWidget())
    account_dialog.reject()


def test_a_draft_comes_back_and_ends_with_saving(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    first = opened("account", ready_desk, window, qtbot)
    type_into(first, "name", "Half a company")
    type_into(first, "health", "55")
    QTest.keyClick(first.focusWidget(), Qt.Key.Key_Escape)
    assert not first.isVisible()
    qtbot.waitUntil(lambda: ready_desk.store.drafts.find("account") is not None)
    second = opened("account", ready_desk, window, qtbot)
    qtbot.waitUntil(lambda: second.form.values().get("name") == "Half a company")
    assert second.form.values()["health"] == 55
    with qtbot.waitSignal(second.created):
        save(second)
    qtbot.waitUntil(lambda: ready_desk.store.drafts.find("account") is None)
    assert len(named(ready_desk, "account", "Half a company")) == 1


def test_what_is_typed_is_kept_before_anything_is_saved(
    account_dialog: CreateDialog, ready_desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClicks(account_dialog.focusWidget(), "Crash test")
    qtbot.waitUntil(lambda: ready_desk.store.drafts.find("account") is not None)
    draft = ready_desk.store.drafts.find("account")
    assert draft is not None
    assert (draft.values["name"], draft.made_at) == ("Crash test", NOW)
    account_dialog.reject()


def test_a_look_alike_is_shown_while_typing_and_leads_to_it(
    account_dialog: CreateDialog, ready_desk: Desk, qtbot: QtBot
) -> None:
    QTest.keyClicks(account_dialog.focusWidget(), "HENGCHUAN PRECISION Ltd")
    qtbot.waitUntil(account_dialog.duplicates.isVisible)
    assert account_dialog.duplicates.found == [ident("hengchuan")]
    with qtbot.waitSignal(ready_desk.navigator.requested) as went:
        account_dialog.duplicates.open_wanted.emit(account_dialog.duplicates.found[0])
    assert went.args is not None
    assert went.args[0] == Place("accounts", ident("hengchuan"))


def test_what_a_stage_demands_is_asked_in_the_form(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    dialog = opened("opportunity", ready_desk, window, qtbot, {"stage_id": ident("stage.negotiation")})
    QTest.keyClicks(dialog.focusWidget(), "Spare parts")
    save(dialog)
    assert [name for name, each in dialog.form.fields.items() if each.error] == ["amount", "close_on"]
    type_into(dialog, "amount", "12,000")
    type_into(dialog, "close_on", "+30")
    with qtbot.waitSignal(dialog.created):
        save(dialog)
    (made,) = named(ready_desk, "opportunity", "Spare parts")
    assert (made.get("probability"), made.get("close_on"), made.get("owner_id")) == (60, "2026-04-11", ME)


def test_a_known_account_is_shown_by_its_name(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    dialog = opened("contact", ready_desk, window, qtbot, {"account_id": ident("ruichi")})
    line = dialog.form.fields["account_id"].editor.focusProxy()
    qtbot.waitUntil(lambda: line.text() == "Ruichi Cold Chain")  # type: ignore[union-attr]
    dialog.reject()


def test_a_refusal_comes_back_to_its_field(account_dialog: CreateDialog) -> None:
    assert account_dialog.form.refuse(Refused("field.too_long", field="name", limit=200, length=300))
    assert str(account_dialog.form.fields["name"].error) == "At most 200 characters, this has 300"
    account_dialog.reject()


def test_the_form_has_one_column_in_a_narrow_place(account_dialog: CreateDialog, qtbot: QtBot) -> None:
    form = account_dialog.form
    wide = form.fields["level"].y() == form.fields["industry"].y()
    form.setParent(None)
    qtbot.addWidget(form)
    form.resize(320, 800)
    form.show()
    QApplication.processEvents()
    assert wide
    assert form.fields["level"].y() < form.fields["industry"].y()
    account_dialog.reject()


def test_fields_come_and_go_with_what_others_say(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    dialog = opened("opportunity", ready_desk, window, qtbot, {"account_id": ident("hengchuan")})
    reason = dialog.form.fields["loss_reason"]
    assert not reason.isVisible()
    dialog.form.show_more(shown=True)
    assert not reason.isVisible(), "nothing is lost yet"
    dialog.form.show_more(shown=False)
    dialog.form.retype({"stage_id": ident("stage.lost")})
    assert reason.isVisible(), "asked at once, not among the other fields"
    dialog.form.retype({"loss_reason": "price"})
    assert dialog.form.values()["loss_reason"] == "price"
    dialog.form.retype({"stage_id": ident("stage.won")})
    assert not reason.isVisible()
    assert "loss_reason" not in dialog.form.values()
    dialog.draft.forget()
    dialog.reject()


def test_a_person_has_no_employees(account_dialog: CreateDialog) -> None:
    account_dialog.form.show_more(shown=True)
    assert account_dialog.form.fields["employees"].isVisible()
    account_dialog.form.retype({"form": "person"})
    assert not account_dialog.form.fields["employees"].isVisible()
    account_dialog.draft.forget()
    account_dialog.reject()
