"""Merging on the page: the other record is looked up, the values are chosen, and everything of it arrives here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create
from crm_desktop.store.queries.records import record, where
from crm_desktop.views.desk import Desk
from crm_desktop.views.records.merge_dialog import MergeDialog
from tests.support.sample import ME, ident

HOME = ident("hengchuan")


def test_the_chosen_values_stand_and_everything_moves_with_one_undo(
    ready_desk: Desk, window: QWidget, qtbot: QtBot
) -> None:
    store = ready_desk.store
    other = Create("account", {"name": "Hengchuan Ltd", "owner_id": ME, "employees": 500, "notes": "From the fair"})
    call = Create("activity", {"subject": "Met at the fair", "happened_at": 1, "account_id": other.id, "owner_id": ME})
    store.door.commit("account.create", [other, call])
    dialog = MergeDialog(KINDS["account"], HOME, "", ready_desk, window)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    assert not dialog.verb.isEnabled()
    dialog.search.input.setFocus()
    qtbot.keyClicks(dialog.search.input, "Hengchuan L")
    qtbot.waitUntil(lambda: [each.key for each in dialog.search.search.list.entries] == [other.id])
    qtbot.keyClick(dialog.search.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.pair is not None and dialog.verb.isEnabled())
    _, theirs = dialog.choices.buttons["employees"]
    qtbot.mouseClick(theirs, Qt.MouseButton.LeftButton)
    assert dialog.choices.values()["employees"] == 500
    qtbot.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    gone = ("account", other.id)
    qtbot.waitUntil(lambda: (found := store.read(record, *gone)) is not None and found.deleted)
    kept = store.read(record, "account", HOME)
    assert kept is not None
    assert kept.get("employees") == 500
    assert kept.get("notes") == "A customer since 2023.\n\nFrom the fair"
    assert [each.id for each in store.read(where, "activity", "account_id = ? AND id = ?", HOME, call.id)] == [call.id]
    store.door.undo()
    back = store.read(record, "account", other.id)
    assert back is not None
    assert not back.deleted
