"""The program is killed while somebody types: pages, windows, what was opened lately and the draft are there again."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.composition.windows import Windows
from crm_desktop.settings import Profile
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.navigation import Place
from crm_desktop.views.recent import recent_of
from crm_desktop.views.records.creating import Creating
from tests.support.forked_server import Running
from tests.support.office import PASSWORD
from tests.support.victim_at_work import ACCOUNT, READY, TYPED
from tests.support.whole_program import profile, running, server, wait_for

__all__ = ["profile", "server"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.usefixtures("secret_service"),
]


def test_pages_windows_and_a_half_typed_form_outlive_a_kill(qtbot: QtBot, profile: Profile, server: Running) -> None:
    account = _killed_at_work(profile, server)
    with running(qtbot, profile) as program:
        windows = program.window.findChild(Windows)
        assert windows is not None
        wait_for(qtbot, lambda: len(windows.others) == 1)
        first = program.window
        assert first.workplace.host.place == Place("accounts", account)
        assert windows.others[0].workplace.host.place == Place("contacts")
        wait_for(qtbot, lambda: first.windowTitle().startswith(ACCOUNT))
        assert program.workspace is not None
        desk = first.sync_panel.desk
        assert desk is not None
        wait_for(qtbot, lambda: ("account", account) in recent_of(desk).opened)
        program.tools.navigator.create("contact", {"account_id": account})
        creating = first.findChild(Creating)
        assert creating is not None
        wait_for(qtbot, lambda: isinstance(creating.dialog, CreateDialog))
        dialog = creating.dialog
        assert dialog is not None
        wait_for(qtbot, lambda: dialog.form.values().get("name") == TYPED)
        assert dialog._restored.isVisible(), "it says that a draft is back"
        dialog.reject()
        windows.close_others()


def _killed_at_work(profile: Profile, server: Running) -> str:
    command = [sys.executable, "-m", "tests.support.victim_at_work", str(profile.folder), server.url, "ada", PASSWORD]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        said = ""
        while READY not in said:
            said = victim.stdout.readline()
            assert said, "it ended by itself"
        victim.kill()
    return said.split()[1]
