"""The line between a device and the server: every message as bytes, and what can happen to it on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import msgspec

from crm_desktop.models.errors import Unreachable
from crm_desktop.models.exchange import (
    Outcome,
    Poke,
    PullPage,
    PullRequest,
    Push,
    PushAnswer,
    SnapshotPage,
    SnapshotRequest,
)
from crm_desktop.sync.ports import Traffic
from crm_server.services.push_jobs import PushJob, check_push
from tests.support.chaos.centre import Centre

FAULTS = (
    "request_lost",
    "answer_lost",
    "doubled",
    "kept_for_later",
    "busy",
    "restarted_before",
    "restarted_after",
    "commit_fails",
    "commit_unknown",
    "together",
    "others_meanwhile",
)
"""What can befall a request; `kept_for_later` delivers it once more, some requests on."""

Message = TypeVar("Message")
Answer = TypeVar("Answer")


class Witness(Protocol):
    """Who looks on at what the server says."""

    def answered(self, device: str, outcomes: list[Outcome]) -> None:
        """See the outcomes that reached a device."""
        ...

    def shown(self, user: str, page: PullPage | SnapshotPage) -> None:
        """See what a user's device is about to be shown, at the moment it leaves the server."""
        ...

    def told(self, user: str, answer: PushAnswer) -> None:
        """See what a user's device is about to be answered, at the moment it leaves the server."""
        ...


class Lens:
    """How messages look to a program of another version; this one is of the present version."""

    def sent(self, push: Push) -> Push:
        """Return what the device really says."""
        return push

    def rows(self, page: Any) -> Any:
        """Return the page as its server would have sent it."""
        return page

    def expected(self, kind: str, row: dict[str, Any]) -> dict[str, Any]:
        """Return how a row of the server looks on this device."""
        return row


@dataclass
class Line:
    """The server as one signed-in device reaches it."""

    centre: Centre
    user: str
    device: str
    witness: Witness
    counts: Counter[str]
    lens: Lens = field(default_factory=Lens)
    script: list[str] = field(default_factory=list)
    """The faults of the coming requests, "" for none; when it ends all goes well."""
    page_rows: int = 2_000
    meanwhile: Callable[[], object] = lambda: None
    companions: Callable[[], list[PushJob]] = list
    """What other devices happen to send in the same moment; their answers are lost."""
    late: list[bytes] = field(default_factory=list)
    requests: int = 0

    def push(self, message: Push) -> PushAnswer:
        """Send transactions."""
        body = msgspec.json.encode(self.lens.sent(message))
        answer = self._carry(body, self._push, PushAnswer)
        self.witness.answered(self.device, answer.outcomes)
        return answer

    def pull(self, message: PullRequest) -> PullPage:
        """Fetch what is new, in pages as small as the world wants them."""
        asked = msgspec.structs.replace(message, limit=self.page_rows)
        return self._shown(self._carry(msgspec.json.encode(asked), self._pull, PullPage))

    def snapshot(self, message: SnapshotRequest) -> SnapshotPage:
        """Fetch one page of the snapshot."""
        asked = msgspec.structs.replace(message, limit=self.page_rows)
        return self._shown(self._carry(msgspec.json.encode(asked), self._snapshot, SnapshotPage))

    def poke(self, after: int, wait_seconds: float) -> Poke:
        """Answer at once what a long poll would say in the end."""
        return self.centre.poke()

    def traffic(self) -> Traffic:
        """Return how many requests there were."""
        return Traffic(requests=self.requests)

    def job(self, message: Push) -> PushJob:
        """Return a push as the server takes it on."""
        return PushJob(self.centre.office.caller(self.user), self.lens.sent(message))

    def _shown(self, page: Answer) -> Answer:
        seen: Answer = self.lens.rows(page)
        return seen

    def _push(self, body: bytes) -> PushAnswer:
        office = self.centre.office
        push = msgspec.json.decode(body, type=Push)
        check_push(push)
        jobs = [PushJob(office.caller(self.user), push), *self.companions()]
        answer = office.accepting.accept(office.org_id, jobs)[0][0]
        self.witness.told(self.user, answer)
        return answer

    def _pull(self, body: bytes) -> PullPage:
        office = self.centre.office
        page = office.changes.pull(office.caller(self.user), msgspec.json.decode(body, type=PullRequest))
        self.witness.shown(self.user, page)
        return page

    def _snapshot(self, body: bytes) -> SnapshotPage:
        office = self.centre.office
        page = office.snapshots.page(office.caller(self.user), msgspec.json.decode(body, type=SnapshotRequest))
        self.witness.shown(self.user, page)
        return page

    def _carry(self, body: bytes, serve: Callable[[bytes], Any], form: type[Message]) -> Message:
        fault = self.script.pop(0) if self.script else ""
        if fault:
            self.counts[fault] += 1
        self._before(fault, body, serve)
        self.requests += 1
        answer = msgspec.json.encode(serve(body))
        self.companions = list
        if fault == "doubled":
            answer = msgspec.json.encode(serve(body))
        if fault == "restarted_after":
            self.centre.restart()
        if fault in ("answer_lost", "restarted_after"):
            raise Unreachable("sync.cut_off")
        return msgspec.json.decode(answer, type=form)

    def _before(self, fault: str, body: bytes, serve: Callable[[bytes], Any]) -> None:
        match fault:
            case "request_lost":
                raise Unreachable("sync.server_silent")
            case "busy":
                raise Unreachable("sync.busy", retry_after_ms=1_000)
            case "restarted_before":
                self.centre.restart()
            case "commit_fails" | "commit_unknown" if serve == self._push:
                self.centre.failures.append(fault)
            case "kept_for_later" if serve == self._push:
                self.late.append(body)
            case "others_meanwhile":
                self.meanwhile()
            case _:
                pass
        if fault != "together":
            self.companions = list

    def deliver_late(self) -> None:
        """Let a push that was on its way for long arrive now; nobody reads the answer."""
        if self.late:
            self.counts["delivered_late"] += 1
            self._push(self.late.pop(0))
