"""Chapter 3: a day without a network. Everything is at once there, found, and marked as waiting; undo and redo work."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from crm_desktop.models.record import Record, SyncState
from crm_desktop.store.queries.find import find
from crm_desktop.views.palette.palette import Palette
from crm_desktop.views.palette.rows import RecordRow
from crm_desktop.views.records.fact import Fact
from crm_desktop.views.records.log_activity import LogActivity
from crm_desktop.views.records.mini_rows import MiniRow
from crm_desktop.views.records.stage_bar import StageBar
from tools.journey import readings
from tools.journey.deeds import create, waiting
from tools.journey.desktop import Desktop
from tools.journey.person import ALT, CONTROL, SHIFT

ACCOUNT, CONTACT, DEAL, VISIT = "恒川精密模具", "何小川", "MES 模具追溯", "看了三号车间的排产"
PHONE, MOBILE, OTHER_PHONE = "0512 6688 1357", "139 1234 5678", "0512 7799 2468"
BASE_NOTE, MY_NOTE = "停车在东门，先到门卫登记。", "停车在西门，先到门卫登记。"
TYPED = (ACCOUNT, CONTACT, DEAL, VISIT, MY_NOTE, "6688 1357", "7799 2468")
FINDS = {"恒川精密模": ACCOUNT, "hengchuanjingmi": ACCOUNT, "hcjm": ACCOUNT, "81357": ACCOUNT, "何小川": CONTACT}


def noted(stage: Desktop, other: Record) -> dict[str, object]:
    """Write a note while there is a network: it is sent at once."""
    stage.go("account", other, "details")
    _edit_fact(stage, "notes", BASE_NOTE)
    stage.person.wait(lambda: waiting(stage) == 0 and stage.synced(), "the note to be sent")
    return {"sent": 1}


def created(stage: Desktop) -> dict[str, object]:
    """Make an account, its contact and an opportunity, typed into the forms."""
    before = stage.person.keystrokes
    account = create(stage, "account", {"name": ACCOUNT, "phone": PHONE})
    create(stage, "contact", {"name": CONTACT, "mobile": MOBILE}, known={"account_id": account.id})
    stage_id = readings.first(stage.workspace.store, "stage", "outcome = 'open' ORDER BY position").id
    create(stage, "opportunity", {"name": DEAL, "amount": "36万"}, {"account_id": account.id, "stage_id": stage_id})
    stage.go("account", account)
    stage.person.picture("new-account")
    return {"records made": 3, "keystrokes": stage.person.keystrokes - before}


def found(stage: Desktop) -> dict[str, object]:
    """Find what was just made, by Chinese, by pinyin, by initials, by a part of a phone number."""
    person = stage.person
    for typed, wanted in FINDS.items():
        person.press(Qt.Key.Key_K, CONTROL)
        palette = person.finds(Palette)
        person.write(typed)
        person.wait(partial(_lists, palette, wanted), f"“{wanted}” for “{typed}”")
        if typed == "hcjm":
            person.picture("found-by-initials")
        person.press(Qt.Key.Key_Escape)
    return {"searches": len(FINDS)}


def edited(stage: Desktop, other: Record) -> dict[str, object]:
    """Change another account's phone and notes, log yesterday's visit, finish a task, move an opportunity."""
    person, store = stage.person, stage.workspace.store
    acts = readings.own_acts(store)
    stage.go("account", other, "details")
    _edit_fact(stage, "phone", OTHER_PHONE)
    note = _edit_fact(stage, "notes", MY_NOTE)
    person.picture("edited-in-place")
    _log_visit(stage, other)
    _finish_a_task(stage, other)
    _move_a_deal(stage, other)
    person.picture("a-day-waiting")
    assert readings.one(store, "account", other.id).state is SyncState.WAITING
    return {"acts": readings.own_acts(store) - acts, "waiting": waiting(stage), "my note": len(note)}


def undone(stage: Desktop) -> dict[str, object]:
    """Take two acts back and do them again, by keys."""
    person, store = stage.person, stage.workspace.store
    for key, modifiers in [(Qt.Key.Key_Z, CONTROL)] * 2 + [(Qt.Key.Key_Z, CONTROL | SHIFT)] * 2:
        before = readings.own_acts(store)
        person.press(key, modifiers)
        person.wait(partial(_one_more, stage, before), "undo or redo")
    person.picture("redone")
    return {"taken back": 2, "done again": 2}


def still_there(stage: Desktop, other: Record) -> dict[str, object]:
    """After a restart without a network everything is there and still waits."""
    stage.wait_for_work()
    store = stage.workspace.store
    names = {hit.record.title for typed in FINDS for hit in store.read(find, typed)}
    assert {ACCOUNT, CONTACT} <= names, names
    assert MY_NOTE in str(readings.one(store, "account", other.id).get("notes"))
    stage.person.wait(lambda: stage.status is not None and stage.status.waiting > 0, "what waits, in the pill")
    stage.person.picture("restarted-offline")
    return {"waiting": waiting(stage)}


def _edit_fact(stage: Desktop, field: str, words: str) -> str:
    person, store = stage.person, stage.workspace.store
    fact = person.finds(Fact, where=lambda each: each.field.name == field)
    person.wait(fact.value.isVisible, f"the value of {field}")
    acts = readings.own_acts(store)
    person.tab_to(fact.value)
    person.press(Qt.Key.Key_Return)
    person.wait(partial(_editing, fact), f"the editor of {field}")
    person.press(Qt.Key.Key_A, CONTROL)
    person.write(words)
    person.press(Qt.Key.Key_Tab)
    person.wait(partial(_one_more, stage, acts), f"the change of {field}")
    return words


def _log_visit(stage: Desktop, account: Record) -> None:
    person, acts = stage.person, readings.own_acts(stage.workspace.store)
    person.press(Qt.Key.Key_L, CONTROL)
    dialog = person.turns_to(LogActivity)
    person.press(Qt.Key.Key_3, ALT)
    dialog.form.go_to("subject")
    person.write(VISIT)
    dialog.form.go_to("happened_at")
    person.press(Qt.Key.Key_A, CONTROL)
    person.write("昨天 15:00" if stage.language == "zh" else "yesterday 15:00")
    person.picture("log-a-visit")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.wait(partial(_one_more, stage, acts), "the visit that was logged")
    logged = readings.named(stage.workspace.store, "activity", VISIT)
    assert logged.get("account_id") == account.id
    assert isinstance(made := logged.get("happened_at"), int)
    assert isinstance(now := logged.get("created_at"), int)
    assert made < now


def _finish_a_task(stage: Desktop, account: Record) -> None:
    person, store = stage.person, stage.workspace.store
    task = readings.first(store, "task", "done = 0 AND account_id = ? AND deleted_at IS NULL", account.id)
    stage.go("account", account, "overview")
    row = person.finds(MiniRow, where=lambda each: each.look.title == task.title)
    person.tab_to(row)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.wait(lambda: readings.one(store, "task", task.id).get("done"), "the task to be done")


def _move_a_deal(stage: Desktop, account: Record) -> None:
    person, store = stage.person, stage.workspace.store
    condition = "account_id = ? AND stage_id IN (SELECT id FROM stages WHERE outcome = 'open') AND deleted_at IS NULL"
    deal = readings.first(store, "opportunity", condition, account.id)
    stage.go("opportunity", deal)
    bar = person.finds(StageBar)
    person.tab_to(bar)
    person.press(Qt.Key.Key_Left)
    person.press(Qt.Key.Key_Return)
    person.wait(partial(_left_stage, stage, deal), "the opportunity in another stage")


def _left_stage(stage: Desktop, deal: Record) -> bool:
    return readings.one(stage.workspace.store, "opportunity", deal.id).get("stage_id") != deal.get("stage_id")


def _lists(palette: Palette, title: str) -> bool:
    return any(isinstance(row, RecordRow) and row.title == title for row in palette.model.rows)


def _editing(fact: Fact) -> bool:
    return fact.editing


def _one_more(stage: Desktop, before: int) -> bool:
    return readings.own_acts(stage.workspace.store) == before + 1
