"""Group commit: while groups of pushes are being committed the next ones gather, and go together.

One durable commit then serves many devices, of many organisations where they send little. Nothing here matters for
correctness: another worker process has groups of its own, and the database decides between them.
See docs/decisions/group-commit.md.
"""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import anyio.to_thread

from crm_desktop.models.errors import Denied
from crm_desktop.models.exchange import PushAnswer
from crm_server.metrics import Metrics
from crm_server.services.accept_changes import Accepting, PushJob
from crm_server.services.callers import Callers
from crm_server.services.waiting import Heads

_AT_ONCE = 2
"""Groups under way at once: while one waits for the disk another is judged. More would each be smaller."""
MOST_JOBS = 128
MOST_TRANSACTIONS = 1_000
"""Together they bound how long a newcomer waits for the group before."""
_MANY = 20
"""A push of more transactions shares its commit with its own organisation only: others need not wait for it."""


@dataclass(slots=True)
class Waiting:
    """A push that waits for its group: its token, where that has yet to be judged, and whoever waits for the answer."""

    job: PushJob
    token: str = ""
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

    async def accept(self, job: PushJob, token: str = "") -> PushAnswer:
        """Return the answer to a push once it is durable.

        With a `token` the caller was only recognised: it is judged with the group, and Denied is raised if it is over.
        """
        answer: asyncio.Future[PushAnswer] = asyncio.get_running_loop().create_future()
        self._queue.append(Waiting(job, token, answer))
        self._start()
        return await answer

    async def finish(self) -> None:
        """Wait until everything that was taken on is answered."""
        while self._running:
            await asyncio.gather(*self._running)

    def _start(self) -> None:
        while self._queue and len(self._running) < _AT_ONCE:
            group, self._queue = next_group(self._queue, frozenset().union(*self._running.values()))
            if not group:
                return
            task = asyncio.create_task(self._commit(group), name="group commit")
            self._running[task] = frozenset(waiting.org_id for waiting in group)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
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
        """Judge the tokens that were only recognised, then accept what the others sent; in a worker thread."""
        unjudged = {waiting.token for waiting in group if waiting.token}
        problems = self._callers.problems(unjudged) if unjudged else {}
        jobs: dict[str, list[PushJob]] = {}
        for waiting in group:
            if waiting.token not in problems:
                jobs.setdefault(waiting.org_id, []).append(waiting.job)
        found = self._accepting.accept_together(jobs)
        heads = {org_id: each[1] for org_id, each in found.items() if not isinstance(each, Exception)}
        given = {org_id: iter(each[0]) for org_id, each in found.items() if not isinstance(each, Exception)}

        def told(waiting: Waiting) -> PushAnswer | Exception:
            if waiting.token in problems:
                return Denied(problems[waiting.token])
            problem = found[waiting.org_id]
            return problem if isinstance(problem, Exception) else next(given[waiting.org_id])

        return [told(waiting) for waiting in group], heads


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
