"""The clocks that the loops of a sync go by, passed in so that tests can set them."""

import time
from typing import Protocol


class Time(Protocol):
    """Both clocks, in milliseconds."""

    def monotonic(self) -> int:
        """Return a clock that only goes forward; it may stand still while the machine sleeps."""
        ...

    def wall(self) -> int:
        """Return the time of day since 1970 in UTC."""
        ...


class SystemTime:
    """The machine's clocks."""

    def monotonic(self) -> int:
        """Return a clock that only goes forward."""
        return time.monotonic_ns() // 1_000_000

    def wall(self) -> int:
        """Return the time of day since 1970 in UTC."""
        return time.time_ns() // 1_000_000
