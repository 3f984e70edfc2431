"""Looking after a database: backup, a new epoch after a restore, checks, and forgetting what the horizon allows."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.errors import Refused
from crm_server.store.engine import Database, open_database
from crm_server.store.migrate import current_revision, newest_revision
from crm_server.store.organisations import list_organisations, read_state, start_new_epoch
from crm_server.store.private_files import make_private
from crm_server.store.tables import LOG_CHANGES, LOG_TRANSACTIONS, RECORDS, REFRESH_TOKENS, STATE

_STEP = 1_000
"""Numbers of the log that are forgotten in one transaction: some ten milliseconds."""
_OLDER = "backup.pg_dump_older"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check looked at, without anything that customers wrote."""

    what: str
    good: bool


def back_up(database: Database, target: Path) -> None:
    """Write a consistent copy while the server runs: a SQLite file, or PostgreSQL's custom dump format.

    A SQLite copy carries an epoch of its own, so that devices notice when it is put into use. Raises Refused.
    """
    if target.exists():
        raise Refused("backup.exists")
    if not target.parent.is_dir():
        raise Refused("backup.no_folder", folder=str(target.parent))
    # Empty, but nobody else's from its first byte on.
    make_private(target)
    if database.is_postgres:
        _dump(database, target)
        return
    try:
        _copy(database, target)
    except (sqlite3.Error, DBAPIError) as problem:
        _remove(target)
        raise Refused("backup.failed") from problem


def announce_restore(database: Database) -> None:
    """Give every organisation a new epoch: devices take a new snapshot and send again what may be missing."""
    with database.write() as connection:
        for org_id in list_organisations(connection):
            start_new_epoch(connection, org_id)


def check(database: Database) -> list[Finding]:
    """Return what was found about the database: its own integrity, its tables' age, and each organisation's log."""
    revision, newest = current_revision(database), newest_revision()
    findings = [Finding(f"tables are at revision {revision or 'none'} of {newest}", revision == newest)]
    if revision != newest:
        return findings
    with database.read() as connection:
        if not database.is_postgres:
            verdict = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            findings.append(Finding("the database file is sound", verdict == ["ok"]))
        for org_id in list_organisations(connection):
            findings += _check_log(connection, org_id)
            findings += _check_rows(connection, org_id)
    return findings


def forget_old(database: Database, now: int, horizon: int, most: int = 100_000) -> int:
    """Drop log entries accepted more than `horizon` ago and tokens that ended; return how many entries went.

    Readers from before the new horizon take a new snapshot; outcomes stay, so that what they send is not done twice.
    Goes in small steps, each a transaction of its own, so that writers wait for none of it; at most `most` numbers of
    each organisation at once. What a step leaves behind the next call finds.
    """
    with database.write() as connection:
        connection.execute(delete(REFRESH_TOKENS).where(REFRESH_TOKENS.c.expires_at < now))
        organisations = list_organisations(connection)
    return sum(_forget(database, org_id, now - horizon, most) for org_id in organisations)


def _forget(database: Database, org_id: str, before: int, most: int) -> int:
    """Move an organisation's horizon first: its row is the counter's too, and is locked for no longer than that."""
    with database.write() as connection:
        logged = LOG_TRANSACTIONS.c
        old = (logged.org_id == org_id) & (logged.accepted_at < before)
        last = connection.scalar(select(func.max(logged.sequence)).where(old)) or 0
        reached = read_state(connection, org_id).horizon
        target = min(last, reached + most)
        if target > reached:
            moved = update(STATE).where(STATE.c.org_id == org_id, STATE.c.horizon < target)
            connection.execute(moved.values(horizon=target))
        first = connection.scalar(select(func.min(logged.sequence)).where(logged.org_id == org_id))
    gone, end = 0, max(target, reached)
    for step in range(end + 1 if first is None else first, end + 1, _STEP):
        upto = min(step + _STEP - 1, end)
        with database.write() as connection:
            for table in (LOG_CHANGES, LOG_TRANSACTIONS):
                passed = delete(table).where(table.c.org_id == org_id, table.c.sequence.between(step, upto))
                gone += connection.execute(passed).rowcount
    return gone


def _copy(database: Database, target: Path) -> None:
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is None:
            raise Refused("backup.failed")
        raw.execute("VACUUM INTO ?", (str(target),))
    copy = open_database(f"sqlite:///{target}", 1)
    try:
        announce_restore(copy)
        with copy.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    finally:
        copy.close()


def _remove(target: Path) -> None:
    """Leave nothing behind that looks like a backup."""
    for path in target.parent.glob(f"{target.name}*"):
        if path.name in (target.name, *(f"{target.name}{ending}" for ending in ("-wal", "-shm", "-journal"))):
            path.unlink(missing_ok=True)


def _dump(database: Database, target: Path) -> None:
    try:
        done = run_client("pg_dump", database, ["--format=custom", f"--file={target}"])
    except Refused:
        _remove(target)
        raise
    if done.returncode:
        _remove(target)
        raise Refused(_OLDER if b"version mismatch" in done.stderr else "backup.failed", program="pg_dump")


def run_client(program: str, database: Database, options: list[str]) -> "subprocess.CompletedProcess[bytes]":
    """Run one of PostgreSQL's client programs on the database; raises Refused where it is not installed.

    What it says is not for people: it may quote rows.
    """
    url = database.engine.url
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    # The password goes by the environment: arguments are visible to everyone on the machine.
    environment = os.environ | {"LC_ALL": "C"} | ({"PGPASSWORD": str(url.password)} if url.password else {})
    command = [program, *options, f"--dbname={address}"]
    try:
        return subprocess.run(command, env=environment, capture_output=True, check=False)
    except FileNotFoundError as problem:
        raise Refused("backup.no_pg_dump", program=program) from problem


def _check_log(connection: Connection, org_id: str) -> Iterator[Finding]:
    state = read_state(connection, org_id)
    logged = LOG_TRANSACTIONS.c
    first, last, count = connection.execute(
        select(func.min(logged.sequence), func.max(logged.sequence), func.count()).where(logged.org_id == org_id)
    ).one()
    yield Finding("the counter stands where the log ends", (last or state.horizon) == state.sequence)
    yield Finding("the log has no gaps", count == 0 or last - first + 1 == count)
    strays = connection.scalar(
        select(func.count())
        .select_from(LOG_CHANGES)
        .outerjoin(
            LOG_TRANSACTIONS,
            (LOG_TRANSACTIONS.c.org_id == LOG_CHANGES.c.org_id)
            & (LOG_TRANSACTIONS.c.sequence == LOG_CHANGES.c.sequence),
        )
        .where(LOG_CHANGES.c.org_id == org_id, LOG_TRANSACTIONS.c.sequence.is_(None))
    )
    yield Finding("every change belongs to a transaction", strays == 0)


def _check_rows(connection: Connection, org_id: str) -> Iterator[Finding]:
    for kind in KINDS.values():
        if kind.account_field != "account_id":
            continue
        table, accounts = RECORDS[kind.name], RECORDS["account"]
        lost = connection.scalar(
            select(func.count())
            .select_from(table)
            .outerjoin(accounts, (accounts.c.org_id == table.c.org_id) & (accounts.c.id == table.c.account_id))
            .where(table.c.org_id == org_id, table.c.account_id.is_not(None), accounts.c.id.is_(None))
        )
        if lost:
            yield Finding(f"{lost} {kind.plural} name an account that does not exist", False)
