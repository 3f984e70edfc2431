"""The whole program on a real server, with a real keyring: signing in, restarting, being shut out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import keyring
import pytest
import requests
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.composition.instance import Instance
from crm_desktop.models.edits import Create
from crm_desktop.settings import Profile
from crm_desktop.store.queries.counts import counts_by_kind
from crm_desktop.sync.credentials import DATABASE_KEY, REFRESH_TOKEN
from crm_desktop.views.sign_in.farewell_page import ToldPage
from crm_desktop.views.sign_in.passphrase_page import ChoosePassphrasePage, UnlockPage
from crm_desktop.views.sign_in.sign_in_page import SignInPage
from crm_desktop.views.sign_in.trouble_page import TroublePage
from crm_desktop.views.widgets.button import Button
from tests.support.finding import child
from tests.support.forked_server import Running
from tests.support.office import PASSWORD
from tests.support.whole_program import LEFT, begin_work, profile, running, server, settle, sign_in, stage, wait_for

__all__ = ["profile", "server"]
PASSPHRASE = "violet harbour lamp"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.usefixtures("secret_service"),
]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def no_keyring() -> Iterator[None]:
    """Be on a system without a keyring."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    yield
    keyring.set_keyring(before)


def test_from_a_wrong_password_to_work_and_offline_after_a_restart(
    qtbot: QtBot, profile: Profile, server: Running
) -> None:
    with running(qtbot, profile, server.url) as program:
        page = sign_in(qtbot, program, "ada", "guess")
        wait_for(qtbot, lambda: bool(page.password.error))
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        settle(qtbot, program)
        assert program.workspace is not None
        users = program.workspace.store.read(counts_by_kind)["user"]
        assert users >= 5
    server.stop()
    with running(qtbot, profile) as program:
        wait_for(qtbot, lambda: program.workspace is not None)
        assert program.window.at_work
        assert program.workspace is not None
        assert program.workspace.store.read(counts_by_kind)["user"] == users
        wait_for(qtbot, program.window.workplace.strip.isVisible)
        assert program.window.workplace.bar.pill.accessibleName().startswith("Offline")
    left = b"".join(path.read_bytes() for path in profile.folder.iterdir() if path.is_file())
    device = profile.device_id()
    for secret in (
        PASSWORD,
        *(keyring.get_password("Fieldline CRM", f"{device}/{n}") for n in (DATABASE_KEY, REFRESH_TOKEN)),
    ):
        assert secret
        assert secret.encode() not in left


def test_a_server_that_does_not_answer_is_a_sentence(qtbot: QtBot, profile: Profile) -> None:
    with running(qtbot, profile, "http://127.0.0.1:9") as program:
        page = sign_in(qtbot, program, "ada")
        wait_for(qtbot, page.problem.isVisible)
        assert page.button.isEnabled()
        assert not profile.replica.exists()


def test_without_a_keyring_a_passphrase_is_chosen_and_unlocks_after_a_restart(
    qtbot: QtBot, profile: Profile, server: Running, no_keyring: None
) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        wait_for(qtbot, lambda: isinstance(stage(program), ChoosePassphrasePage))
        page = stage(program)
        assert isinstance(page, ChoosePassphrasePage)
        for field in (page.first, page.second):
            QTest.keyClicks(field.editor, PASSPHRASE)
        QTest.mouseClick(page.button, LEFT)
        begin_work(qtbot, program)
        settle(qtbot, program)
    with running(qtbot, profile) as program:
        wait_for(qtbot, lambda: isinstance(stage(program), UnlockPage))
        lock = stage(program)
        assert isinstance(lock, UnlockPage)
        QTest.keyClicks(lock.passphrase.editor, "a wrong passphrase")
        QTest.keyClick(lock.passphrase.editor, Qt.Key.Key_Return)
        wait_for(qtbot, lambda: bool(lock.passphrase.error))
        lock.passphrase.set_value("")
        QTest.keyClicks(lock.passphrase.editor, PASSPHRASE)
        QTest.keyClick(lock.passphrase.editor, Qt.Key.Key_Return)
        wait_for(qtbot, lambda: program.workspace is not None and program.window.at_work)
        settle(qtbot, program)


def test_an_ended_sign_in_lets_one_go_on_offline_and_sign_in_again(
    qtbot: QtBot, profile: Profile, server: Running
) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        settle(qtbot, program)
        assert program.workspace is not None
        token = program.workspace.signed_in.access_token()
        answer = requests.post(
            f"{server.url}/v1/sign-out",
            headers={"Authorization": f"Bearer {token}", "Fieldline-Protocol": "1"},
            timeout=20,
        )
        assert answer.ok
        program.window.sync_wanted.emit()
        card = program.window.announcements.card
        wait_for(qtbot, card.isVisible)
        QTest.mouseClick(child(card, Button, "Sign in again"), LEFT)
        page = stage(program)
        assert isinstance(page, SignInPage)
        QTest.mouseClick(page.offline, LEFT)
        assert program.window.at_work
        card.show()
        QTest.mouseClick(child(card, Button, "Sign in again"), LEFT)
        sign_in(qtbot, program, "ada")
        wait_for(qtbot, lambda: program.window.at_work)
        settle(qtbot, program)


def test_a_revoked_device_loses_its_data(qtbot: QtBot, profile: Profile, server: Running) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        settle(qtbot, program)
        assert program.workspace is not None
        token = program.workspace.signed_in.access_token()
        headers = {"Authorization": f"Bearer {token}", "Fieldline-Protocol": "1"}
        device = profile.device_id()
        assert requests.delete(f"{server.url}/v1/devices/{device}", headers=headers, timeout=20).ok
        program.window.sync_wanted.emit()
        wait_for(qtbot, lambda: isinstance(stage(program), ToldPage))
        page = stage(program)
        assert isinstance(page, ToldPage)
        assert page.title.text() == "This computer has no access any more"
        assert not profile.replica.exists()
        QTest.mouseClick(page.button, LEFT)
        wait_for(qtbot, lambda: isinstance(stage(program), SignInPage))
        assert keyring.get_password("Fieldline CRM", f"{device}/{DATABASE_KEY}") is None


def test_signing_out_asks_and_deletes(qtbot: QtBot, profile: Profile, server: Running) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        settle(qtbot, program)
        program.tools.actions.run("sign_out")
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        QTest.mouseClick(child(dialog, Button, "Sign out and delete"), LEFT)
        wait_for(qtbot, lambda: isinstance(stage(program), SignInPage))
        assert not profile.replica.exists()
        assert program.tools.actions.find("undo") is None


def test_a_lost_key_says_so_and_offers_to_start_over(qtbot: QtBot, profile: Profile, server: Running) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
    keyring.delete_password("Fieldline CRM", f"{profile.device_id()}/{DATABASE_KEY}")
    with running(qtbot, profile) as program:
        wait_for(qtbot, lambda: isinstance(stage(program), TroublePage))
        page = stage(program)
        assert isinstance(page, TroublePage)
        assert [each.text() for each in page.ways] == ["Try again", "Start over..."]
        QTest.mouseClick(page.ways[1], LEFT)
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        QTest.mouseClick(child(dialog, Button, "Delete and sign in"), LEFT)
        wait_for(qtbot, lambda: isinstance(stage(program), SignInPage))
        assert not profile.replica.exists()


def test_another_person_cannot_take_over_the_data(qtbot: QtBot, profile: Profile, server: Running) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        settle(qtbot, program)
        program.window.clear()
        assert program.workspace is not None
        from crm_desktop.composition.signing_in import sign_in as arrive
        from crm_desktop.models.errors import Refused

        with pytest.raises(Refused, match=r"sign_in\.other_user"):
            arrive(profile, program.preferences.present, server.url, "mia", PASSWORD)


def test_a_second_process_raises_the_window_and_leaves(qtbot: QtBot, profile: Profile) -> None:
    with running(qtbot, profile) as program:
        instance = Instance(profile.lock)
        assert instance.claim()
        instance.listen(lambda _wish: program.window.come_to_front())
        program.window.showMinimized()
        command = [sys.executable, "-m", "crm_desktop", "--profile", str(profile.folder), "--offscreen-safe"]
        second = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(qtbot, lambda: second.poll() is not None)
        assert second.returncode == 0
        wait_for(qtbot, lambda: not program.window.isMinimized())
        instance.release()


def test_the_program_remembers_what_was_chosen(qtbot: QtBot, profile: Profile) -> None:
    with running(qtbot, profile) as program:
        program.window.workplace.toggle_rail()
        from crm_desktop.views.theme.current import current_theme

        current_theme().choose("dark")
    with running(qtbot, profile) as program:
        assert program.window.workplace.rail.collapsed
        assert program.preferences.present.theme == "dark"
        current_theme().choose("light")


def test_a_damaged_replica_is_repaired_and_keeps_what_was_not_sent(
    qtbot: QtBot, profile: Profile, server: Running
) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        settle(qtbot, program)
    server.stop()
    with running(qtbot, profile) as program:
        wait_for(qtbot, lambda: program.workspace is not None)
        assert program.workspace is not None
        program.workspace.store.door.commit("new_account", [Create("account", {"name": "恒川精密制造"})])
    content = bytearray(profile.replica.read_bytes())
    content[: 4096 * 2] = os.urandom(4096 * 2)
    damaged_beginning = bytes(content)
    profile.replica.write_bytes(damaged_beginning)
    with running(qtbot, profile) as program:
        wait_for(qtbot, lambda: isinstance(stage(program), TroublePage))
        page = stage(program)
        assert isinstance(page, TroublePage)
        QTest.mouseClick(page.ways[0], LEFT)
        wait_for(qtbot, lambda: program.workspace is not None)
        assert program.workspace is not None
        assert program.workspace.rescue is not None
        assert len(list(profile.folder.glob("*damaged*.db"))) == 1
        assert damaged_beginning in [path.read_bytes() for path in profile.folder.glob("*damaged*.db")]
