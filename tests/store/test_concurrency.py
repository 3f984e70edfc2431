"""Readers beside a sync that writes, and a person who goes first."""

from __future__ import annotations

import threading
from collections.abc import Callable

from crm_desktop.models.edits import Create
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.counts import record_count
from crm_desktop.store.right_of_way import RightOfWay
from tests.store.server_side import batch, row, snapshot_page

PAGE = 200


def test_readers_see_whole_pages_only_while_a_snapshot_is_written(store: Store) -> None:
    pages = [batch("account", [row(name=f"{page}-{number}") for number in range(PAGE)]) for page in range(15)]
    done, seen = threading.Event(), []

    def watch() -> None:
        while not done.is_set():
            seen.append(store.read(record_count))

    readers = [threading.Thread(target=watch, name=f"reader {number}") for number in range(2)]
    for reader in readers:
        reader.start()
    store.replica.begin_snapshot()
    for number, each in enumerate(pages, 1):
        store.replica.apply_snapshot_page(snapshot_page(each, cursor=str(number) if number < len(pages) else ""))
    store.replica.finish_snapshot()
    done.set()
    for reader in readers:
        reader.join(60)
    assert {count % PAGE for count in seen} == {0}
    assert len(set(seen)) > 1
    assert store.read(record_count) == PAGE * len(pages)


def test_a_person_goes_before_a_sync_that_asked_earlier() -> None:
    way, order = RightOfWay(), []
    asked = threading.Semaphore(0)

    def write(name: str, urgent: bool) -> None:
        asked.release()
        with way.taken(urgent):
            order.append(name)

    with way.taken(urgent=False):
        sync = threading.Thread(target=write, args=("sync", False), name="sync")
        sync.start()
        person = threading.Thread(target=write, args=("person", True), name="person")
        person.start()
        assert asked.acquire(timeout=60)
        assert asked.acquire(timeout=60)
        _until(lambda: way._urgent == 1)
    for thread in (sync, person):
        thread.join(60)
    assert order == ["person", "sync"]


def test_writers_from_many_threads_lose_nothing(store: Store) -> None:
    def work() -> None:
        for _ in range(10):
            store.door.commit("account.create", [Create("account", {"name": "A"})])

    threads = [threading.Thread(target=work, name=f"writer {number}") for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert store.outbox.count() == store.read(record_count) == 80


def _until(condition: Callable[[], bool]) -> None:
    tick = threading.Event()
    for _ in range(6_000):
        if condition():
            return
        tick.wait(0.01)
    raise AssertionError("it did not come to that")
