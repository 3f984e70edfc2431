"""A reader behind several real server processes and eight writers misses nothing; with a naive cursor it would."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crm_desktop.models.ids import new_id
from tests.support.live_server import LiveServer
from tests.support.mortal.lives import Lives
from tests.support.mortal.site import Site
from tests.support.postgres import PostgresServer

PROCESSES = 4
WRITERS = 8
EACH = 10


@pytest.fixture
def postgres_site(
    lives: Lives, tmp_path: Path, postgres_server: PostgresServer, migrated_postgres: str
) -> Iterator[Site]:
    """An organisation on PostgreSQL."""
    address = postgres_server.create(postgres_server.name_of(migrated_postgres))
    found, before = Site(lives, tmp_path, address), lives.born()
    yield found
    found.close()
    lives.end_since(before)
    postgres_server.drop(address)


def missed(site: Site, numbers: str) -> int:
    """Return how many of the writers' acts a reader does not get to see, though its position has passed them."""
    urls = [site.serve(numbers=numbers)[1] for _ in range(PROCESSES)]
    servers = [LiveServer(url, site.folder, site.office.people, site.office.made) for url in urls]
    token = servers[0].token("ada")
    for server in servers:
        server._tokens["ada"] = token
    done, seen = threading.Event(), set[str]()

    def write(number: int) -> list[str]:
        made = []
        for _ in range(EACH):
            record = new_id()
            fields = {"name": [None, "A"]}
            change = {"kind": "account", "id": record, "operation": "create", "fields": fields}
            assert servers[number % PROCESSES].push("ada", change)["result"] == "applied"
            made.append(record)
        return made

    def read(position: dict[str, Any]) -> None:
        for server in cycle(servers):
            last = done.is_set()
            page = server.call("POST", "/v1/sync/pull", "ada", json={"position": position, "limit": 20}).json()
            assert not page["snapshot"]
            seen.update(row[batch["columns"].index("id")] for batch in page["batches"] for row in batch["rows"])
            position = page["position"]
            if last and not page["more"]:
                return

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reading = pool.submit(read, servers[0].position("ada"))
        made = {each for ids in pool.map(write, range(WRITERS)) for each in ids}
        done.set()
        reading.result()
    assert len(made) == WRITERS * EACH
    return len(made - seen)


def test_numbers_taken_last_are_never_missed(postgres_site: Site) -> None:
    assert missed(postgres_site, "late") == 0
    assert postgres_site.sound()


def test_the_same_reader_misses_some_where_numbers_are_taken_first(postgres_site: Site) -> None:
    with postgres_site.office.database.write() as connection:
        connection.execute(text("CREATE SEQUENCE naive START 100000 INCREMENT 100"))
    assert missed(postgres_site, "early") > 0
