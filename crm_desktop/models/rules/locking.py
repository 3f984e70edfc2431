"""When an idle program locks, and how long one has to wait after wrong attempts to unlock it. Pure functions."""

import msgspec

FREE_ATTEMPTS = 3
"""Anybody mistypes."""
_WAITS_MS = (5_000, 15_000, 30_000, 60_000, 120_000)
LONGEST_WAIT_MS = 300_000
MINUTE_MS = 60_000


class Lock(msgspec.Struct, frozen=True):
    """Whether the program is locked, and the wrong attempts in a row. `until` is a moment as absence.py counts them."""

    locked: bool = False
    failures: int = 0
    until: int = 0


def wait_after(failures: int) -> int:
    """Return how many milliseconds one waits after so many wrong attempts in a row."""
    late = failures - FREE_ATTEMPTS
    if late < 0:
        return 0
    return _WAITS_MS[late] if late < len(_WAITS_MS) else LONGEST_WAIT_MS


def lock_minutes(organisation: int, own: int) -> int:
    """Return after how many idle minutes the program locks, 0 for never: one's own choice only if it is shorter."""
    if not organisation:
        return own
    return min(organisation, own) if own else organisation
