"""A desktop program that will be killed in the middle of its first sync: prints how far it is and waits for the end.

`python -m tools.journey.victim PROFILE SERVER NAME PASSWORD`
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.views.sign_in.sign_in_page import SignInPage
from tools.journey.desktop import Desktop, desktop

HALF_WAY = "half-way"


def main(profile: str, server: str, name: str, password: str) -> None:
    """Sign in, let the sync begin when told, and report once it hangs."""
    with desktop(Path(profile), Path(profile) / "pictures", "en") as stage:
        page = stage.person.finds(SignInPage)
        for field, words in ((page.server, server), (page.name, name), (page.password, password)):
            stage.person.click(field.editor)
            stage.person.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(field.editor, words)
        stage.person.press(Qt.Key.Key_Return)
        stage.person.wait(lambda: stage.program.workspace is not None, "the data on this device")
        _report(stage)


def _report(stage: Desktop) -> None:
    totals: list[int] = []
    stage.program.tools.sync.changed.connect(lambda: totals.append(stage.status.total if stage.status else 0))
    stage.person.wait(lambda: _stuck(stage), "a sync that stopped half-way")
    print(HALF_WAY, stage.workspace.store.replica.snapshot_records(), max(totals, default=0), flush=True)
    sys.stdin.read()


def _stuck(stage: Desktop) -> bool:
    status = stage.status
    return (
        status is not None
        and status.failure is not None
        and stage.workspace.store.replica.position() is None
        and stage.workspace.store.replica.snapshot_records() > 0
    )


if __name__ == "__main__":
    main(*sys.argv[1:5])
