"""Several workers at once: no reader misses a transaction, nothing is applied twice, nobody waits in a ring."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, insert, select, text

from crm_desktop.models.changes import Transaction
from crm_desktop.models.ids import new_id
from crm_server.services.upkeep import check
from crm_server.store.engine import Database, open_database
from crm_server.store.organisations import add_organisation, take_numbers
from crm_server.store.tables import LOG_TRANSACTIONS
from tests.support.office import Office, create, transaction, update

WRITERS = 4
EACH = 20


@pytest.fixture
def workers(office: Office, database_url: str) -> Iterator[list[Office]]:
    """The same organisation through several workers, each with connections and memories of its own."""
    opened = [open_database(database_url, 2) for _ in range(WRITERS)]
    yield [Office(each, office.clock, office.made, office.people) for each in opened]
    for each in opened:
        each.close()


def test_a_pulling_reader_misses_nothing_that_several_workers_commit(office: Office, workers: list[Office]) -> None:
    replica = office.snapshot("ada")
    done = threading.Event()

    def write(worker: Office) -> list[str]:
        made = []
        for _ in range(EACH):
            changes = [create("account", {"name": "A"}) for _ in range(2)]
            sent = transaction(*changes, made_at=office.clock.now())
            answers, _ = worker.accepting.accept(worker.org_id, [worker.job("ann", sent)])
            assert answers[0].outcomes[0].result == "applied"
            made += [change.id for change in changes]
        return made

    def read() -> None:
        while not done.is_set():
            office.pull("ada", replica, limit=3)

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reading = pool.submit(read)
        made = [each for ids in pool.map(write, workers) for each in ids]
        done.set()
        reading.result()
    office.pull("ada", replica)
    assert {("account", each) for each in made} <= replica.rows.keys()
    assert len(made) == WRITERS * EACH * 2
    assert all(finding.good for finding in check(office.database))


def test_workers_that_touch_the_same_records_in_any_order_all_finish(office: Office, workers: list[Office]) -> None:
    accounts = [office.add("ann", "account", name="A", employees=0) for _ in range(6)]

    def write(worker: Office) -> int:
        accepted = 0
        for _ in range(EACH):
            order = random.sample(accounts, 3)
            sent = transaction(*(update("account", each, phone=(None, "021 6688 1200")) for each in order), made_at=1)
            answers, _ = worker.accepting.accept(worker.org_id, [worker.job("ann", sent)])
            accepted += answers[0].outcomes[0].result != "refused"
        return accepted

    with ThreadPoolExecutor(WRITERS) as pool:
        assert sum(pool.map(write, workers)) == WRITERS * EACH
    assert all(finding.good for finding in check(office.database))


def test_the_same_transaction_sent_to_several_workers_at_once_is_applied_once(
    office: Office, workers: list[Office]
) -> None:
    for _ in range(5):
        account = create("account", {"name": "A"})
        sent = transaction(account, made_at=office.clock.now())
        together = threading.Barrier(WRITERS)

        def send(worker: Office, sent: Transaction = sent, together: threading.Barrier = together) -> int:
            together.wait()
            answers, _ = worker.accepting.accept(worker.org_id, [worker.job("ann", sent)])
            return answers[0].outcomes[0].sequence

        with ThreadPoolExecutor(WRITERS) as pool:
            assert len(set(pool.map(send, workers))) == 1
    assert all(finding.good for finding in check(office.database))


def _race(database: Database, org_id: str, naive: bool) -> int:
    """Return how many transactions a reader misses that polls while several writers commit."""
    stop, seen = threading.Event(), set()

    def write(_: int) -> None:
        for _ in range(EACH):
            with database.write() as connection:
                _log_one(connection, org_id, naive)

    def read() -> None:
        last = 0
        while not stop.is_set():
            with database.read() as connection:
                statement = select(LOG_TRANSACTIONS.c.sequence).where(
                    LOG_TRANSACTIONS.c.org_id == org_id, LOG_TRANSACTIONS.c.sequence > last
                )
                found = set(connection.scalars(statement))
            seen.update(found)
            last = max(found, default=last)

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reading = pool.submit(read)
        list(pool.map(write, range(WRITERS)))
        stop.set()
        reading.result()
    with database.read() as connection:
        everything = set(
            connection.scalars(select(LOG_TRANSACTIONS.c.sequence).where(LOG_TRANSACTIONS.c.org_id == org_id))
        )
    last_seen = max(seen, default=0)
    return len({number for number in everything if number <= last_seen} - seen)


def _log_one(connection: Connection, org_id: str, naive: bool) -> None:
    work = text("SELECT pg_sleep(random() * 0.01)")
    if naive:
        number = connection.execute(text("SELECT nextval('naive')")).scalar_one()
        connection.execute(work)
    else:
        connection.execute(work)
        number = take_numbers(connection, {org_id: 1})[org_id]
    row = dict.fromkeys((column.name for column in LOG_TRANSACTIONS.columns), "")
    numbers = {"made_at": 0, "accepted_at": 0, "schema": 1, "sequence": number}
    connection.execute(insert(LOG_TRANSACTIONS).values(row | numbers | {"org_id": org_id, "transaction_id": new_id()}))


def test_a_number_taken_last_is_never_missed_and_one_taken_first_is(office: Office) -> None:
    if not office.database.is_postgres:
        return  # SQLite has one writer at a time: there is nothing to race
    with office.database.write() as connection:
        connection.execute(text("CREATE SEQUENCE naive"))
        counted, raced = new_id(), new_id()
        add_organisation(connection, counted)
    assert _race(office.database, counted, naive=False) == 0
    assert _race(office.database, raced, naive=True) > 0
