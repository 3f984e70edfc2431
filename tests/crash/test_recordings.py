"""Recordings whose program dies, or whose disk fills up: what was said is kept, and becomes part of the interview."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.clock import ManualClock
from crm_desktop.store.opening import open_store
from crm_desktop.views.desk import Desk
from crm_desktop.views.recording.leftovers import Leftovers
from tests.store.test_disks import output_inside, own_mounts
from tests.support.desk import KEY, clear_desk, lay_out
from tests.support.processes import StartProgram
from tests.support.sample import NOW
from tests.support.talks import said_in

__all__ = ["own_mounts"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_PROGRAM = ["-m", "tests.support.mortal.talking"]


@pytest.fixture
def reopened(tmp_path: Path) -> Iterator[list[Desk]]:
    """Desks that were laid out again after a crash; cleared at the end."""
    desks: list[Desk] = []
    yield desks
    for desk in desks:
        clear_desk(desk)


def test_a_killed_program_costs_a_part_at_most_and_the_next_start_keeps_the_rest(
    qtbot: QtBot, tmp_path: Path, start_program: StartProgram, reopened: list[Desk]
) -> None:
    program = start_program([*_PROGRAM, "kill", str(tmp_path)])
    _, interview_id, sealed_ms = program.wait_for(r"^SEALED \S+ \d+").group().split()
    program.kill()
    clock = ManualClock(NOW)
    desk = lay_out(open_store(tmp_path / "replica.db", KEY, clock), clock)
    reopened.append(desk)
    assert said_in(desk.store, interview_id) == []
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitSignal(desk.notices.done, timeout=10_000) as told:
        Leftovers(desk, window).look()
    assert told.args is not None
    assert str(told.args[0]).startswith("The program ended during Interview with Zhou Min.")
    (said,) = said_in(desk.store, interview_id)
    assert said.form == "recording"
    assert said.length_ms >= int(sealed_ms) >= 9_000
    assert desk.store.attachments.read(said.files[0].sha256)[4:12] == b"ftypM4A "
    assert desk.store.recordings.unfinished() == ()


@pytest.mark.usefixtures("own_mounts")
def test_a_disk_that_fills_up_keeps_what_fitted_and_the_talk_goes_on() -> None:
    script = """
        mount -t tmpfs -o size=32m none /mnt
        export QT_QPA_PLATFORM=offscreen
        exec "$1" -m tests.support.mortal.talking starve /mnt
    """
    assert output_inside(script, sys.executable) == [
        "told store.disk_full store.disk_full",
        "goes on notes True",
        "kept recording True True",
    ]
