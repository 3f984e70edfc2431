"""Files between real devices over a real server and a real port: cut anywhere, killed anywhere, checked always."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from crm_desktop.models.contents import CHUNK_BYTES
from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.models.errors import Broken, Refused
from crm_desktop.models.file_queue import Keeping
from crm_desktop.models.ids import new_id
from crm_desktop.store.queries.attachments import Availability
from crm_desktop.sync.failures import Trouble
from crm_desktop.sync.files.progress import Direction
from crm_server.passwords import hash_password
from crm_server.store import credentials
from crm_server.store.content_files import ContentFiles
from tests.store.attachments.samples import bytes_of
from tests.support.central import PASSWORD, Central, Client, MakeClient
from tests.support.files import Carrier, attach, sealed_files
from tests.support.gateway import gateway, limit
from tests.support.proxy import CuttingProxy

PICTURE = bytes_of(3 * CHUNK_BYTES + 77)
MakeCarrier = Callable[..., Carrier]


@pytest.fixture
def carrier(central: Central, make_client: MakeClient) -> Iterator[MakeCarrier]:
    """Make carriers, signed in and synced, with `carrier(address, name)`."""
    made: list[Carrier] = []

    def make(address: str = "", name: str = "") -> Carrier:
        client: Client = make_client(address or central.url)
        client.sign_in(*((name, PASSWORD) if name else ()))
        client.sync()
        made.append(Carrier(client))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every piece be one chunk, so that there are many places to cut."""
    monkeypatch.setattr("crm_desktop.sync.files.transfers.FIRST_BYTES", CHUNK_BYTES)
    monkeypatch.setattr("crm_desktop.sync.files.transfers.next_piece", lambda _size, _took: CHUNK_BYTES)


def test_what_one_attaches_another_sees_coming_and_has(carrier: MakeCarrier) -> None:
    mine, theirs = carrier(), carrier()
    identifier = attach(mine.client, PICTURE)
    assert mine.run() is None
    assert mine.moves == []  # the record goes first
    mine.client.sync()
    theirs.client.sync()
    assert theirs.view(identifier).availability is Availability.ELSEWHERE
    assert mine.sync() is None
    assert mine.view(identifier).availability is Availability.HERE
    theirs.client.sync()
    assert theirs.view(identifier).availability is Availability.ON_DEMAND
    assert theirs.run() is None
    assert theirs.view(identifier).availability is Availability.HERE
    assert theirs.read(identifier) == PICTURE
    assert {each.direction for each in theirs.moves} == {Direction.DOWN}


def test_the_same_content_again_costs_one_request_and_no_bytes(carrier: MakeCarrier) -> None:
    mine, theirs = carrier(), carrier()
    attach(mine.client, PICTURE)
    assert mine.sync() is None
    attach(theirs.client, PICTURE)
    theirs.client.sync()
    line = theirs.server._line
    assert theirs.run() is None
    assert line.traffic.requests == 1
    assert line.traffic.up + line.traffic.down < 500
    assert theirs.moves == []


def cuts(whole: int) -> list[int]:
    """Return places all over a transfer: within the headers, at and around each chunk, at the end."""
    edges = {number * CHUNK_BYTES + more for number in range(4) for more in (0, 130_000)}
    return sorted({200, *edges, whole - 60} & set(range(whole)))


def test_an_upload_cut_after_any_chunk_goes_on_there(
    central: Central, carrier: MakeCarrier, small_pieces: None
) -> None:
    with CuttingProxy(central.port) as proxy:
        mine = carrier(f"http://127.0.0.1:{proxy.port}")
        attach(mine.client, bytes_of(len(PICTURE), seed=99))
        mine.client.sync()
        before = proxy.forwarded
        assert mine.run() is None
        whole = proxy.forwarded - before
        plain, identifier = b"", ""
        for number, cut in enumerate(cuts(whole)):
            plain = bytes_of(len(PICTURE), seed=number)
            identifier = attach(mine.client, plain)
            mine.client.sync()
            mine.server.hang_up()
            before = proxy.forwarded
            proxy.cut_after(cut)
            failure = mine.run()
            assert failure is not None
            assert failure.trouble is Trouble.LINE
            proxy.cut_after(None)
            assert mine.run() is None
            # What had arrived was not sent again: at most the piece that was cut, and what was said about it.
            assert proxy.forwarded - before < whole + CHUNK_BYTES + 4_000
            assert mine.view(identifier).availability is Availability.HERE
    other = carrier()
    assert other.sync() is None
    assert other.read(identifier) == plain


def test_a_download_cut_after_any_chunk_goes_on_there(
    central: Central, carrier: MakeCarrier, small_pieces: None
) -> None:
    mine = carrier()
    identifier = attach(mine.client, PICTURE)
    assert mine.sync() is None
    with CuttingProxy(central.port) as proxy:
        theirs = carrier(f"http://127.0.0.1:{proxy.port}")
        before = proxy.forwarded
        assert theirs.run() is None
        whole = proxy.forwarded - before
        digest = theirs.view(identifier).sha256
        for cut in cuts(whole):
            theirs.client.store.attachments.queue.note_damage(digest)
            for path in sealed_files(theirs.client):
                path.unlink()
            theirs.server.hang_up()
            before = proxy.forwarded
            proxy.cut_after(cut)
            failure = theirs.run()
            assert failure is not None
            assert failure.trouble is Trouble.LINE
            proxy.cut_after(None)
            assert theirs.run() is None
            assert proxy.forwarded - before < whole + CHUNK_BYTES + 4_000
            assert theirs.read(identifier) == PICTURE


def test_a_chunk_that_the_disk_damaged_is_fetched_again_alone(carrier: MakeCarrier, small_pieces: None) -> None:
    mine, theirs = carrier(), carrier()
    identifier = attach(mine.client, PICTURE)
    assert mine.sync() is None
    assert theirs.sync() is None
    (path,) = sealed_files(theirs.client)
    lying = bytearray(path.read_bytes())
    lying[-100] ^= 1
    path.write_bytes(lying)
    with pytest.raises(Broken):
        theirs.read(identifier)
    before = len(theirs.moves)
    assert theirs.run() is None
    assert [each.done for each in theirs.moves[before:]] == [3 * CHUNK_BYTES]
    assert theirs.read(identifier) == PICTURE


def test_what_the_server_refuses_is_put_aside_with_its_reason_and_stops_nothing(
    central: Central, carrier: MakeCarrier
) -> None:
    mine = carrier()
    large, small = attach(mine.client, bytes_of(3_000_000)), attach(mine.client, bytes_of(1_000))
    central.write(Update("organisation", central.organisation.org_id, {"file_limit_mb": 2}))
    mine.client.sync()
    assert mine.run() is None
    refused = mine.view(large)
    assert (refused.availability, refused.code) == (Availability.FAILED, "content.too_large")
    assert dict(refused.facts or {}) == {"size_mb": 3, "limit_mb": 2}
    assert refused.can_open
    assert mine.view(small).availability is Availability.HERE
    central.write(Update("organisation", central.organisation.org_id, {"file_limit_mb": 5}))
    mine.client.store.attachments.try_again(large)
    assert mine.run() is None
    assert mine.view(large).availability is Availability.HERE


def test_a_proxy_that_takes_only_small_bodies_gets_small_pieces(central: Central, carrier: MakeCarrier) -> None:
    with gateway(central.port) as between:
        mine = carrier(between.address)
        large = attach(mine.client, bytes_of(5 * CHUNK_BYTES))
        between.instead = limit(CHUNK_BYTES + 100)
        assert mine.sync() is None
        assert mine.view(large).availability is Availability.HERE
    there = ContentFiles(central.folder / "files")
    assert there.has(central.organisation.org_id, mine.view(large).sha256, 5 * CHUNK_BYTES)


def test_a_full_quota_is_told_and_the_file_stays_here(central: Central, carrier: MakeCarrier) -> None:
    central.write(Update("organisation", central.organisation.org_id, {"file_quota_mb": 1}))
    mine = carrier()
    attach(mine.client, bytes_of(900_000))
    second = attach(mine.client, bytes_of(900_000, seed=1))
    assert mine.sync() is None
    assert mine.view(second).code == "content.quota"
    assert mine.read(second) == bytes_of(900_000, seed=1)


def test_a_stopped_run_keeps_what_it_has_and_goes_on(carrier: MakeCarrier, small_pieces: None) -> None:
    mine = carrier()
    attach(mine.client, PICTURE)
    mine.client.sync()
    stop = threading.Event()

    class StopsInTheMiddle(list):  # type: ignore[type-arg]
        def append(self, moving: object) -> None:
            super().append(moving)
            if len(self) == 3:
                stop.set()

    mine.moves = StopsInTheMiddle()
    assert mine.run(stop) is None
    mine.moves = []
    assert mine.run() is None
    assert mine.moves[0].done == 2 * CHUNK_BYTES


def test_who_may_not_see_the_record_has_not_even_its_content(central: Central, carrier: MakeCarrier) -> None:
    other = new_id()
    roles, unit = central.organisation.roles, central.organisation.unit_id
    values = {"name": "Rep", "sign_in_name": "rep", "role_id": roles["Sales representative"], "unit_id": unit}
    central.write(Create("user", values, other))
    with central.database.write() as connection:
        credentials.set_password(connection, (central.organisation.org_id, other), "rep", hash_password(PASSWORD), 0)
    mine, rep = carrier(), carrier(name="rep")
    identifier = attach(mine.client, PICTURE)
    assert mine.sync() is None
    assert rep.sync() is None
    assert sealed_files(rep.client) == []
    with pytest.raises(Refused, match=r"content\.not_here"):
        rep.server.fetch(identifier, 0, 10)
    share = Create("share", {"record_kind": "attachment", "record_id": identifier, "owner_id": other})
    central.write(share)
    assert rep.sync() is None
    assert rep.read(identifier) == PICTURE
    central.write(Delete("share", share.id))
    assert rep.sync() is None
    assert sealed_files(rep.client) == []


def test_records_only_means_that_what_is_wanted_waits_too(carrier: MakeCarrier) -> None:
    mine, theirs = carrier(), carrier()
    identifier = attach(mine.client, PICTURE)
    assert mine.sync() is None
    theirs.client.store.attachments.keeping = Keeping(budget=0)
    theirs.client.sync()
    assert theirs.run() is None
    assert theirs.view(identifier).availability is Availability.ON_DEMAND
    theirs.client.store.attachments.want(theirs.view(identifier).sha256)
    assert theirs.view(identifier).availability is Availability.COMING
    assert theirs.run() is None
    assert theirs.read(identifier) == PICTURE


def test_nothing_of_a_file_stands_in_the_servers_log(central: Central, carrier: MakeCarrier) -> None:
    mine = carrier()
    identifier = attach(mine.client, PICTURE, name="hengchuan-offer.png")
    assert mine.sync() is None
    log = (central.folder / "server.log").read_text(encoding="utf-8")
    assert "/v1/attachments/{attachment_id" in log
    for word in ("hengchuan", mine.view(identifier).sha256, identifier):
        assert word not in log
