"""A program that records a talk and will be killed, or runs out of disk: `python -m tests.support.mortal.talking …`.

`kill FOLDER` records a tone, faster than it sounds, says SEALED when its first part lies on the disk, and waits for its
end. `starve FOLDER` fills the disk while it records, and says what came of it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.interchange.m4a import read_adts
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.errors import UserError
from crm_desktop.store.opening import open_store
from crm_desktop.views.desk import Desk
from crm_desktop.views.recording.leftovers import Leftovers
from crm_desktop.views.recording.talk import Talk, TalkState
from tests.support.desk import KEY, clear_desk, lay_out, make_desk
from tests.support.sample import NOW
from tests.support.sound import Tone
from tests.support.talks import lay_talk, said_in

_EACH_MS, _PLAYED_MS = 20, 500
_LEFT = 20_000
"""Bytes that are left on the full disk: less than one part."""


class Talking:
    """A talk that goes on by itself, twenty-five times as fast as people talk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.interview_id = lay_talk(desk.store)
        self.talk, self.tone = Talk(desk), Tone()
        self.talk.make_source = lambda: self.tone
        self.timer = QTimer(interval=_EACH_MS)
        self.timer.timeout.connect(lambda: self.tone.play(_PLAYED_MS))
        self.timer.start()
        self.talk.begin(self.interview_id)

    @property
    def sealed_ms(self) -> int:
        """How much of it lies on the disk."""
        recorder = self.talk.recorder
        if recorder is None:
            return 0
        try:
            return read_adts(self.desk.store.recordings.read(recorder.about.id)).length_ms
        except UserError:
            return 0


def kill(folder: Path) -> None:
    """Record until somebody ends the process."""
    talking = Talking(make_desk(folder))
    while talking.sealed_ms < 9_000:
        QApplication.processEvents()
    print("SEALED", talking.interview_id, talking.sealed_ms, flush=True)
    while True:
        QApplication.processEvents()


def starve(folder: Path) -> None:
    """Record onto a disk that fills up; then there is space, and the program starts again."""
    desk = make_desk(folder)
    talking = Talking(desk)
    told: list[str] = []
    desk.notices.failed.connect(lambda error: told.append(error.code))
    while talking.sealed_ms < 9_000:
        QApplication.processEvents()
    sealed, ballast = talking.sealed_ms, folder / "ballast"
    _fill(ballast)
    while talking.talk.state is TalkState.RECORDING or len(told) < 2:
        QApplication.processEvents()
    talking.timer.stop()
    # Once for the part that did not fit, once for the file that was to be made of the others.
    print("told", *told, flush=True)
    print("goes on", talking.talk.state.value, talking.talk.clock.running, flush=True)
    clear_desk(desk)
    ballast.unlink()
    clock = ManualClock(NOW)
    desk = lay_out(open_store(folder / "replica.db", KEY, clock), clock)
    window = QWidget()
    Leftovers(desk, window).look()
    while not (said := said_in(desk.store, talking.interview_id)):
        QApplication.processEvents()
    print("kept", said[0].form, said[0].length_ms >= sealed, desk.store.check(), flush=True)
    clear_desk(desk)


def _fill(ballast: Path) -> None:
    """Write until the disk takes no more, and give back a little."""
    with ballast.open("wb", buffering=0) as stream:
        with suppress(OSError):
            while True:
                stream.write(bytes(65_536))
        stream.truncate(stream.seek(0, os.SEEK_END) - _LEFT)


if __name__ == "__main__":
    application = QApplication([])
    {"kill": kill, "starve": starve}[sys.argv[1]](Path(sys.argv[2]))
