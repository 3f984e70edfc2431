"""Record and transaction identifiers: UUID version 7 (RFC 9562) as 32 lower-case hexadecimal digits.

Made by whoever creates the record, online or not, and never renumbered. Later ids sort after earlier ones.
"""

import os
import re
import threading
import time

ID_LENGTH = 32
_SAMPLE_BIRTH = 1_767_225_600_000
"""The moment that all ids of the sample organisation carry, to the millisecond: 1 January 2026."""
_SHAPE = re.compile(r"[0-9a-f]{32}\Z")
_COUNTER_BITS = 42


def new_id(now_ms: int | None = None) -> str:
    """Return a fresh id that sorts after every id this process made before in the same or an earlier millisecond."""
    stamp = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    counter = _counter.next(stamp)
    high = (stamp & 0xFFFFFFFFFFFF) << 16 | 0x7000 | counter >> 30
    low = 0b10 << 62 | (counter & 0x3FFFFFFF) << 32 | _random_bits(32)
    return f"{high:016x}{low:016x}"


def new_ids(count: int) -> list[str]:
    """Return so many fresh ids, one after the other as `new_id` makes them; many at once cost a third each."""
    stamp = time.time_ns() // 1_000_000
    first, noise = _counter.next(stamp, count), os.urandom(4 * count).hex()
    time_and_version, variant, heads = (stamp & 0xFFFFFFFFFFFF) << 16 | 0x7000, 0b10 << 30, dict[int, str]()
    made = []
    for number, counter in enumerate(range(first, first + count)):
        top = counter >> 30  # the same for most ids of one call
        head = heads.get(top) or heads.setdefault(top, f"{time_and_version | top:016x}")
        made.append(f"{head}{variant | counter & 0x3FFFFFFF:08x}{noise[8 * number : 8 * number + 8]}")
    return made


def is_id(text: object) -> bool:
    """Tell whether `text` has the shape of an id."""
    return isinstance(text, str) and _SHAPE.match(text) is not None


def made_at(identifier: str) -> int:
    """Return the creation time in milliseconds since 1970 (UTC) that the maker's clock wrote into the id."""
    return int(identifier[:12], 16)


def sample_number(digest: int) -> str:
    """Return the id of the sample organisation for 80 bits that stand for a record, the same each time."""
    high = _SAMPLE_BIRTH << 16 | 0x7000 | digest >> 68
    low = 0b10 << 62 | digest & (2**62 - 1)
    return f"{high:016x}{low:016x}"


def is_sample(identifier: str) -> bool:
    """Tell whether the id belongs to the sample organisation, which is there to be tried out and thrown away."""
    return is_id(identifier) and made_at(identifier) == _SAMPLE_BIRTH


def _random_bits(count: int) -> int:
    # As `secrets.randbits`, which loads hashing libraries before the window's first paint.
    return int.from_bytes(os.urandom((count + 7) // 8)) >> (-count % 8)


class _Counter:
    """Counts on within one millisecond, from a random start in each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp, self._count = 0, 0

    def next(self, stamp: int, count: int = 1) -> int:
        """Return the first of the next `count` counts for the millisecond `stamp`."""
        with self._lock:
            first = self._count + 1 if self._stamp == stamp else _random_bits(_COUNTER_BITS - 1)
            self._stamp, self._count = stamp, first + count - 1
            return first


_counter = _Counter()
