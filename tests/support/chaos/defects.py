"""Servers with one defect each, to show that the oracle sees it: wrapped around the line, never into our parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import update

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.exchange import Outcome, PullPage, PullRequest, Push, PushAnswer, Rows
from crm_desktop.models.ids import new_id
from crm_server.services.load_rights import load_rights
from crm_server.store.tables import STATE
from crm_server.store.visible_rows import Reader
from tests.support.chaos.line import Line
from tests.support.chaos.world import World


class _Around:
    """A line in all that the defect does not touch."""

    def __init__(self, line: Line) -> None:
        self.__dict__["line"] = line
        self.__dict__["kept"] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["line"], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.__dict__["line"], name, value)


class _DropsExits(_Around):
    """Does not say which records left the user's sight."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        return msgspec.structs.replace(page, exits=[])


class _SkipsRows(_Around):
    """Moves the position on past rows that it does not send, as a cursor by time does."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        return msgspec.structs.replace(page, batches=page.batches[1:]) if page.position.sequence % 3 == 0 else page


class _ReordersPages(_Around):
    """Lets an older page arrive behind a newer one."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        late = list(self.kept)
        self.kept[:] = page.batches
        return msgspec.structs.replace(page, batches=[*page.batches, *late])


class _ShowsTooMuch(_Around):
    """Adds accounts to a page, whoever they belong to."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        office = self.line.centre.office
        with office.database.read() as connection:
            reader = Reader(connection, office.org_id, load_rights(connection, office.org_id, office.people["ada"]))
            rows = msgspec.json.encode(reader.page(KINDS["account"], None, "", 5))
        return msgspec.structs.replace(page, batches=[*page.batches, msgspec.json.decode(rows, type=Rows)])


class _HidesConflicts(_Around):
    """Keeps the entries of lost values to itself."""

    def pull(self, message: PullRequest) -> PullPage:
        page: PullPage = self.line.pull(message)
        return msgspec.structs.replace(page, batches=[each for each in page.batches if each.kind != "conflict"])


class _AppliesTwice(_Around):
    """Takes a transaction that comes again for another one."""

    def push(self, message: Push) -> PushAnswer:
        answer: PushAnswer = self.line.push(message)
        again = [msgspec.structs.replace(each, id=new_id()) for each in message.transactions]
        office = self.line.centre.office
        office.accepting.accept(office.org_id, [self.line.job(msgspec.structs.replace(message, transactions=again))])
        return answer


class _ConfirmsWithoutDoing(_Around):
    """Says "applied" of transactions that it dropped."""

    def push(self, message: Push) -> PushAnswer:
        head = self.line.centre.state().sequence
        told = [Outcome(each.id, "applied", sequence=head) for each in message.transactions]
        return PushAnswer(outcomes=told, now=message.clock)


class _HidesRefusals(_Around):
    """Says "applied" of transactions that it refused."""

    def push(self, message: Push) -> PushAnswer:
        answer: PushAnswer = self.line.push(message)
        told = [
            Outcome(each.transaction_id, "applied", sequence=1) if each.result == "refused" else each
            for each in answer.outcomes
        ]
        return msgspec.structs.replace(answer, outcomes=told)


class _AnswersAnew(_Around):
    """Gives a transaction another number each time it is asked."""

    def push(self, message: Push) -> PushAnswer:
        answer: PushAnswer = self.line.push(message)
        told = [msgspec.structs.replace(each, sequence=each.sequence + 1) for each in answer.outcomes]
        self.line.witness.answered(self.line.device, told)
        return answer


class _SkipsNumbers(_Around):
    """Takes a number more than it needs."""

    def push(self, message: Push) -> PushAnswer:
        answer: PushAnswer = self.line.push(message)
        with self.line.centre.office.database.write() as connection:
            connection.execute(update(STATE).values(sequence=STATE.c.sequence + 1))
        return answer


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect, and the promises of which it breaks one."""

    name: str
    wrap: Callable[[Line], Any]
    kinds: frozenset[str]

    def build_into(self, world: World) -> None:
        """Put the defect between every device and its server."""
        for device in world.devices.values():
            device.line = self.wrap(device.line)


DEFECTS = (
    Defect("drops exits", _DropsExits, frozenset({"leaked"})),
    Defect("skips rows", _SkipsRows, frozenset({"missed", "differs"})),
    Defect("reorders pages", _ReordersPages, frozenset({"differs", "leaked"})),
    Defect("shows too much", _ShowsTooMuch, frozenset({"leaked"})),
    Defect("hides conflicts", _HidesConflicts, frozenset({"missed", "untruthful"})),
    Defect("applies twice", _AppliesTwice, frozenset({"twice"})),
    Defect("confirms without doing", _ConfirmsWithoutDoing, frozenset({"lost"})),
    Defect("hides refusals", _HidesRefusals, frozenset({"lost"})),
    Defect("answers anew", _AnswersAnew, frozenset({"twice"})),
    Defect("skips numbers", _SkipsNumbers, frozenset({"gap"})),
)
