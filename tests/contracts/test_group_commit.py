"""Pushes of several organisations share one commit, and nothing else."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import deque

import pytest

from crm_desktop.models.errors import Denied
from crm_desktop.models.exchange import Device, Push, PushAnswer, SignIn
from crm_desktop.models.ids import new_id
from crm_server.metrics import Metrics
from crm_server.services.accept_changes import Accepted
from crm_server.services.callers import Callers
from crm_server.services.devices import DeviceList
from crm_server.services.group_commit import GroupCommit, Waiting, next_group
from crm_server.services.push_jobs import PushJob
from crm_server.services.sessions import Sessions
from crm_server.services.set_up import NewUser, set_up
from crm_server.services.waiting import Heads
from crm_server.settings import from_environment
from crm_server.store.organisations import read_state
from crm_server.store.sessions import Caller
from tests.support.office import PASSWORD, Office, create, transaction, update

BUSY_NOWHERE: frozenset[str] = frozenset()


@pytest.fixture
def other(office: Office) -> Office:
    """A second organisation in the same database."""
    made = set_up(office.database, office.clock, "Other", NewUser("otto", "Otto", "a password of Otto's"), "CNY")
    return Office(office.database, office.clock, made, {"otto": made.administrator_id})


def test_each_organisation_gets_its_own_numbers_and_answers(office: Office, other: Office) -> None:
    account = office.add("ann", "account", name="A", employees=1)
    theirs = create("account", {"name": "O"})
    now, heads = office.clock.now(), (_head(office), _head(other))
    edit = transaction(update("account", account, employees=(1, 2)), made_at=now)
    made = transaction(create("account", {"name": "C"}), made_at=now)
    jobs = {
        office.org_id: [office.job("ann", edit), office.job("cem", made)],
        other.org_id: [other.job("otto", transaction(theirs, made_at=now))],
    }
    found = office.accepting.accept_together(jobs)
    assert _numbers(found[office.org_id]) == [heads[0] + 1, heads[0] + 2]
    assert _numbers(found[other.org_id]) == [heads[1] + 1]
    assert (_head(office), _head(other)) == (heads[0] + 2, heads[1] + 1)
    assert office.row("account", account)["employees"] == 2
    assert other.row("account", theirs.id)["owner_id"] == other.people["otto"]
    again = office.accepting.accept_together(jobs)
    assert [_numbers(each) for each in again.values()] == [_numbers(each) for each in found.values()]


def test_one_organisation_cannot_reach_what_belongs_to_the_other_in_the_same_group(
    office: Office, other: Office
) -> None:
    account = office.add("ann", "account", name="A", employees=1)
    edit = transaction(update("account", account, employees=(1, 3)), made_at=office.clock.now())
    stranger = transaction(update("account", account, employees=(1, 2)), made_at=office.clock.now())
    jobs = {office.org_id: [office.job("ann", edit)], other.org_id: [other.job("otto", stranger)]}
    found = other.accepting.accept_together(jobs)[other.org_id]
    assert not isinstance(found, Exception)
    (outcome,) = found[0][0].outcomes
    assert outcome.refusal is not None
    assert outcome.refusal.code == "sync.no_such_record"
    assert office.row("account", account)["employees"] == 3


def test_an_organisation_that_cannot_be_served_does_not_stop_the_others(office: Office) -> None:
    job = office.job("ann", transaction(create("account", {"name": "A"}), made_at=office.clock.now()))
    nowhere = new_id()
    lost = dataclasses.replace(job, caller=dataclasses.replace(job.caller, org_id=nowhere))
    found = office.accepting.accept_together({nowhere: [lost], office.org_id: [job]})
    assert isinstance(found[nowhere], LookupError)
    assert _numbers(found[office.org_id]) == [_head(office)]


def test_a_session_that_ended_takes_no_part_in_its_group_and_stops_nobody_else(office: Office) -> None:
    sessions = Sessions(office.database, from_environment({}), office.clock)
    callers, metrics = Callers(sessions), Metrics()
    tokens, jobs = [], []
    for _ in range(3):
        device = Device(id=new_id(), name="Laptop", platform="linux")
        signed_in = sessions.sign_in(SignIn(name="ada", password=PASSWORD, device=device), "10.0.0.1")
        tokens.append(signed_in.access_token)
        caller = callers.judged(signed_in.access_token)
        sent = transaction(create("account", {"name": "A"}), made_at=office.clock.now())
        jobs.append(PushJob(caller, Push(transactions=[sent], clock=office.clock.now()), token=signed_in.access_token))
    DeviceList(office.database, office.clock).revoke(office.org_id, office.people["ada"], jobs[1].caller.device_id)
    head = _head(office)

    async def push() -> list[PushAnswer | BaseException]:
        commits = GroupCommit(office.accepting, callers, Heads(office.database), metrics)
        return await asyncio.gather(*map(commits.accept, jobs), return_exceptions=True)

    first, second, third = asyncio.run(push())
    assert isinstance(second, Denied)
    assert second.code == "session.ended"
    assert isinstance(first, PushAnswer)
    assert isinstance(third, PushAnswer)
    assert [each.outcomes[0].sequence for each in (first, third)] == [head + 1, head + 2]
    assert _head(office) == head + 2
    assert [callers.recognise(token) is None for token in tokens] == [False, True, False]


def test_who_brings_many_transactions_shares_a_group_with_the_own_organisation_only() -> None:
    queue = deque([_waiting("a"), _waiting("b", 200), _waiting("a"), _waiting("b"), _waiting("c")])
    group, left = next_group(queue, BUSY_NOWHERE)
    assert [each.org_id for each in group] == ["a", "a", "b", "c"]
    group, left = next_group(left, BUSY_NOWHERE)
    assert ([each.size for each in group], len(left)) == ([200], 0)


def test_an_organisation_is_in_one_group_at_a_time_and_a_group_is_bounded() -> None:
    queue = deque([_waiting("a"), _waiting("b"), _waiting("a", 600), _waiting("a", 600)])
    group, left = next_group(queue, frozenset({"a"}))
    assert ([each.org_id for each in group], len(left)) == (["b"], 3)
    group, left = next_group(left, BUSY_NOWHERE)
    assert ([each.size for each in group], [each.size for each in left]) == ([1, 600], [600])


def _head(office: Office) -> int:
    with office.database.read() as connection:
        return read_state(connection, office.org_id).sequence


def _numbers(found: Accepted | Exception) -> list[int]:
    assert not isinstance(found, Exception), found
    return [outcome.sequence for answer in found[0] for outcome in answer.outcomes]


def _waiting(org_id: str, size: int = 1) -> Waiting:
    transactions = [transaction(create("account", {"name": "A"}), made_at=1) for _ in range(size)]
    caller = Caller(org_id, "user", "device", "laptop", "family")
    return Waiting(PushJob(caller, Push(transactions=transactions, clock=1)))
