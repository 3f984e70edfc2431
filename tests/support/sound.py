"""A source of sound without a device: a tone, through the same seam as a microphone."""

from __future__ import annotations

import math
from array import array

from crm_desktop.models.errors import Broken
from crm_desktop.views.recording.sound import RATE, SoundSource

_PORTION_MS = 100


class Tone(SoundSource):
    """Gives what a test asks it to give: `play(3_000)` is three seconds of tone at once."""

    def __init__(self, hertz: int = 440, problem: str = "") -> None:
        super().__init__()
        self._hertz, self._problem = hertz, problem
        self._sample = 0
        self.state = "new"

    def start(self) -> None:
        """Begin."""
        if self._problem:
            raise Broken(self._problem)
        self.state = "listening"

    def pause(self) -> None:
        """Give nothing for a while."""
        self.state = "paused"

    def resume(self) -> None:
        """Give again."""
        self.state = "listening"

    def stop(self) -> None:
        """Give no more."""
        self.state = "stopped"

    def play(self, milliseconds: int) -> None:
        """Give so much sound, in the portions in which a device gives it."""
        for _ in range(milliseconds // _PORTION_MS):
            if self.state == "listening":
                self.sound.emit(self._portion())

    def unplug(self) -> None:
        """End as a device does that somebody pulls out."""
        self.state = "stopped"
        self.ended.emit("recording.unplugged")

    def _portion(self) -> bytes:
        count = RATE * _PORTION_MS // 1000
        turn = 2 * math.pi * self._hertz / RATE
        samples = array("h", (int(9_000 * math.sin(turn * (self._sample + at))) for at in range(count)))
        self._sample += count
        return samples.tobytes()
