"""Group commit: while groups of pushes are being committed the next ones gather, and go together.

One durable commit then serves many devices, of many organisations where they send little. Nothing here matters for
correctness: another worker process has groups of its own, and the database decides between them.
See docs/decisions/group-commit.md.
"""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import anyio.to_thread

from crm_desktop.models.errors import Denied
from crm_desktop.models.exchange import PushAnswer
from crm_server.metrics import Metrics
from crm_server.services.accept_changes import Accepted, Accepting
from crm_server.services.callers import Callers
from crm_server.services.push_jobs import PushJob
from crm_server.services.read_before_judging import SessionsEnded
from crm_server.services.waiting import Heads

_AT_ONCE = 2
"""Groups under way at once: while one waits for the disk another is judged. More would each be smaller."""
MOST_JOBS = 128
MOST_TRANSACTIONS = 1_000
"""Together they bound how long a newcomer waits for the group before."""
_CROWD = 4
_RETURN_SECONDS = 0.006
"""After a group of more pushes than a crowd the next one waits so long for those who were just answered: under load
they send again at once, and larger groups cost each of them less. Few devices never wait."""
_MANY = 20
"""A push of more transactions shares its commit with its own organisation only: others need not wait for it."""


@dataclass(slots=True)
class Waiting:
    """A push that waits for its group, and whoever waits for the answer."""

    job: PushJob
    answer: asyncio.Future[PushAnswer] | None = None

    @property
    def org_id(self) -> str:
        """Whose push it is."""
        return self.job.caller.org_id

    @property
    def size(self) -> int:
        """How many transactions it brings."""
        return len(self.job.push.transactions)


class GroupCommit:
    """The queue in front of `Accepting`; use on one event loop."""

    def __init__(self, accepting: Accepting, callers: Callers, heads: Heads, metrics: Metrics) -> None:
        self._accepting, self._callers, self._heads, self._metrics = accepting, callers, heads, metrics
        self._queue: deque[Waiting] = deque()
        self._running: dict[asyncio.Task[None], frozenset[str]] = {}
        """The groups under way, with their organisations: none is in two at once, they would wait for each other."""
        self._holding: asyncio.TimerHandle | None = None
        self._awaited = 0
        """While the next group is held back: how many it waits for at most."""

    async def accept(self, job: PushJob) -> PushAnswer:
        """Return the answer to a push once it is durable; raises Denied where its token turns out to be over."""
        answer: asyncio.Future[PushAnswer] = asyncio.get_running_loop().create_future()
        self._queue.append(Waiting(job, answer))
        if self._holding is None:
            self._start()
        elif len(self._queue) >= self._awaited:
            self._go_on()
        return await answer

    async def finish(self) -> None:
        """Wait until everything that was taken on is answered."""
        while self._running or self._queue:
            self._go_on()
            await asyncio.gather(*self._running)

    def _start(self) -> None:
        while self._queue and len(self._running) < _AT_ONCE:
            group, self._queue = next_group(self._queue, frozenset().union(*self._running.values()))
            if not group:
                return
            task = asyncio.create_task(self._commit(group), name="group commit")
            self._running[task] = frozenset(waiting.org_id for waiting in group)
            task.add_done_callback(partial(self._ended, len(group)))

    def _ended(self, size: int, task: asyncio.Task[None]) -> None:
        del self._running[task]
        if size > _CROWD and len(self._queue) < MOST_JOBS and self._holding is None:
            self._awaited = min(MOST_JOBS, len(self._queue) + size)
            self._holding = asyncio.get_running_loop().call_later(_RETURN_SECONDS, self._go_on)
        elif self._holding is None:
            self._start()

    def _go_on(self) -> None:
        if self._holding is not None:
            self._holding.cancel()
            self._holding = None
        self._start()

    async def _commit(self, group: Sequence[Waiting]) -> None:
        try:
            answers, heads = await anyio.to_thread.run_sync(self._decide, group)
        except Exception as problem:  # noqa: BLE001 - each waiting request reports it as its own
            answers, heads = [problem] * len(group), {}
        for org_id, head in heads.items():
            self._heads.moved(org_id, head)
        self._metrics.observe("fieldline_group_size", len(group))
        for waiting, answer in zip(group, answers, strict=True):
            if isinstance(answer, PushAnswer):
                for outcome in answer.outcomes:
                    self._metrics.count("fieldline_transactions_total", result=outcome.result)
            if waiting.answer is None or waiting.answer.done():
                continue
            if isinstance(answer, Exception):
                waiting.answer.set_exception(answer)
            else:
                waiting.answer.set_result(answer)

    def _decide(self, group: Sequence[Waiting]) -> tuple[list[PushAnswer | Exception], Mapping[str, int]]:
        """Accept what the group sent and say what is answered to each, and the new heads; in a worker thread."""
        found, problems = self._accept(group)
        heads = {org_id: each[1] for org_id, each in found.items() if not isinstance(each, Exception)}
        given = {org_id: iter(each[0]) for org_id, each in found.items() if not isinstance(each, Exception)}

        def told(waiting: Waiting) -> PushAnswer | Exception:
            if waiting.job.token in problems:
                return Denied(problems[waiting.job.token])
            problem = found[waiting.org_id]
            return problem if isinstance(problem, Exception) else next(given[waiting.org_id])

        return [told(waiting) for waiting in group], heads

    def _accept(self, group: Sequence[Waiting]) -> tuple[dict[str, Accepted | Exception], dict[str, str]]:
        """Return what came of each organisation's jobs, and who is denied why; without those it is begun anew."""
        problems: dict[str, str] = {}
        while True:
            jobs: dict[str, list[PushJob]] = {}
            for waiting in group:
                if waiting.job.token not in problems:
                    jobs.setdefault(waiting.org_id, []).append(waiting.job)
            try:
                return self._accepting.accept_together(jobs), problems
            except SessionsEnded as ended:
                problems |= ended.problems
                self._callers.forget(ended.problems)


def next_group(queue: deque[Waiting], busy: frozenset[str]) -> tuple[list[Waiting], deque[Waiting]]:
    """Return who goes together next, in the order of the queue, and the queue without them.

    Who belongs to a `busy` organisation waits, as does who brings many transactions beside other organisations.
    """
    group: list[Waiting] = []
    left: deque[Waiting] = deque()
    transactions = 0
    for waiting in queue:
        first = group[0] if group else waiting
        apart = waiting.org_id != first.org_id and max(waiting.size, first.size) > _MANY
        full = len(group) >= MOST_JOBS or (group and transactions + waiting.size > MOST_TRANSACTIONS)
        if apart or full or waiting.org_id in busy:
            left.append(waiting)
        else:
            group.append(waiting)
            transactions += waiting.size
    return group, left
