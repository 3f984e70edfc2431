"""Parts of the replica fetched alone, and all of it compared with the server: steps of a sync as in phases.py.

A comparison says something only where both sides stand at the same position. Where others write meanwhile it is made
again after another pull, and given up for an hour when they do not stop.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.parts import ComparePage, CompareRequest, FetchPage, FetchRequest, Part, compared_columns
from crm_desktop.models.sync_run import CheckResult
from crm_desktop.sync.course import Course
from crm_desktop.sync.events import Phase
from crm_desktop.sync.ports import Parts, PartsServer
from crm_desktop.sync.report import Progress

PAGE_ROWS = 2_000
MOST_TRIES = 5
"""Pulls in between, for one part, before a comparison is put off."""


@dataclass(frozen=True, slots=True)
class BothSides:
    """What is here, part by part, and the server that can be asked for parts."""

    here: Parts
    server: PartsServer


def fetch_lacking(course: Course, both: BothSides) -> None:
    """Fetch alone what a newer version of one side brought, page by page; what came before a stop is kept."""
    course.touched(both.here.meet(course.server_schema, course.clock.now()))
    while wanted := both.here.wanted(course.server_schema):
        course.check()
        request = FetchRequest(part=wanted.part, columns=list(wanted.columns), limit=PAGE_ROWS, schema=course.schema)
        page = both.server.fetch(request)
        course.touched(both.here.take(wanted, page))
        course.advanced(Progress(Phase.PULL, len(page.batch.rows), len(page.batch.rows)), len(page.batch.rows))


def compare(course: Course, both: BothSides, pull_again: Callable[[], None]) -> None:
    """Compare everything with the server, repair what differs, keep the result. The replica must just have pulled."""
    comparing = _Comparing(course, both, pull_again)
    for done, kind in enumerate(KINDS):
        comparing.compare_kind(kind)
        course.advanced(Progress(Phase.CHECK, done + 1, len(KINDS)), 0)
    now = course.clock.now()
    course.touched(both.here.conclude(replace(comparing.result, at=now), now))


@dataclass(slots=True)
class _Comparing:
    """One comparison under way."""

    course: Course
    both: BothSides
    pull_again: Callable[[], None]
    result: CheckResult = field(default_factory=lambda: CheckResult(at=0))

    def compare_kind(self, kind: str) -> None:
        """Compare and repair one kind, page by page."""
        part, more = Part(kind), True
        while more:
            page = self._sums(part)
            self._count(records=sum(each.count for each in page.sums))
            if not part.after:
                touched, changed = self.both.here.conceal(kind, page.columns, page.schema)
                self.course.touched(touched)
                self._count(changed=changed)
            for piece in self.both.here.differing(part, page):
                self._repair(piece)
            part, more = Part(kind, page.reached), bool(page.reached)

    def _sums(self, part: Part) -> ComparePage:
        """Return the part's checksums, of our own position if at all possible; the repair looks at it again."""
        request = CompareRequest(part=part, columns=compared_columns(KINDS[part.kind]), schema=self.course.schema)
        page = self.both.server.compare(request)
        for _ in range(MOST_TRIES):
            self.course.check()
            if page.position == self.course.replica.position():
                break
            self.pull_again()
            page = self.both.server.compare(request)
        return page

    def _repair(self, part: Part) -> None:
        more = True
        while more:
            page = self._rows(part)
            if page is None:
                self.result = replace(self.result, complete=False)
                return
            touched, done = self.both.here.repair(part, page)
            self.course.touched(touched)
            self._count(missing=done.missing, changed=done.changed, extra=done.extra)
            part, more = Part(part.kind, page.reached, part.until), bool(page.reached)

    def _rows(self, part: Part) -> FetchPage | None:
        """Return the part's rows as they stand at our own position; None where too much is moving."""
        request = FetchRequest(part=part, limit=PAGE_ROWS, schema=self.course.schema)
        for _ in range(MOST_TRIES):
            self.course.check()
            page = self.both.server.fetch(request)
            if page.position == self.course.replica.position():
                return page
            self.pull_again()
        return None

    def _count(self, *, records: int = 0, missing: int = 0, changed: int = 0, extra: int = 0) -> None:
        before = self.result
        self.result = replace(
            before,
            records=before.records + records,
            missing=before.missing + missing,
            changed=before.changed + changed,
            extra=before.extra + extra,
        )
