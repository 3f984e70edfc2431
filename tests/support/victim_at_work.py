"""A desktop program that will be killed with pages and a half-typed form open.

`python -m tests.support.victim_at_work PROFILE SERVER NAME PASSWORD`: signs in, opens two windows, types, says READY
and the account's id as soon as the draft lies in the replica, and waits for its end.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.composition.windows import Windows
from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_desktop.views.first_sync.first_sync_page import FirstSyncPage
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.navigation import Place
from crm_desktop.views.sign_in.sign_in_page import SignInPage
from tools.journey.desktop import Desktop, desktop

READY = "READY"
TYPED = "Half a name"
ACCOUNT = "Crash Test Works"


def main(profile: str, server: str, name: str, password: str) -> None:
    """Work until somebody ends the process."""
    with desktop(Path(profile), Path(profile) / "pictures", "en") as stage:
        page = stage.person.finds(SignInPage)
        for field, words in ((page.server, server), (page.name, name), (page.password, password)):
            stage.person.click(field.editor)
            stage.person.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(field.editor, words)
        stage.person.press(Qt.Key.Key_Return)
        stage.person.wait(lambda: stage.person.sees(FirstSyncPage), "the first sync")
        start = stage.person.finds(FirstSyncPage).start
        stage.person.wait(start.isEnabled, "the button that begins the work")
        stage.person.click(start)
        _work(stage)
        sys.stdin.read()


def _work(stage: Desktop) -> None:
    store, window, account = stage.workspace.store, stage.program.window, new_id()
    store.door.commit("account.create", [Create("account", {"name": ACCOUNT, "owner_id": _me(stage)}, account)])
    window.workplace.host.go(Place("accounts", account))
    windows = window.findChild(Windows)
    assert windows is not None
    assert windows.open_new(Place("contacts")) is not None
    window.activateWindow()
    stage.program.tools.navigator.create("contact", {"account_id": account})
    stage.person.wait(lambda: stage.person.sees(CreateDialog), "the form")
    dialog = stage.person.finds(CreateDialog)
    name = dialog.form.fields["name"].editor
    stage.person.wait(lambda: name.isAncestorOf(QApplication.focusWidget() or dialog), "the focus in the form")
    stage.person.write(TYPED)
    stage.person.wait(lambda: store.drafts.find("contact"), "the draft")
    print(READY, account, flush=True)


def _me(stage: Desktop) -> str:
    return stage.workspace.account.user_id


if __name__ == "__main__":
    main(*sys.argv[1:5])
