"""The three steps of a sync, each readable from top to bottom: push, snapshot, pull.

A step works page by page; each page is one durable local commit, so that it can be stopped or killed after any page
and goes on there. What makes the steps meet the network and the replica stands in ports.py.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import msgspec

from crm_desktop.models.changes import Transaction
from crm_desktop.models.errors import Incompatible, ProgrammingError, Refused
from crm_desktop.models.exchange import (
    Outcome,
    Push,
    PushAnswer,
    Refusal,
    SnapshotPage,
    SnapshotRequest,
)
from crm_desktop.models.sync_run import ALL_PAGES_IN
from crm_desktop.sync.course import Course
from crm_desktop.sync.events import Phase
from crm_desktop.sync.incoming import Incoming
from crm_desktop.sync.report import Progress

FIRST_SENT = 100
"""The server begins the sooner the smaller the first request is; those that follow grow."""
MOST_SENT = 500
"""The server waits for its disk once for each request."""
MOST_SENT_BYTES = 1_000_000
"""A batch of this size passes the slowest usable line within the request's time-out."""
SNAPSHOT_ROWS = 5_000
_GARBAGE = "sync.garbage"


def push(course: Course) -> bool:
    """Send everything that waits, oldest first, and keep each answer; False where the server was restored meanwhile.

    Then nothing of the request was decided: what is known here belongs to another epoch, and has to be learnt anew.

    A request that the server cannot read is cut in half until the one transaction that is at fault is found; that one
    is parked like any other refusal, so that it stops nothing else. While answers are kept, the next request is on its
    way; not after a refusal, since what rests on what was refused must not be sent.
    """
    total, sent, most = course.outbox.count(), 0, FIRST_SENT
    with ThreadPoolExecutor(1, "push ahead") as ahead:
        batch = _fitting(course.outbox.waiting(most))
        coming: Future[list[Outcome] | None] | None = None
        while batch:
            if coming is None:
                course.check()
                coming = _send(course, ahead, batch)
            # Looked up while the server decides: nothing of it leaves before the answer is known.
            beyond = _beyond(course, batch, min(MOST_SENT, most * 2))
            try:
                outcomes = coming.result()
            except Refused as error:
                coming = None
                if len(batch) > 1:
                    most = max(1, len(batch) // 2)
                    batch = _fitting(course.outbox.waiting(most))
                    continue
                outcomes = [Outcome(batch[0].id, "refused", refusal=Refusal(error.code, facts=dict(error.facts)))]
            if outcomes is None:
                return False
            most = min(MOST_SENT, most * 2)
            good = all(outcome.result != "refused" for outcome in outcomes) and not course.stop.is_set()
            following = beyond if good else []
            coming = _send(course, ahead, following) if following else None
            course.touched(course.outbox.record(outcomes))
            sent += len(batch)
            course.answered(Progress(Phase.PUSH, sent, max(total, sent)), outcomes)
            left = course.outbox.waiting(1)
            if left and left[0].id == batch[0].id:
                raise ProgrammingError("an answered transaction is still in the outbox")
            batch = following or _fitting(course.outbox.waiting(most))
    return True


def snapshot(course: Course, most_pages: int | None = None) -> bool:
    """Fetch the replica page by page; return whether it is complete, False where `most_pages` ended it before.

    While one page is stored, the next is on its way: the line, the server and the disk work at the same time.
    """
    cursor = course.replica.snapshot_cursor()
    if cursor is None:
        course.replica.begin_snapshot()
        cursor = ""
    done, pages = course.replica.snapshot_records(), 0
    with ThreadPoolExecutor(1, "snapshot ahead") as ahead:
        coming = ahead.submit(_ask, course, cursor) if cursor != ALL_PAGES_IN else None
        while coming is not None:
            course.check()
            page, anew = _arrived(course, coming, cursor)
            cursor, pages = page.cursor or ALL_PAGES_IN, pages + 1
            wanted = cursor != ALL_PAGES_IN and pages != most_pages
            coming = ahead.submit(_ask, course, cursor) if wanted else None
            course.touched(course.replica.apply_snapshot_page(page))
            done = (0 if anew else done) + len(page.batch.rows)
            course.advanced(Progress(Phase.SNAPSHOT, done, max(page.total, done)), len(page.batch.rows))
    if cursor != ALL_PAGES_IN:
        return False
    course.check()
    course.touched(course.replica.finish_snapshot())
    return True


def pull(course: Course) -> str:
    """Fetch what is new up to the server's head; return why a snapshot is needed instead, "" where it is not.

    While one page is stored, the next is on its way; the replica may take it along as soon as it is there.
    """
    position = course.replica.position()
    if position is None:
        return "horizon"
    start = position.sequence
    with ThreadPoolExecutor(1, "pull ahead") as ahead:
        incoming = Incoming(course, ahead, position)
        while not incoming.is_over():
            course.check()
            page = incoming.take()
            if page.snapshot:
                return page.snapshot
            course.touched(course.replica.apply_pull_page(page, incoming.ready))
            reached = incoming.position.sequence - start
            total = max(incoming.head - start, reached) if not incoming.is_over() else reached
            course.advanced(Progress(Phase.PULL, reached, total), incoming.rows())
    return ""


def _beyond(course: Course, batch: Sequence[Transaction], most: int) -> list[Transaction]:
    """Return the transactions to send after a batch whose answers are not kept yet."""
    known = {each.id for each in batch}
    return _fitting([each for each in course.outbox.waiting(len(batch) + most) if each.id not in known][:most])


def _send(course: Course, ahead: ThreadPoolExecutor, batch: Sequence[Transaction]) -> "Future[list[Outcome] | None]":
    """Note that the batch leaves, and let it leave."""
    epoch = course.replica.epoch()
    course.outbox.sending(batch)
    return ahead.submit(_exchange, course, batch, epoch)


def _exchange(course: Course, batch: Sequence[Transaction], epoch: str) -> list[Outcome] | None:
    before = course.clock.now()
    answer: PushAnswer = course.server.push(Push(transactions=list(batch), clock=before, epoch=epoch))
    if answer.epoch not in ("", epoch):
        return None
    if [outcome.transaction_id for outcome in answer.outcomes] != [transaction.id for transaction in batch]:
        raise Incompatible(_GARBAGE)
    course.measured_skew(answer.now - (before + course.clock.now()) // 2)
    return answer.outcomes


def _fitting(waiting: Sequence[Transaction]) -> list[Transaction]:
    """Return as many as fit into one request, at least one."""
    batch: list[Transaction] = []
    size = 0
    for transaction in waiting:
        size += len(msgspec.json.encode(transaction))
        if batch and size > MOST_SENT_BYTES:
            break
        batch.append(transaction)
    return batch


def _ask(course: Course, cursor: str) -> SnapshotPage:
    return course.server.snapshot(SnapshotRequest(cursor=cursor, limit=SNAPSHOT_ROWS, schema=course.schema))


def _arrived(course: Course, coming: "Future[SnapshotPage]", cursor: str) -> tuple[SnapshotPage, bool]:
    """Return the page that was asked for, or the first page of a snapshot begun anew, and which of both it is."""
    anew = False
    try:
        page = coming.result()
    except Refused:
        # The server has forgotten this snapshot (restored, or too old a cursor): a new one, once.
        if not cursor or course.restarted:
            raise
        course.restarted = anew = True
        course.replica.begin_snapshot()
        page = _ask(course, "")
    if page.cursor and page.cursor in (cursor, ALL_PAGES_IN):
        raise Incompatible(_GARBAGE)
    return page, anew
