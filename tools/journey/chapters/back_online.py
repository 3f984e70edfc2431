"""Chapters 4 to 6: meanwhile others worked too; the network is back; an account is handed to somebody else."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QRadioButton

from crm_desktop.models.record import Record
from crm_desktop.sync.status import PillState
from crm_desktop.views.navigation import Place
from tools.journey import readings
from tools.journey.chapters import elsewhere
from tools.journey.chapters.offline_day import MY_NOTE, OTHER_PHONE
from tools.journey.colleague import Colleague
from tools.journey.deeds import waiting
from tools.journey.desktop import Desktop
from tools.journey.person import CONTROL
from tools.journey.world import World

THEIR_NOTE, THEIR_INDUSTRY = "停车在北门，先到门卫登记。", "精密模具"


def meanwhile(colleague: Colleague, account: Record) -> dict[str, object]:
    """Somebody else edits the same account's industry and the same notes."""
    return elsewhere.edit_account(colleague, account.id, {"industry": THEIR_INDUSTRY, "notes": THEIR_NOTE})


def network_back(stage: Desktop, world: World, colleague: Colleague, account: Record) -> dict[str, object]:
    """Everything arrives on both sides; what does not overlap survives, what does is kept and to be decided."""
    person, store = stage.person, stage.workspace.store
    sent = waiting(stage)
    seen: list[PillState] = []
    stage.program.tools.sync.changed.connect(lambda: seen.append(stage.status.state) if stage.status else None)
    world.line.cut_after(None)
    person.press(Qt.Key.Key_F9)
    person.wait(lambda: waiting(stage) == 0 and stage.status and stage.status.phase is None, "an empty outbox")
    person.wait(lambda: readings.one(store, "account", account.id).get("industry") == THEIR_INDUSTRY, "their industry")
    person.wait(lambda: store.outbox.to_decide() > 0, "the notes that differ, to be decided")
    person.wait(lambda: PillState.TO_DECIDE in seen, "“to decide” in the pill")
    person.picture("back-online")
    colleague.sync()
    mine, theirs = (readings.one(each, "account", account.id) for each in (store, colleague.store))
    for each in (mine, theirs):
        assert each.get("phone") == OTHER_PHONE
        assert each.get("industry") == THEIR_INDUSTRY
    assert mine.values == theirs.values
    _nothing_lost(mine, stage)
    assert PillState.SYNCING in seen, seen
    return {
        "acts sent": sent,
        "pill": " → ".join(dict.fromkeys(seen)),
        "to decide": stage.workspace.store.outbox.to_decide(),
    }


def decided(stage: Desktop) -> dict[str, object]:
    """Open the sync centre, look at both wordings, and settle."""
    person, store = stage.person, stage.workspace.store
    before = store.outbox.to_decide()
    assert before > 0
    stage.program.tools.navigator.go(Place("sync"))
    person.rest(600)
    person.picture("to-decide")
    mine = person.finds(QRadioButton)
    person.click(mine, QPoint(8, mine.height() // 2))
    person.wait(mine.isChecked, "my wording to be picked")
    person.press(Qt.Key.Key_Return, CONTROL)
    person.wait(lambda: store.outbox.to_decide() < before, "the conflict to be settled")
    person.wait(lambda: waiting(stage) == 0, "the decision to be sent")
    person.picture("settled")
    return {"conflicts before": before, "after": store.outbox.to_decide()}


def handed_over(stage: Desktop, manager: Colleague, account: Record, new_owner: str) -> dict[str, object]:
    """The manager gives the account to somebody else: it leaves this device with all that belongs to it."""
    person, store = stage.person, stage.workspace.store
    before = readings.belonging(store, account.id)
    moved = elsewhere.assign(manager, account.id, new_owner)
    person.wait(lambda: readings.gone(store, "account", account.id), "the account to leave this device")
    after = readings.belonging(store, account.id)
    stage.program.tools.navigator.go(Place("accounts"))
    person.picture("handed-over")
    return moved | {"records of it here before": before, "after": after}


def _nothing_lost(account: Record, stage: Desktop) -> None:
    entry = readings.first(stage.workspace.store, "conflict", "record_id = ? AND field = 'notes'", account.id)
    kept = f"{account.get('notes')} {entry.get('mine')} {entry.get('theirs')}"
    for words in (MY_NOTE, THEIR_NOTE):
        assert words in kept, f"a note is nowhere: {words}"
