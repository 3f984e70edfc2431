"""One running program for each profile: real processes, real locks, real sockets."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.composition.instance import Instance, socket_name

HOLD = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from crm_desktop.composition.instance import Instance
application = QCoreApplication([])
instance = Instance(Path(sys.argv[1]))
assert instance.claim()
instance.listen(lambda _wish: print("raised", flush=True))
print("held", flush=True)
application.exec()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that holds the profile, and wait until it does."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_second_raises_the_first(holder: subprocess.Popen[str], tmp_path: Path, qtbot: QtBot) -> None:
    second = Instance(tmp_path / "lock")
    assert not second.claim()
    assert second.held_by_another
    assert second.wake_the_first()
    assert holder.stdout is not None
    assert holder.stdout.readline() == "raised\n"


def test_the_lock_of_a_killed_program_is_taken_over(
    holder: subprocess.Popen[str], tmp_path: Path, qtbot: QtBot
) -> None:
    holder.kill()
    holder.wait()
    heir = Instance(tmp_path / "lock")
    assert heir.claim()
    heir.listen(lambda _wish: None)
    try:
        assert not Instance(tmp_path / "lock").claim()
    finally:
        heir.release()


def test_a_program_that_does_not_listen_is_not_waited_for_for_ever(tmp_path: Path, qtbot: QtBot) -> None:
    first = Instance(tmp_path / "lock")
    assert first.claim()
    assert not Instance(tmp_path / "lock").wake_the_first(patience_ms=200)
    first.release()


def test_a_released_profile_is_free_again(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = Instance(tmp_path / "lock"), Instance(tmp_path / "lock")
    assert first.claim()
    first.release()
    assert second.claim()
    second.release()


def test_a_lock_that_cannot_be_written_is_no_other_program(tmp_path: Path, qtbot: QtBot) -> None:
    instance = Instance(tmp_path / "missing" / "lock")
    assert not instance.claim()
    assert not instance.held_by_another


def test_each_profile_has_a_short_name_of_its_own(tmp_path: Path) -> None:
    names = {socket_name(tmp_path / each / "lock") for each in ("a", "b")}
    assert len(names) == 2
    assert all(len(name) < 40 for name in names)


def test_what_the_second_was_started_for_reaches_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    heard: list[str] = []
    first = Instance(tmp_path / "lock")
    assert first.claim()
    first.listen(heard.append)
    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from crm_desktop.composition.instance import Instance; application = QCoreApplication([]);"
        "sys.exit(not Instance(Path(sys.argv[1])).wake_the_first(sys.argv[2]))"
    )
    wish = "fieldline://account/00000000000000000000000000000001?tab=文件"
    second = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "lock"), wish])
    try:
        qtbot.waitUntil(lambda: heard == [wish], timeout=20_000)
        qtbot.waitUntil(lambda: second.poll() == 0, timeout=20_000)
    finally:
        second.kill()
        second.wait()
        first.release()
