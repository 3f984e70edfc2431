"""Who calls: access tokens recognised at once, and judged by the database before anything is done in their name.

What a token belongs to never changes and may be remembered; whether it is still good is asked each time, for a group
of pushes together.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from crm_server.services.sessions import Sessions
from crm_server.store.sessions import Caller
from crm_server.tokens import digest

_MOST_REMEMBERED = 10_000


@dataclass(slots=True)
class Callers:
    """The callers of one worker."""

    sessions: Sessions
    _known: dict[str, Caller] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def recognise(self, token: str) -> Caller | None:
        """Return whom the token belonged to when it was last judged, None for an unknown one; asks nobody."""
        return self._known.get(digest(token))

    def judged(self, token: str) -> Caller:
        """Return who calls; raises Denied. Blocking: call in a worker thread."""
        caller = self.sessions.caller(token)
        with self._lock:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[digest(token)] = caller
        return caller

    def forget(self, tokens: Iterable[str]) -> None:
        """Recognise these no more: they turned out to be over."""
        with self._lock:
            for token in tokens:
                self._known.pop(digest(token), None)
