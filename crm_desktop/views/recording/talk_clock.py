"""The talk's own time: it runs while people talk and stands still while they pause; entries are marked with it."""

import time
from collections.abc import Callable


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class TalkClock:
    """Milliseconds without pauses; `now` gives the milliseconds of any clock that is never set back."""

    def __init__(self, now: Callable[[], int] = _monotonic_ms) -> None:
        self._now = now
        self._before = 0
        self._since: int | None = None

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._since is not None

    def start(self, elapsed_ms: int = 0) -> None:
        """Run from a time on."""
        self._before, self._since = elapsed_ms, self._now()

    def pause(self) -> None:
        """Stand still."""
        self._before, self._since = self.elapsed_ms(), None

    def resume(self) -> None:
        """Run on."""
        if self._since is None:
            self._since = self._now()

    def elapsed_ms(self) -> int:
        """Return the talk's time."""
        return self._before + (self._now() - self._since if self._since is not None else 0)


def clock_text(milliseconds: int, *, hours: bool = False) -> str:
    """Return `31:08`, `1:02:07`; with `hours` always `00:31:08`."""
    seconds = max(0, milliseconds) // 1000
    minutes, seconds = divmod(seconds, 60)
    if hours:
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"
