"""The loops together, on a real server: files follow records by themselves, stop when told, and say how they stand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from crm_desktop.models.contents import CHUNK_BYTES
from crm_desktop.models.file_queue import Keeping
from crm_desktop.store.queries.attachments import Availability, file_views
from crm_desktop.sync.files.loop import FileLoop
from crm_desktop.sync.files.transport import HttpFileServer
from crm_desktop.sync.schedule import Audience, SyncLoop
from crm_desktop.sync.status import SyncStatus
from tests.store.attachments.samples import bytes_of
from tests.support.central import Central, Client, MakeClient
from tests.support.files import Carrier, attach

PICTURE = bytes_of(6 * CHUNK_BYTES)


class Running:
    """A client whose loops run; `until` waits for a status."""

    def __init__(self, client: Client) -> None:
        self.client, self.carrier = client, Carrier(client)
        self.seen: list[SyncStatus] = []
        self._news = threading.Condition()
        files = FileLoop(client.store.attachments.queue, HttpFileServer(client.address, client.signed_in))
        audience = Audience(self._hear, lambda _: self._hear(None))
        self.loop = SyncLoop(client.engine, client.server, audience, files=files)

    def _hear(self, status: SyncStatus | None) -> None:
        with self._news:
            if status is not None:
                self.seen.append(status)
            self._news.notify_all()

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait until something holds, looked at after each piece of news."""
        with self._news:
            assert self._news.wait_for(reached, 30), self.seen[-1:]

    def close(self) -> None:
        assert self.loop.stop()
        self.carrier.close()


@pytest.fixture
def running(central: Central, make_client: MakeClient) -> Iterator[Callable[[], Running]]:
    made: list[Running] = []

    def make() -> Running:
        client = make_client(central.url)
        client.sign_in()
        made.append(Running(client))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_a_file_follows_its_record_and_reaches_the_other_device_by_itself(running: Callable[[], Running]) -> None:
    mine, theirs = running(), running()
    mine.loop.start()
    theirs.loop.start()
    theirs.until(lambda: bool(theirs.seen) and not theirs.seen[-1].first_sync)
    identifier = attach(mine.client, PICTURE)
    mine.loop.committed()
    theirs.until(lambda: _availability(theirs, identifier) is Availability.HERE)
    assert theirs.carrier.read(identifier) == PICTURE
    mine.until(lambda: mine.seen[-1].files.waiting.count == 0 and mine.seen[-1].files.moving is None)
    assert any(each.files.moving is not None for each in mine.seen)


def test_records_only_keeps_files_back_and_records_moving(running: Callable[[], Running]) -> None:
    mine = running()
    mine.loop.use_files(False)
    mine.loop.start()
    identifier = attach(mine.client, PICTURE)
    mine.loop.committed()
    mine.until(lambda: bool(mine.seen) and mine.seen[-1].files.waiting.up == 1)
    assert mine.seen[-1].files.records_only
    assert mine.seen[-1].waiting == 0
    assert _availability(mine, identifier) is Availability.WAITING
    mine.loop.use_files(True)
    mine.until(lambda: _availability(mine, identifier) is Availability.HERE)
    assert not mine.seen[-1].files.records_only


def test_a_file_attached_while_the_line_is_down_is_counted_at_once(running: Callable[[], Running]) -> None:
    mine = running()
    mine.loop.start(paused=True)
    attach(mine.client, PICTURE)
    mine.loop.committed()
    mine.until(lambda: bool(mine.seen) and mine.seen[-1].files.waiting.to_go == 1)
    assert mine.seen[-1].files.waiting.behind == 1


def test_a_pause_holds_files_too(running: Callable[[], Running]) -> None:
    mine = running()
    mine.loop.start()
    mine.until(lambda: bool(mine.seen) and not mine.seen[-1].first_sync)
    mine.loop.pause()
    identifier = attach(mine.client, PICTURE)
    mine.loop.committed()
    assert _availability(mine, identifier) is Availability.WAITING
    mine.loop.resume()
    mine.until(lambda: _availability(mine, identifier) is Availability.HERE)


def test_a_file_that_is_asked_for_comes(running: Callable[[], Running]) -> None:
    mine, theirs = running(), running()
    mine.loop.start()
    identifier = attach(mine.client, PICTURE)
    mine.loop.committed()
    mine.until(lambda: _availability(mine, identifier) is Availability.HERE)
    theirs.client.store.attachments.keeping = Keeping(budget=0)
    theirs.loop.start()
    theirs.until(lambda: _availability(theirs, identifier) is Availability.ON_DEMAND)
    theirs.client.store.attachments.want(theirs.carrier.view(identifier).sha256)
    theirs.loop.files_changed()
    theirs.until(lambda: _availability(theirs, identifier) is Availability.HERE)


def _availability(running: Running, identifier: str) -> Availability | None:
    found = running.client.store.read(file_views, [identifier])
    return found[0].availability if found else None
