"""Group commit: while one group of an organisation's pushes is being committed the next ones gather, and go together.

One durable commit then serves many devices. Nothing here matters for correctness: another worker process has groups of
its own, and the database decides between them.
"""

import asyncio
from collections import deque
from collections.abc import Sequence

import anyio.to_thread

from crm_desktop.models.exchange import PushAnswer
from crm_server.metrics import Metrics
from crm_server.services.accept_changes import Accepting, PushJob
from crm_server.services.waiting import Heads

MOST_JOBS = 64
MOST_TRANSACTIONS = 1_000
"""Together they bound how long a newcomer waits for the group before."""


class GroupCommit:
    """The queue in front of `Accepting`; use on one event loop."""

    def __init__(self, accepting: Accepting, heads: Heads, metrics: Metrics) -> None:
        self._accepting, self._heads, self._metrics = accepting, heads, metrics
        self._queues: dict[str, deque[tuple[PushJob, asyncio.Future[PushAnswer]]]] = {}
        self._running: dict[str, asyncio.Task[None]] = {}

    async def accept(self, job: PushJob) -> PushAnswer:
        """Return the answer to a push once it is durable."""
        org_id = job.caller.org_id
        answer: asyncio.Future[PushAnswer] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(org_id, deque()).append((job, answer))
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
                await self._commit(org_id, _next_group(queue))
        finally:
            del self._queues[org_id], self._running[org_id]

    async def _commit(self, org_id: str, group: Sequence[tuple[PushJob, asyncio.Future[PushAnswer]]]) -> None:
        jobs = [job for job, _ in group]
        try:
            answers, head = await anyio.to_thread.run_sync(self._accepting.accept, org_id, jobs)
        except Exception as problem:  # noqa: BLE001 - each waiting request reports it as its own
            for _, waiting in group:
                if not waiting.done():
                    waiting.set_exception(problem)
            return
        self._heads.moved(org_id, head)
        self._metrics.observe("fieldline_group_size", len(jobs))
        for (_, waiting), answer in zip(group, answers, strict=True):
            for outcome in answer.outcomes:
                self._metrics.count("fieldline_transactions_total", result=outcome.result)
            if not waiting.done():
                waiting.set_result(answer)


def _next_group(
    queue: deque[tuple[PushJob, asyncio.Future[PushAnswer]]],
) -> list[tuple[PushJob, asyncio.Future[PushAnswer]]]:
    group, transactions = [queue.popleft()], 0
    transactions = len(group[0][0].push.transactions)
    while queue and len(group) < MOST_JOBS:
        transactions += len(queue[0][0].push.transactions)
        if transactions > MOST_TRANSACTIONS:
            break
        group.append(queue.popleft())
    return group
