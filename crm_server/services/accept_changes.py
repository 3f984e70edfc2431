"""Accepting what devices push: many transactions in one database transaction, each with exactly one durable outcome.

Organisations may share it for the price of one commit: they share statements, never a decision. Each transaction works
on a draft that is kept or dropped whole. Rows are written first; then the organisations' counters give the numbers,
and under their locks the log and the outcomes are written and committed, so that numbers are committed in their order.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Transaction
from crm_desktop.models.clock import Clock
from crm_desktop.models.exchange import Outcome, PushAnswer, Refusal
from crm_desktop.models.merge.authors import Author
from crm_desktop.models.rules.dependence import RESTS_ON_REFUSED, RefusedBasis
from crm_desktop.models.rules.rescue import held_back
from crm_server.access.showing import shown_outcome
from crm_server.errors import Busy
from crm_server.services.acceptance import Acceptance, Maker, Rejected, finish_together, preload_together
from crm_server.services.judge_changes import Judged, judge_transaction
from crm_server.services.keep_left import edited_at, is_open, keep_refused, settle
from crm_server.services.load_rights import RIGHTS_ARE_MADE_OF, RightsMemory, load_allowed
from crm_server.services.push_jobs import PushJob
from crm_server.services.read_before_judging import SessionsEnded, read_before_judging
from crm_server.store.change_log import LoggedTransaction
from crm_server.store.engine import Database
from crm_server.store.numbering import number_and_keep
from crm_server.store.organisations import read_state
from crm_server.store.outcomes import keep_outcomes, repeated
from crm_server.store.sessions import Caller
from crm_server.store.workspace import Key, Workspace

Accepted: TypeAlias = tuple[list[PushAnswer], int]
"""The answers to an organisation's jobs, in order, and its last number."""

_TRIES = 3
_READ_AGAIN_AFTER = RIGHTS_ARE_MADE_OF | {"picklist_option", "custom_field"}
_log = logging.getLogger("fieldline.accept")


@dataclass(slots=True)
class _Group:
    """One organisation's part of a database transaction."""

    acceptance: Acceptance
    memory: RightsMemory
    sequence: int
    epoch: str
    known: dict[str, tuple[str, Outcome]]
    """What was answered before, beside the user it was answered to."""
    fresh: dict[str, tuple[str, Outcome]] = field(default_factory=dict)
    makers: dict[str, Maker] = field(default_factory=dict)
    rights_moved: bool = False
    bases: dict[str, RefusedBasis] = field(default_factory=dict)
    """What was refused in this request, by device: what rests on it cannot be done either."""
    settled: set[str] = field(default_factory=set)
    """Work left behind that this very group did something in the place of."""
    head: int = 0
    """The organisation's last number, when this group has taken its own."""

    def __post_init__(self) -> None:
        self.head = self.sequence

    @property
    def org_id(self) -> str:
        """Whose transactions these are."""
        return self.acceptance.org_id

    def transactions(self, job: PushJob) -> Sequence[Transaction]:
        """Return what is to be decided of a push: nothing, where it was made for the server as it was before a restore.

        It may have been refused or accepted there, and its device would never hear of this second answer. Work that is
        handed over at a parting has no second chance and is taken as it is.
        """
        return () if self.is_past(job) else job.push.transactions

    def is_past(self, job: PushJob) -> bool:
        """Tell whether a push names another epoch than this one."""
        return job.rescue is None and job.push.epoch not in ("", self.epoch)

    def basis(self, job: PushJob) -> RefusedBasis:
        """Return what was refused to this device in this request."""
        return self.bases.setdefault(f"{job.caller.user_id} {job.caller.device_id}", job.refused or RefusedBasis())


class Accepting:
    """The service; blocking, call in a worker thread."""

    def __init__(self, database: Database, clock: Clock, memory: RightsMemory) -> None:
        self._database, self._clock, self._memory = database, clock, memory

    def accept_together(self, jobs: Mapping[str, Sequence[PushJob]]) -> dict[str, Accepted | Exception]:
        """Decide about the jobs of organisations in one database transaction, or in one for each if that fails.

        Raises SessionsEnded where jobs have tokens that are over: ask again without them.
        """
        if len(jobs) > 1:
            try:
                return dict(self._attempt(jobs))
            except SessionsEnded:
                raise
            except Exception as problem:  # noqa: BLE001 - what breaks for one organisation must not break for all
                _log.info(
                    "organisations_parted", extra={"facts": {"count": len(jobs), "error": type(problem).__name__}}
                )
        found: dict[str, Accepted | Exception] = {}
        for org_id, own in jobs.items():
            try:
                found[org_id] = self.accept(org_id, own)
            except SessionsEnded:
                raise
            except Exception as problem:  # noqa: BLE001 - each waiting request reports it as its own
                found[org_id] = problem
        return found

    def accept(self, org_id: str, jobs: Sequence[PushJob]) -> Accepted:
        """Decide about all transactions of all jobs; return the answers, in order, and the organisation's last number.

        When the database objects to the group as a whole, each job is tried alone, then each transaction alone.
        """
        try:
            return self._attempt({org_id: jobs})[org_id]
        except (DataError, IntegrityError, OperationalError) as problem:
            _log.info("group_retried", extra={"facts": {"jobs": len(jobs), "error": _name_of(problem)}})
        each_alone = [self._accept_one_by_one(org_id, job) for job in jobs]
        return [answer for answer, _ in each_alone], max(head for _, head in each_alone)

    def _accept_one_by_one(self, org_id: str, job: PushJob) -> tuple[PushAnswer, int]:
        outcomes, basis, head = list[Outcome](), RefusedBasis(), 0
        for transaction in job.push.transactions:
            answer, head = self._accept_alone(org_id, replace(job, refused=basis), transaction)
            if answer.epoch:
                return answer, head
            outcomes += answer.outcomes
            if outcomes[-1].result == "refused":
                basis.add(transaction.changes)
        return PushAnswer(outcomes=outcomes, now=self._clock.now()), head

    def _accept_alone(self, org_id: str, job: PushJob, transaction: Transaction) -> tuple[PushAnswer, int]:
        single = replace(job, push=msgspec.structs.replace(job.push, transactions=[transaction]))
        for attempt in range(_TRIES):
            try:
                answers, head = self._attempt({org_id: [single]})[org_id]
                return answers[0], head
            except (DataError, IntegrityError, OperationalError) as problem:
                if isinstance(problem, OperationalError) and attempt == _TRIES - 1:
                    raise Busy("server.busy") from problem
        with self._database.write() as connection:
            outcome = Outcome(transaction.id, "refused", refusal=Refusal("sync.not_storable"))
            keep_outcomes(connection, {org_id: [(job.caller.user_id, outcome)]}, self._clock.now())
            if job.rescue is not None:
                keep_refused(connection, job.rescue, job.push, [outcome], self._clock.now())
            answer = PushAnswer(outcomes=[outcome], now=self._clock.now())
            return answer, read_state(connection, org_id).sequence

    def _attempt(self, jobs: Mapping[str, Sequence[PushJob]]) -> dict[str, Accepted]:
        with self._database.write() as connection:
            now = self._clock.now()
            groups = self._groups(connection, jobs, now)
            for group in groups:
                for job in jobs[group.org_id]:
                    _decide_all(group, job)
            finish_together([group.acceptance for group in groups])
            # Judged before the numbers are taken, under whose lock nothing may be read.
            told = {group.org_id: [_shown(group, job) for job in jobs[group.org_id]] for group in groups}
            _number_and_log(connection, groups, now)
            accepted = {}
            for group in groups:
                own = jobs[group.org_id]
                shown = zip(own, told[group.org_id], strict=True)
                answers = [_answer(group, job, some, now) for job, some in shown]
                for job, answer in zip(own, answers, strict=True):
                    _follow_up(connection, job, answer, now)
                accepted[group.org_id] = (answers, group.head)
        return accepted

    def _groups(self, connection: Connection, jobs: Mapping[str, Sequence[PushJob]], now: int) -> list[_Group]:
        """Return a group for each organisation, in their order, with everything read that is surely needed."""
        everything = {
            org_id: [transaction for job in jobs[org_id] for transaction in job.push.transactions]
            for org_id in sorted(jobs)
        }
        facts = read_before_judging(connection, self._memory, jobs, everything, now)
        states, known = facts.states, facts.known
        groups = [
            _Group(
                Acceptance(connection, org_id, now, Workspace(connection, org_id)),
                self._memory,
                states[org_id].sequence,
                states[org_id].epoch,
                known[org_id],
            )
            for org_id in everything
        ]
        preload_together([(group.acceptance, _touched(group, everything[group.org_id])) for group in groups])
        return groups


def _touched(group: _Group, transactions: Iterable[Transaction]) -> list[Key]:
    fresh = (each for each in transactions if each.id not in group.known)
    return [(change.kind, change.id) for each in fresh for change in each.changes]


def _decide_all(group: _Group, job: PushJob) -> None:
    for transaction in group.transactions(job):
        if transaction.id not in group.known and transaction.id not in group.fresh:
            group.fresh[transaction.id] = (job.caller.user_id, _decide(group, job, transaction))
        _note_refusal(group, job, transaction)


def _decide(group: _Group, job: PushJob, transaction: Transaction) -> Outcome:
    acceptance = group.acceptance
    if (refusal := _stopped(group, job, transaction)) is not None:
        return Outcome(transaction.id, "refused", refusal=refusal)
    maker = _maker(group, job.caller)
    mine = Author(maker.user_id, maker.device, edited_at(acceptance.now, job.push.clock, transaction), transaction.id)
    accepted_at = _accepted_at(acceptance, transaction)
    renamed = dict(acceptance.renamed)
    try:
        judged = judge_transaction(acceptance, maker, transaction, mine, accepted_at)
    except Rejected as rejected:
        acceptance.workspace.drop()
        acceptance.renamed = renamed
        return Outcome(transaction.id, "refused", refusal=rejected.refusal)
    except DBAPIError:
        raise
    except Exception as problem:  # noqa: BLE001 - one transaction that breaks a rule's code must not stop all others
        acceptance.workspace.drop()
        acceptance.renamed = renamed
        _log.error("transaction_broke", extra={"facts": {"error": type(problem).__name__, "at": _place_of(problem)}})
        return Outcome(transaction.id, "refused", refusal=Refusal("sync.not_understood"))
    acceptance.accept(logged_transaction(maker, transaction, mine, accepted_at, judged))
    group.settled.add(job.settles)
    if any(change.kind in _READ_AGAIN_AFTER for change in transaction.changes):
        acceptance.forget_what_rights_use()
        group.makers, group.rights_moved = {}, True
    return Outcome(transaction.id, "merged" if judged.settlements else "applied", settlements=judged.settlements)


def _stopped(group: _Group, job: PushJob, transaction: Transaction) -> Refusal | None:
    """Return why a transaction is not even judged: out of a rescue, or in the place of work decided already."""
    if any(map(group.basis(job).carries, transaction.changes)):
        return Refusal(RESTS_ON_REFUSED)
    acceptance = group.acceptance
    if job.rescue is not None:
        moment = edited_at(acceptance.now, job.push.clock, transaction)
        return held_back(transaction, job.rescue.reason, moment, job.rescue.since)
    if not job.settles:
        return None
    if job.settles in group.settled or not is_open(acceptance.connection, acceptance.org_id, job.settles):
        return Refusal("left_work.decided")
    return None


def _note_refusal(group: _Group, job: PushJob, transaction: Transaction) -> None:
    outcome = (group.known.get(transaction.id) or group.fresh[transaction.id])[1]
    if outcome.result == "refused":
        group.basis(job).add(transaction.changes)


def _maker(group: _Group, caller: Caller) -> Maker:
    """Return the caller with present rights; the memory knows only those at the counter's present number."""
    key = f"{caller.user_id} {caller.device_id}"
    if key not in group.makers:
        connection, org_id = group.acceptance.connection, caller.org_id
        allowed = (
            load_allowed(connection, org_id, caller.user_id)
            if group.rights_moved
            else group.memory.get(connection, org_id, caller.user_id, group.sequence)
        )
        group.acceptance.know_shares(caller.user_id, allowed.shares)
        group.makers[key] = Maker(caller.user_id, caller.device_name, allowed.rights)
    return group.makers[key]


def _accepted_at(acceptance: Acceptance, transaction: Transaction) -> int:
    """Return the moment of acceptance, later than any that the touched records carry: it orders their versions."""
    moment = acceptance.now
    for change in transaction.changes:
        row = acceptance.workspace.get(change.kind, change.id) if change.kind in KINDS else None
        last = row.get("updated_at") if row is not None else None
        if isinstance(last, int):
            moment = max(moment, last + 1)
    return moment


def logged_transaction(
    maker: Maker, transaction: Transaction, mine: Author, accepted_at: int, judged: Judged
) -> LoggedTransaction:
    """Return an accepted transaction as the log keeps it."""
    return LoggedTransaction(
        id=transaction.id,
        act=transaction.act,
        user_id=maker.user_id,
        device=maker.device,
        made_at=mine.edited_at,
        accepted_at=accepted_at,
        schema=transaction.schema,
        undoes=transaction.undoes,
        changes=tuple(judged.changes),
    )


def _number_and_log(connection: Connection, groups: Sequence[_Group], now: int) -> None:
    """Take the numbers, write log and outcomes under them, and note each organisation's last number."""
    accepted = {group.org_id: group.acceptance.accepted for group in groups}
    first = number_and_keep(connection, accepted, {group.org_id: group.fresh.values() for group in groups}, now)
    for group in groups:
        for number, logged in enumerate(group.acceptance.accepted, first.get(group.org_id, 0)):
            sender, outcome = group.fresh[logged.id]
            group.fresh[logged.id] = (sender, msgspec.structs.replace(outcome, sequence=number))
            group.head = number


def _shown(group: _Group, job: PushJob) -> dict[str, Outcome]:
    """Return those of the job's outcomes that quote values, as far as their sender may see these now."""
    shown: dict[str, Outcome] = {}
    for transaction in group.transactions(job):
        sender, outcome = group.known.get(transaction.id) or group.fresh[transaction.id]
        if sender == job.caller.user_id and (outcome.settlements or outcome.refusal):
            maker = _maker(group, job.caller)
            shown[transaction.id] = shown_outcome(maker.rights, outcome, partial(group.acceptance.sees, maker))
    return shown


def _answer(group: _Group, job: PushJob, shown: Mapping[str, Outcome], now: int) -> PushAnswer:
    """Return a job's outcomes; a transaction named twice is answered as repeated the second time."""
    outcomes, told = [], set()
    for transaction in group.transactions(job):
        sender, outcome = group.known.get(transaction.id) or group.fresh[transaction.id]
        if transaction.id in shown:
            outcome = msgspec.structs.replace(shown[transaction.id], sequence=outcome.sequence)
        if sender != job.caller.user_id:
            outcome = Outcome(transaction.id, "refused", refusal=Refusal("sync.id_taken"))
        elif transaction.id in told:
            outcome = repeated(outcome)
        told.add(transaction.id)
        outcomes.append(outcome)
    return PushAnswer(outcomes=outcomes, now=now, epoch=group.epoch if group.is_past(job) else "")


def _follow_up(connection: Connection, job: PushJob, answer: PushAnswer, now: int) -> None:
    """Keep what a rescue could not apply, and close the work in whose place this was done: in the same commit."""
    if job.rescue is not None:
        keep_refused(connection, job.rescue, job.push, answer.outcomes, now)
    if job.settles:
        settle(connection, job.caller, job.settles, answer.outcomes[0], now)


def _name_of(problem: DBAPIError) -> str:
    return type(problem.orig).__name__


def _place_of(problem: Exception) -> str:
    """Return file and line where it happened; the message is left out, since it may quote a record."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace is not None else ""
