"""What people do in every story: pull the network, make a record in its form, see what waits."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt

from crm_desktop.models.record import Record, SyncState
from crm_desktop.sync.status import Connection
from crm_desktop.views.forms.create_dialog import CreateDialog
from tools.journey import readings
from tools.journey.desktop import Desktop
from tools.journey.person import CONTROL
from tools.journey.world import World


def network_gone(stage: Desktop, world: World) -> dict[str, object]:
    """Pull the network; the pill says so."""
    world.line.cut_after(0)
    stage.person.press(Qt.Key.Key_F9)
    stage.person.wait(lambda: stage.status and stage.status.connection is Connection.OFFLINE, "“offline” in the pill")
    stage.person.picture("offline")
    return {"waiting": waiting(stage)}


def waiting(stage: Desktop) -> int:
    """Return how many acts wait to be sent."""
    return stage.workspace.store.outbox.count()


def create(stage: Desktop, kind: str, typed: Mapping[str, str], known: Mapping[str, object] | None = None) -> Record:
    """Make a record in its form, typing what is given; `known` is filled in beforehand."""
    person, store = stage.person, stage.workspace.store
    stage.program.tools.navigator.create(kind, dict(known or {}))
    dialog = person.turns_to(CreateDialog)
    for name, words in typed.items():
        dialog.form.go_to(name)
        person.write(words)
    person.press(Qt.Key.Key_Return, CONTROL)
    person.wait(lambda: person.sees(CreateDialog) is None, f"the form of the new {kind} to close")
    made = readings.named(store, kind, typed["name"])
    assert made.state is SyncState.WAITING
    return made
