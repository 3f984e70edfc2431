"""How often something may be asked: counted by subject, in this worker. Nothing is written down."""

import threading
from collections import OrderedDict, deque

from crm_server.errors import TooMany

WINDOW_MS = 10 * 60_000
_MOST_REMEMBERED = 10_000


class Pace:
    """Counts what was asked in the last ten minutes; subjects are hashes, addresses or ids, never what was asked."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._lock = threading.Lock()
        self._asked: OrderedDict[str, deque[int]] = OrderedDict()

    def count(self, subject: str, most: int, now: int) -> None:
        """Count one more; raises TooMany beyond `most` in ten minutes."""
        with self._lock:
            asked = self._asked.setdefault(subject, deque())
            self._asked.move_to_end(subject)
            while asked and asked[0] <= now - WINDOW_MS:
                asked.popleft()
            if len(asked) >= most:
                raise TooMany(self._code, seconds=max(1, (asked[0] + WINDOW_MS - now + 999) // 1000))
            asked.append(now)
            while len(self._asked) > _MOST_REMEMBERED:
                self._asked.popitem(last=False)
