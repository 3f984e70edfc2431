"""Pulled pages as they come: the next one is always on its way while the last one is stored."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from crm_desktop.models.errors import Incompatible
from crm_desktop.models.exchange import Position, PullPage, PullRequest
from crm_desktop.sync.course import Course

PAGE_ROWS = 1_000
"""Small enough that the line, the server and the disk work at the same time."""
FIRST_ROWS = 300
"""Nothing can be stored before the first page is there: it is a small one."""
_MOMENT = 0.1
"""Seconds for which a page is waited for before what is there is committed: most come sooner, from a server nearby."""
_LOOKS = 0.005


class Incoming:
    """`position` is where the last page that was taken ends, `head` what it said of the server's log."""

    def __init__(self, course: Course, ahead: ThreadPoolExecutor, position: Position) -> None:
        self._course, self._ahead = course, ahead
        self._rows = 0
        self._waiting, self._undecided = course.outbox.count(), course.outbox.to_decide()
        self.position, self.head = position, position.sequence
        self._coming: Future[PullPage] | None = self._asked(FIRST_ROWS)

    def is_over(self) -> bool:
        """Tell whether nothing more comes."""
        return self._coming is None

    def take(self) -> PullPage:
        """Wait for the next page; where it says that a snapshot is needed, it is the last.

        Raises what asking raises, and Incompatible for a page that would turn the replica back or keep us asking.
        """
        assert self._coming is not None
        page = self._coming.result()
        self._course.server_schema = page.schema
        if page.snapshot:
            self._coming = None
            return page
        if not self._leads_on(page):
            raise Incompatible("sync.garbage")
        return self._taken(page)

    def ready(self, wanted: Callable[[], bool]) -> PullPage | None:
        """Return the next page if it is good and there in a moment; whatever else there is to say of it, `take` says.

        Nobody waits, and no page is given, where `wanted` says that a person wishes to write.
        """
        coming, until = self._coming, time.monotonic() + _MOMENT
        while coming is not None and not coming.done() and not self._is_stopped(wanted) and time.monotonic() < until:
            wait([coming], _LOOKS)
        if coming is None or self._is_stopped(wanted) or not coming.done() or coming.exception() is not None:
            return None
        page = coming.result()
        return None if page.snapshot or not self._leads_on(page) else self._taken(page)

    def rows(self) -> int:
        """Return how many rows and exits were taken since the last time."""
        rows, self._rows = self._rows, 0
        return rows

    def _is_stopped(self, wanted: Callable[[], bool]) -> bool:
        return wanted() or self._course.stop.is_set()

    def _taken(self, page: PullPage) -> PullPage:
        self._course.server_schema = page.schema
        self._rows += len(page.exits) + sum(len(batch.rows) for batch in page.batches)
        self.position, self.head = page.position, page.head
        self._coming = self._asked(PAGE_ROWS) if page.more else None
        return page

    def _leads_on(self, page: PullPage) -> bool:
        before, after = self.position, page.position
        forward = after.sequence > before.sequence or (after.sequence == before.sequence and not page.more)
        return after.epoch == before.epoch and forward

    def _asked(self, limit: int) -> "Future[PullPage]":
        course = self._course
        request = PullRequest(
            position=self.position,
            limit=limit,
            schema=course.schema,
            waiting=self._waiting,
            undecided=self._undecided,
        )
        return self._ahead.submit(course.server.pull, request)
