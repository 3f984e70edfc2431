"""The whole room against the real server over a real port, with the real encrypted store."""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable

import pytest

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Denied, Unreachable
from crm_desktop.models.ids import new_id
from crm_desktop.store.queries.records import record
from crm_desktop.sync import planner, schedule
from crm_desktop.sync.failures import Trouble
from crm_desktop.sync.first_sync import FirstSync
from crm_desktop.sync.report import STOPPED, SyncReport
from crm_desktop.sync.schedule import Audience, SyncLoop
from crm_desktop.sync.status import PillState, SyncStatus
from tests.support.central import ADMINISTRATOR, Central, Client, MakeClient
from tests.support.gateway import gateway, limit
from tests.support.proxy import CuttingProxy


def name_of(client: Client, identifier: str) -> object:
    found = client.store.read(record, "account", identifier)
    return None if found is None else found.get("name")


def seeded(central: Central, count: int) -> list[str]:
    edits = [Create("account", {"name": f"账户 {number}"}) for number in range(count)]
    central.write(*edits)
    return [edit.id for edit in edits]


def test_signing_in_tells_wrong_from_right(central: Central, make_client: MakeClient) -> None:
    client = make_client(central.url)
    assert client.signed_in.greet().product == "fieldline-crm"
    with pytest.raises(Denied, match=r"sign_in\.wrong"):
        client.sign_in(ADMINISTRATOR, "not the password")
    with pytest.raises(Denied, match=r"session\.ended"):
        client.signed_in.access_token()
    client.sign_in()
    assert client.signed_in.access_token()
    assert abs(client.signed_in.skew()) < 60_000


def test_what_one_device_writes_another_reads(central: Central, make_client: MakeClient) -> None:
    mine, theirs = make_client(central.url), make_client(central.url)
    for client in (mine, theirs):
        client.sign_in()
        assert client.sync().complete
    identifier = mine.account(name="恒川精密")
    report = mine.sync()
    assert (report.run.sent, report.run.refused, report.failure) == (1, 0, None)
    assert report.run.bytes_up > 0
    assert report.run.bytes_down > 0
    assert mine.store.outbox.count() == 0
    theirs.sync()
    assert name_of(theirs, identifier) == "恒川精密"


def test_nothing_to_do_is_one_small_request(central: Central, make_client: MakeClient) -> None:
    client = make_client(central.url)
    client.sign_in()
    client.sync()
    report = client.sync()
    assert report.run.requests == 1
    assert report.run.bytes_up + report.run.bytes_down < 500


def test_a_poke_is_answered_as_soon_as_there_is_something(central: Central, make_client: MakeClient) -> None:
    client, other = make_client(central.url), make_client(central.url)
    for each in (client, other):
        each.sign_in()
        each.sync()
    position = client.store.replica.position()
    assert position is not None
    heads: list[int] = []
    waiter = threading.Thread(target=lambda: heads.append(client.server.poke(position.sequence, 50).head))
    waiter.start()
    other.account(name="news")
    other.sync()
    waiter.join(60)
    assert heads
    assert heads[0] > position.sequence


def test_a_long_poll_is_hung_up_at_once(central: Central, make_client: MakeClient) -> None:
    client = make_client(central.url)
    client.sign_in()
    errors: list[Unreachable] = []

    def wait() -> None:
        try:
            client.server.poke(10**6, 30)
        except Unreachable as error:
            errors.append(error)

    waiter = threading.Thread(target=wait)
    waiter.start()
    began = time.monotonic()
    while waiter.is_alive():
        client.server.hang_up_poke()
        waiter.join(0.05)
    assert time.monotonic() - began < 15, "the poll would have lasted thirty seconds"
    assert [error.code for error in errors] == ["sync.cut_off"]


def test_an_edit_cut_after_any_number_of_bytes_is_applied_once(central: Central, make_client: MakeClient) -> None:
    with CuttingProxy(central.port) as proxy:
        client = make_client(f"http://127.0.0.1:{proxy.port}")
        client.sign_in()
        client.sync()
        identifier = client.account(name="0")
        client.sync()
        before = proxy.forwarded
        client.commit(Update("account", identifier, {"name": "measured"}))
        client.sync()
        whole = proxy.forwarded - before
        for number, cut in enumerate(range(0, whole - 80, 23)):  # the names are shorter than the measured one
            client.commit(Update("account", identifier, {"name": str(number)}))
            proxy.cut_after(cut)
            report = client.sync()
            assert report.failure is not None
            assert report.failure.trouble is Trouble.LINE
            proxy.cut_after(None)
            assert client.sync().complete
            assert client.store.outbox.count() == 0
            assert name_of(client, identifier) == str(number)
    other = make_client(central.url)
    other.sign_in()
    other.sync()
    assert name_of(other, identifier) == str(number)


def test_what_a_proxy_finds_too_large_is_sent_in_parts_and_stops_nothing(
    central: Central, make_client: MakeClient
) -> None:
    noise = random.Random(1)
    with gateway(central.port) as between:
        client = make_client(between.address)
        client.sign_in()
        client.sync()
        between.instead = limit(24_000)
        small = [client.account(name=f"{n}", notes=noise.randbytes(8_000).hex()) for n in range(4)]
        parts = [Create("account", {"name": "large", "notes": noise.randbytes(9_000).hex()}) for _ in range(4)]
        client.commit(*parts)
        last = client.account(name="last")
        report = client.sync()
    assert (report.run.sent, report.run.refused, report.failure) == (6, 1, None)
    other = make_client(central.url)
    other.sign_in()
    other.sync()
    assert [name_of(other, each) is not None for each in (*small, last, parts[0].id)] == [True] * 5 + [False]
    assert client.store.outbox.to_decide() == 1


def test_a_dribbling_server_is_told_of_and_sync_now_breaks_the_line(
    central: Central, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "STALLED_MS", 600)
    monkeypatch.setattr(schedule, "STUCK_MS", 300)
    heard: queue.SimpleQueue[SyncStatus] = queue.SimpleQueue()

    def until(condition: Callable[[SyncStatus], bool]) -> None:
        while not condition(heard.get(timeout=10)):
            pass

    def calm(status: SyncStatus) -> bool:
        return status.state is PillState.UP_TO_DATE and not status.waiting

    with CuttingProxy(central.port) as proxy:
        client = make_client(f"http://127.0.0.1:{proxy.port}")
        client.sign_in()
        loop = SyncLoop(client.engine, client.server, Audience(heard.put, lambda _: None))
        loop.start()
        try:
            until(calm)
            proxy.dribble(1, 0.1)
            identifier = client.account(name="dribbled")
            loop.committed()
            until(lambda status: status.failure is not None and status.failure.code == "sync.stalled")
            proxy.dribble(0, 0)
            began = time.monotonic()
            loop.sync_now()
            until(calm)
            assert time.monotonic() - began < 15, "the patience with a silent line is thirty seconds"
        finally:
            assert loop.stop()
    other = make_client(central.url)
    other.sign_in()
    other.sync()
    assert name_of(other, identifier) == "dribbled"


def test_a_lost_answer_to_a_renewal_does_not_end_the_sign_in(central: Central, make_client: MakeClient) -> None:
    with CuttingProxy(central.port) as proxy:
        client = make_client(f"http://127.0.0.1:{proxy.port}")
        client.sign_in()
        before = proxy.forwarded
        token = client.signed_in.access_token(instead_of=client.signed_in.access_token())
        whole = proxy.forwarded - before
        for cut in range(0, whole, 101):
            proxy.cut_after(cut)
            with pytest.raises(Unreachable):
                client.signed_in.access_token(instead_of=token)
            proxy.cut_after(None)
            token = client.signed_in.access_token(instead_of=token)
        client.server = client.engine.server = type(client.server)(client.address, client.signed_in)
        assert client.sync().complete


def test_a_token_that_was_used_twice_ends_the_sign_in_of_both(central: Central, make_client: MakeClient) -> None:
    client, thief = make_client(central.url), make_client(central.url)
    client.sign_in()
    stolen = client.keeper.token
    for _ in range(2):
        token = client.signed_in.access_token()
        client.signed_in.access_token(instead_of=token)
    thief.signed_in.device = client.signed_in.device
    thief.keeper.token = stolen
    with pytest.raises(Denied):
        thief.signed_in.access_token()
    with pytest.raises(Denied):
        client.signed_in.access_token(instead_of=client.signed_in.access_token())


def test_many_threads_renew_once(central: Central, make_client: MakeClient) -> None:
    client = make_client(central.url)
    client.sign_in()
    old = client.signed_in.access_token()
    renewed: list[str] = []
    threads = [
        threading.Thread(target=lambda: renewed.append(client.signed_in.access_token(instead_of=old))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(renewed)) == 1
    assert len(client.keeper.history) == 2


def with_helper(client: Client) -> None:
    client.engine.helper = FirstSync(client.path, lambda: client.key, client.address, client.signed_in)


def test_a_large_first_sync_goes_through_a_process_of_its_own(
    central: Central, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.sync.engine.LARGE_SNAPSHOT", 50)
    monkeypatch.setattr("crm_desktop.sync.phases.SNAPSHOT_ROWS", 20)
    ids = seeded(central, 6_000)
    client = make_client(central.url)
    client.sign_in()
    with_helper(client)
    report = client.sync()
    assert report.complete
    assert report.run.received >= 6_000
    assert all(name_of(client, each) for each in ids)
    percents = [each.progress.percent for each in client.reports if each.progress]
    assert percents[-1] == 100


def test_a_first_sync_stopped_and_then_killed_goes_on_where_it_was(
    central: Central, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.sync.engine.LARGE_SNAPSHOT", 50)
    monkeypatch.setattr("crm_desktop.sync.phases.SNAPSHOT_ROWS", 20)
    ids = seeded(central, 12_000)
    client = make_client(central.url)
    client.sign_in()
    with_helper(client)
    stop = threading.Event()

    def stop_in_the_helper(report: SyncReport) -> None:
        client.reports.append(report)
        if report.run.received > 1_000:
            stop.set()

    listener = type(client.engine.listener)(lambda _: None, stop_in_the_helper)
    client.engine.listener = listener
    assert client.sync(stop).run.code == STOPPED
    held = client.store.replica.snapshot_records()
    assert held > 1_000
    client.reports.clear()
    report = client.sync()
    assert report.complete
    assert report.run.received < 12_000
    assert client.reports[0].progress is not None
    assert client.reports[0].progress.done > held
    assert all(name_of(client, each) for each in ids)


def test_an_unknown_helper_is_no_obstacle(
    central: Central, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.sync.engine.LARGE_SNAPSHOT", 50)
    monkeypatch.setattr("crm_desktop.sync.phases.SNAPSHOT_ROWS", 20)
    seeded(central, 300)
    client = make_client(central.url)
    client.sign_in()
    with_helper(client)
    for command in (["/no/such/program"], ["false"]):
        monkeypatch.setattr("crm_desktop.sync.first_sync.worker_command", lambda command=command: command)
        assert client.sync().complete
        client.store.replica.begin_snapshot()
    assert new_id()
