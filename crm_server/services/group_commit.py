"""Group commit: while one group of an organisation's pushes is being committed the next ones gather, and go together.

One durable commit then serves many devices. Nothing here matters for correctness: another worker process has groups of
its own, and the database decides between them.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import anyio.to_thread

from crm_desktop.models.errors import Denied
from crm_desktop.models.exchange import PushAnswer
from crm_server.metrics import Metrics
from crm_server.services.accept_changes import Accepting, PushJob
from crm_server.services.callers import Callers
from crm_server.services.waiting import Heads

_AT_ONCE = 3
"""Groups of different organisations under way at once. More would each be smaller, and only take turns."""
MOST_JOBS = 64
MOST_TRANSACTIONS = 1_000
"""Together they bound how long a newcomer waits for the group before."""


@dataclass(slots=True)
class _Waiting:
    """A push that waits for its group: its token, where that has yet to be judged, and whoever waits for the answer."""

    job: PushJob
    token: str
    answer: asyncio.Future[PushAnswer]


class GroupCommit:
    """The queue in front of `Accepting`; use on one event loop."""

    def __init__(self, accepting: Accepting, callers: Callers, heads: Heads, metrics: Metrics) -> None:
        self._accepting, self._callers, self._heads, self._metrics = accepting, callers, heads, metrics
        self._queues: dict[str, deque[_Waiting]] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def accept(self, job: PushJob, token: str = "") -> PushAnswer:
        """Return the answer to a push once it is durable.

        With a `token` the caller was only recognised: it is judged with the group, and Denied is raised if it is over.
        """
        org_id = job.caller.org_id
        answer: asyncio.Future[PushAnswer] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(org_id, deque()).append(_Waiting(job, token, answer))
        if org_id not in self._running:
            self._running[org_id] = asyncio.create_task(self._drain(org_id), name="group commit")
        return await answer

    async def finish(self) -> None:
        """Wait until everything that was taken on is answered."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _drain(self, org_id: str) -> None:
        queue = self._queues[org_id]
        try:
            while queue:
                async with self._turns:
                    await self._commit(org_id, _next_group(queue))
        finally:
            del self._queues[org_id], self._running[org_id]

    async def _commit(self, org_id: str, group: Sequence[_Waiting]) -> None:
        try:
            answers, head = await anyio.to_thread.run_sync(self._decide, org_id, group)
        except Exception as problem:  # noqa: BLE001 - each waiting request reports it as its own
            for waiting in group:
                if not waiting.answer.done():
                    waiting.answer.set_exception(problem)
            return
        self._heads.moved(org_id, head)
        self._metrics.observe("fieldline_group_size", len(group))
        for waiting, answer in zip(group, answers, strict=True):
            if isinstance(answer, Denied):
                if not waiting.answer.done():
                    waiting.answer.set_exception(answer)
                continue
            for outcome in answer.outcomes:
                self._metrics.count("fieldline_transactions_total", result=outcome.result)
            if not waiting.answer.done():
                waiting.answer.set_result(answer)

    def _decide(self, org_id: str, group: Sequence[_Waiting]) -> tuple[list[PushAnswer | Denied], int]:
        """Judge the tokens that were only recognised, then accept what the others sent; in a worker thread."""
        unjudged = {waiting.token for waiting in group if waiting.token}
        problems = self._callers.problems(unjudged) if unjudged else {}
        jobs = [waiting.job for waiting in group if waiting.token not in problems]
        accepted, head = self._accepting.accept(org_id, jobs) if jobs else ([], 0)
        answers = iter(accepted)
        return [
            Denied(problems[waiting.token]) if waiting.token in problems else next(answers) for waiting in group
        ], head


def _next_group(queue: deque[_Waiting]) -> list[_Waiting]:
    group = [queue.popleft()]
    transactions = len(group[0].job.push.transactions)
    while queue and len(group) < MOST_JOBS:
        transactions += len(queue[0].job.push.transactions)
        if transactions > MOST_TRANSACTIONS:
            break
        group.append(queue.popleft())
    return group
