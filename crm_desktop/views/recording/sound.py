"""Where sound comes from: the seam between whatever gives it and what records it, and how loud it is."""

from array import array
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

RATE = 24_000
"""Samples a second that speech is recorded with where the device gives them."""
SAMPLE_BYTES = 2
_QUIETEST = 60.0
"""Decibels below the loudest that the meter still shows."""


class SoundSource(QObject):
    """Gives sound as 16-bit samples of one channel; `rate` of them a second.

    After `start` it sends `sound` until it is stopped, paused, or ends by itself.
    """

    sound = Signal(object)
    """Bytes, a whole number of samples in the machine's order."""
    ended = Signal(str)
    """It gives no more, and nobody asked it to stop; a code in context `errors`."""

    rate = RATE

    def ask(self, context: QObject, then: Callable[[], object]) -> None:
        """Let the person allow it, where the system asks for that, and run `then`; drop it when `context` has gone."""
        then()

    def start(self) -> None:
        """Begin to listen; raises Broken where that is not possible."""
        raise NotImplementedError

    def pause(self) -> None:
        """Do not listen for a while."""
        raise NotImplementedError

    def resume(self) -> None:
        """Listen again."""
        raise NotImplementedError

    def stop(self) -> None:
        """Let go of the device, for good."""
        raise NotImplementedError


def loudness(sound: bytes) -> float:
    """Return how loud the loudest sample is: 0 for silence to 1, by the ear's measure."""
    samples = array("h", sound[: len(sound) - len(sound) % SAMPLE_BYTES])
    peak = max(max(samples, default=0), -min(samples, default=0))
    if peak <= 0:
        return 0.0
    from math import log10

    return max(0.0, min(1.0, 1 + 20 * log10(peak / 32_768) / _QUIETEST))


def one_channel(sound: bytes, kind: str, channels: int) -> bytes:
    """Return samples of any kind (`uint8`, `int16`, `int32`, `float`) as 16-bit ones of the first channel."""
    if kind == "int16" and channels == 1:
        return sound
    code = {"uint8": "B", "int16": "h", "int32": "i", "float": "f"}[kind]
    size = array(code).itemsize * channels
    first = array(code, sound[: len(sound) - len(sound) % size])[::channels]
    if kind == "float":
        return array("h", (int(max(-1.0, min(1.0, each)) * 32_767) for each in first)).tobytes()
    if kind == "int32":
        return array("h", (each >> 16 for each in first)).tobytes()
    if kind == "uint8":
        return array("h", ((each - 128) << 8 for each in first)).tobytes()
    return first.tobytes()
