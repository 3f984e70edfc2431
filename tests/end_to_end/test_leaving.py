"""Leaving for real: the whole program, a real server and keyring; what was not sent arrives, then nothing is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.composition.farewell import Step, begin_farewell, read_farewell
from crm_desktop.composition.program import Program
from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.ids import new_id
from crm_desktop.models.rescue import DISABLED, REVOKED
from crm_desktop.settings import Profile
from crm_desktop.store.queries.records import record
from crm_desktop.sync.credentials import DATABASE_KEY, REFRESH_TOKEN
from crm_desktop.sync.unlocking import VERIFIER
from crm_desktop.views.navigation import Place
from crm_desktop.views.sign_in.farewell_page import HandingOverPage, ToldPage
from crm_desktop.views.sign_in.sign_in_page import SignInPage
from crm_desktop.views.sync_centre.page import SyncCentrePage
from tests.support.forked_server import Running
from tests.support.office import PASSWORD
from tests.support.whole_program import LEFT, begin_work, profile, running, server, settle, sign_in, stage, wait_for

__all__ = ["profile", "server"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.usefixtures("secret_service"),
]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
STAYING = {"preferences.json", "device-id", "running.lock", "fieldline.log", "farewell.json"}


class Elsewhere:
    """Another device of a person: plain requests to the server."""

    def __init__(self, server: Running, name: str) -> None:
        self.url = server.url
        device = {"id": new_id(), "name": "phone", "platform": "test"}
        answer = requests.post(
            f"{self.url}/v1/sign-in", json={"name": name, "password": PASSWORD, "device": device}, timeout=30
        )
        self.headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def push(self, *changes: RecordChange) -> None:
        """Do one act, which must be accepted."""
        import msgspec

        now = SystemClock().now()
        act = Transaction(new_id(), "edit", now, changes)
        body = {"transactions": [msgspec.to_builtins(act)], "clock": now}
        answer = requests.post(f"{self.url}/v1/sync/push", json=body, headers=self.headers, timeout=30)
        assert answer.json()["outcomes"][0]["result"] == "applied", answer.text

    def revoke(self, device_id: str) -> None:
        """Revoke a device of the person."""
        assert requests.delete(f"{self.url}/v1/devices/{device_id}", headers=self.headers, timeout=30).ok

    def names(self) -> list[str]:
        """Return the names of the accounts that the person may see."""
        answer = requests.post(f"{self.url}/v1/sync/snapshot", json={"limit": 5000}, headers=self.headers, timeout=30)
        found: list[str] = []
        cursor = "first"
        while cursor:
            page = answer.json()
            batch = page["batch"]
            if batch["kind"] == "account":
                found += [row[batch["columns"].index("name")] for row in batch["rows"]]
            cursor = page["cursor"]
            body = {"limit": 5000, "cursor": cursor}
            answer = requests.post(f"{self.url}/v1/sync/snapshot", json=body, headers=self.headers, timeout=30)
        return found


def start_work(qtbot: QtBot, program: Program, name: str) -> None:
    sign_in(qtbot, program, name)
    begin_work(qtbot, program)
    settle(qtbot, program)


def pause(qtbot: QtBot, program: Program) -> None:
    program.tools.around.pause_wanted.emit()
    wait_for(qtbot, lambda: program.window.workplace.bar.pill.accessibleName().startswith("Offline"))


def commit(program: Program, *edits: Edit) -> None:
    assert program.workspace is not None
    program.workspace.store.door.commit("edit", edits)


def left_in(profile: Profile) -> set[str]:
    return {path.name for path in profile.folder.iterdir()} - STAYING


def secrets_of(profile: Profile) -> list[str | None]:
    entries = (DATABASE_KEY, REFRESH_TOKEN, VERIFIER)
    return [keyring.get_password("Fieldline CRM", f"{profile.device_id()}/{name}") for name in entries]


def told(qtbot: QtBot, program: Program) -> str:
    wait_for(qtbot, lambda: isinstance(stage(program), ToldPage))
    page = stage(program)
    assert isinstance(page, ToldPage)
    return page.sentence.text()


def command(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "crm_server", "--data", str(folder), *words], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_revoked_device_delivers_three_changes_and_forgets_everything(
    qtbot: QtBot, profile: Profile, server: Running
) -> None:
    with running(qtbot, profile, server.url) as program:
        start_work(qtbot, program, "ada")
        assert all(secrets_of(profile))
        pause(qtbot, program)
        for name in ("恒川精密", "Beichen", "Borui"):
            commit(program, Create("account", {"name": name}))
        phone = Elsewhere(server, "ada")
        assert "Beichen" not in phone.names()
        phone.revoke(profile.device_id())
        program.tools.around.resume_wanted.emit()
        assert told(qtbot, program) == ("3 changes delivered; then the data on this computer was deleted.")
        assert left_in(profile) == set()
        assert secrets_of(profile) == [None, None, None]
        assert {"恒川精密", "Beichen", "Borui"} <= set(phone.names())
        assert program.tools.actions.find("undo") is None
    with running(qtbot, profile) as program:
        assert "3 changes delivered" in told(qtbot, program), "whoever was not there is told at the next start"
        page = stage(program)
        assert isinstance(page, ToldPage)
        QTest.mouseClick(page.button, LEFT)
        wait_for(qtbot, lambda: isinstance(stage(program), SignInPage))
        assert read_farewell(profile) is None


def test_a_leavers_refused_edit_is_applied_by_the_manager(
    qtbot: QtBot, profile: Profile, server: Running, tmp_path: Path
) -> None:
    ada, account = Elsewhere(server, "ada"), new_id()
    with running(qtbot, profile, server.url) as program:
        start_work(qtbot, program, "ann")
        commit(program, Create("account", {"name": "Hengchuan"}, account))
        program.window.sync_wanted.emit()
        wait_for(qtbot, lambda: "Hengchuan" in ada.names())
        settle(qtbot, program)
        pause(qtbot, program)
        commit(program, Update("account", account, {"phone": "021 6688 1200"}))
        assert program.workspace is not None
        ann = program.workspace.account.user_id
        bob = next(each for each in _people(program) if each != ann)
        ada.push(RecordChange("account", account, Operation.UPDATE, {"owner_id": FieldChange(ann, bob)}))
        said = command(tmp_path / "server", "user", "disable", "ann")
        assert "0 unsent changes" in said, "what it said last was said before it worked offline"
        program.tools.around.resume_wanted.emit()
        assert told(qtbot, program) == (
            "1 left for your manager to decide; then the data on this computer was deleted."
        )
        assert left_in(profile) == set()
    manager = Profile(tmp_path / "manager")
    manager.prepare()
    with running(qtbot, manager, server.url) as program:
        start_work(qtbot, program, "mia")
        assert program.workspace is not None
        desk = program.workspace.server_desk
        (work,) = desk.left_work()
        assert work.refusal is not None, "the edit was judged"
        assert (work.refusal.code, work.reason) == ("sync.no_such_record", DISABLED)
        (change,) = work.changes
        assert [(each.name, each.after, each.present) for each in change.fields] == [("phone", "021 6688 1200", None)]
        program.tools.navigator.go(Place("sync", tab="left"))
        centre = program.window.workplace.host.page
        assert isinstance(centre, SyncCentrePage)
        wait_for(qtbot, lambda: centre.left.isVisible() and centre.left.panel is not None)
        panel = centre.left.panel
        assert panel is not None
        assert centre.list.entry is not None
        assert centre.list.entry.title == "Hengchuan"
        (_, _, phone) = panel._editors[0]
        field = phone.findChild(QLineEdit)
        assert field is not None
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "021 6688 1299")
        QTest.keyClick(field, Qt.Key.Key_Tab)
        QTest.mouseClick(panel.apply, LEFT)
        wait_for(qtbot, lambda: bool(centre.left_work.works) and centre.left_work.works[0].state == "applied")

        def arrived() -> bool:
            assert program.workspace is not None
            found = program.workspace.store.read(record, "account", account)
            return found is not None and found.get("phone") == "021 6688 1299"

        wait_for(qtbot, arrived)


def _people(program: Program) -> list[str]:
    """Return the people of Ann's unit."""
    assert program.workspace is not None
    store = program.workspace.store
    rows = store.read(
        lambda reader: reader.all("SELECT id FROM users WHERE sign_in_name IN ('ann', 'bob') ORDER BY sign_in_name")
    )
    return [row[0] for row in rows]


@pytest.mark.parametrize("step", [Step.HAND_OVER, Step.DESTROY])
def test_a_crash_between_two_steps_is_gone_on_with_at_the_next_start(
    qtbot: QtBot, profile: Profile, server: Running, step: Step
) -> None:
    with running(qtbot, profile, server.url) as program:
        start_work(qtbot, program, "ada")
        pause(qtbot, program)
        commit(program, Create("account", {"name": "Beichen"}))
    phone = Elsewhere(server, "ada")
    phone.revoke(profile.device_id())
    farewell = begin_farewell(profile, REVOKED, 1, SystemClock().now())
    if step is Step.DESTROY:
        from crm_desktop.composition.farewell import give_up

        give_up(profile, farewell)
    (profile.folder / "replica.db.files").mkdir(exist_ok=True)
    (profile.folder / "replica.db.files" / "photo").write_bytes(b"sealed")
    with running(qtbot, profile) as program:
        assert not isinstance(stage(program), SignInPage)
        sentence = told(qtbot, program)
        assert not program.window.at_work
        assert sentence.startswith("1 change delivered" if step is Step.HAND_OVER else "1 could not be delivered")
        assert left_in(profile) == set()
        assert secrets_of(profile) == [None, None, None]
        assert ("Beichen" in phone.names()) is (step is Step.HAND_OVER)


def test_without_a_connection_the_work_waits_unseen_and_then_arrives(
    qtbot: QtBot, profile: Profile, server: Running
) -> None:
    with running(qtbot, profile, server.url) as program:
        start_work(qtbot, program, "ada")
        pause(qtbot, program)
        commit(program, Create("account", {"name": "Beichen"}))
        program.preferences.change(server="http://127.0.0.1:9")
    begin_farewell(profile, REVOKED, 1, SystemClock().now())
    phone = Elsewhere(server, "ada")
    phone.revoke(profile.device_id())
    with running(qtbot, profile) as program:
        wait_for(qtbot, lambda: isinstance(stage(program), HandingOverPage))
        page = stage(program)
        assert isinstance(page, HandingOverPage)
        wait_for(qtbot, page.problem.isVisible)
        assert page.again.isVisible()
        assert not program.window.at_work
        assert profile.replica.exists()
        program.preferences.change(server=server.url)
    with running(qtbot, profile) as program:
        assert told(qtbot, program).startswith("1 change delivered")
        assert "Beichen" in phone.names()


def test_removing_this_computer_names_what_waits_and_delivers_it(
    qtbot: QtBot, profile: Profile, server: Running
) -> None:
    from PySide6.QtWidgets import QApplication

    from crm_desktop.views.widgets.button import Button
    from crm_desktop.views.widgets.paragraph import Paragraph
    from tests.support.finding import child

    with running(qtbot, profile, server.url) as program:
        start_work(qtbot, program, "ada")
        pause(qtbot, program)
        commit(program, Create("account", {"name": "Beichen"}))
        program.tools.around.remove_wanted.emit()
        wait_for(qtbot, lambda: QApplication.activeModalWidget() is not None)
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        assert any("1 change to hand over" in each.text() for each in dialog.findChildren(Paragraph))
        QTest.mouseClick(child(dialog, Button, "Remove this computer"), LEFT)
        assert told(qtbot, program).startswith("1 change delivered")
        assert left_in(profile) == set()
        assert "Beichen" in Elsewhere(server, "ada").names()
