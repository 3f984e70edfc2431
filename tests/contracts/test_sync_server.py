"""What sync may expect of a server, asked of the real one over HTTP and of the one in memory alike."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.clock import ManualClock, SystemClock
from crm_desktop.models.errors import Refused
from crm_desktop.models.exchange import Position, PullRequest, Push, SnapshotRequest
from crm_desktop.models.ids import new_id
from crm_desktop.sync.ports import Server
from tests.support.central import Central, MakeClient
from tests.support.simulator import MemoryLine, MemoryServer


@dataclass
class Side:
    """A server as one user reaches it, and its clock."""

    server: Server
    now: Callable[[], int]


@pytest.fixture(params=["memory", "http"])
def side(request: pytest.FixtureRequest) -> Side:
    if request.param == "memory":
        clock = ManualClock()
        return Side(MemoryLine(MemoryServer(clock), "rep"), clock.now)
    central: Central = request.getfixturevalue("central")
    make_client: MakeClient = request.getfixturevalue("make_client")
    client = make_client(central.url)
    client.sign_in()
    return Side(client.server, SystemClock().now)


def act(now: int, name: str, identifier: str = "") -> Transaction:
    change = RecordChange("account", identifier or new_id(), Operation.CREATE, {"name": FieldChange(None, name)})
    return Transaction(new_id(), "edit", now, (change,))


def start(side: Side) -> Position:
    """Read up to the server's present end."""
    page = side.server.snapshot(SnapshotRequest())
    while page.cursor:
        page = side.server.snapshot(SnapshotRequest(cursor=page.cursor))
    return page.position


def send(side: Side, *acts: Transaction) -> list[str]:
    answer = side.server.push(Push(transactions=list(acts), clock=side.now()))
    assert [each.transaction_id for each in answer.outcomes] == [each.id for each in acts]
    return [each.result for each in answer.outcomes]


def test_what_is_pushed_is_pulled_after_the_position(side: Side) -> None:
    position = start(side)
    made = act(side.now(), "恒川")
    assert send(side, made) == ["applied"]
    page = side.server.pull(PullRequest(position=position))
    assert page.position.sequence > position.sequence
    assert not page.snapshot
    names = [row[batch.columns.index("name")] for batch in page.batches for row in batch.rows]
    assert names == ["恒川"]
    again = side.server.pull(PullRequest(position=page.position))
    assert (again.position, again.more, again.batches) == (page.position, False, [])


def test_a_push_for_the_server_before_its_restore_decides_nothing(side: Side) -> None:
    position = start(side)
    made = act(side.now(), "late")
    answer = side.server.push(Push(transactions=[made], clock=side.now(), epoch="before"))
    assert (answer.outcomes, answer.epoch) == ([], position.epoch)
    assert start(side).sequence == position.sequence
    taken = side.server.push(Push(transactions=[made], clock=side.now(), epoch=position.epoch))
    assert ([each.result for each in taken.outcomes], taken.epoch) == (["applied"], "")


def test_a_repeated_transaction_has_its_first_outcome(side: Side) -> None:
    made = act(side.now(), "once")
    first = side.server.push(Push(transactions=[made], clock=side.now())).outcomes[0]
    second = side.server.push(Push(transactions=[made], clock=side.now())).outcomes[0]
    assert (first.result, first.sequence) == (second.result, second.sequence)


def test_a_snapshot_holds_every_record_once_and_all_pages_name_one_position(side: Side) -> None:
    made = [act(side.now(), f"account {number}") for number in range(7)]
    send(side, *made)
    cursor, positions, seen = "", set(), []
    while True:
        page = side.server.snapshot(SnapshotRequest(cursor=cursor, limit=2))
        positions.add((page.position.epoch, page.position.sequence))
        if page.batch.kind == "account":
            seen += [row[page.batch.columns.index("id")] for row in page.batch.rows]
        if not (cursor := page.cursor):
            break
    assert len(positions) == 1
    assert sorted(seen) == sorted(each.changes[0].id for each in made)


def test_another_epoch_asks_for_a_snapshot(side: Side) -> None:
    position = start(side)
    page = side.server.pull(PullRequest(position=Position(secrets.token_hex(16), position.sequence, position.scope)))
    assert page.snapshot == "epoch"


def test_a_cursor_of_another_life_is_refused(side: Side) -> None:
    with pytest.raises(Refused):
        side.server.snapshot(SnapshotRequest(cursor="nonsense"))


def test_a_poke_speaks_up_for_news_and_is_silent_without(side: Side) -> None:
    position = start(side)
    quiet = side.server.poke(position.sequence, 0.3)
    assert quiet.head == position.sequence
    heads: list[int] = []
    waiter = threading.Thread(target=lambda: heads.append(side.server.poke(position.sequence, 50).head))
    waiter.start()
    send(side, act(side.now(), "news"))
    waiter.join(60)
    assert not waiter.is_alive()
    assert heads[0] > position.sequence


def test_the_answer_tells_the_servers_clock(side: Side) -> None:
    answer = side.server.push(Push(transactions=[act(side.now(), "clock")], clock=side.now()))
    assert abs(answer.now - side.now()) < 60_000
