"""Kill -9 of a real process in the middle of a commit: what was said to be safe is there, and nothing by halves."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.counts import record_count
from crm_desktop.store.queries.find import find
from crm_desktop.store.queries.records import record
from crm_desktop.store.reader import Reader
from tests.store.conftest import KEY
from tests.support.processes import RunningProgram


def run(program: str, path: Path, *arguments: str) -> RunningProgram:
    return RunningProgram([sys.executable, "-m", "tests.store.programs", program, str(path), *arguments])


_ENTRIES = "SELECT lower(hex(e.record)) FROM search_entries e JOIN search_kinds k ON k.code = e.kind WHERE k.kind = ?"


def whole(store: Store) -> None:
    """Check that nothing is there by halves: records, history and search say the same."""
    assert store.check()
    came_from_here = store.replica.snapshot_records() == 0
    for kind, table in (("account", "accounts"), ("contact", "contacts")):
        ids = store.read(_ids, f"SELECT id FROM {table}")
        assert store.read(_ids, _ENTRIES, kind) == ids
        if came_from_here:
            assert store.read(_ids, "SELECT record_id FROM changes WHERE kind = ?", kind) == ids


def _ids(reader: Reader, sql: str, *parameters: str) -> set[str]:
    return {row[0] for row in reader.all(sql, *parameters)}


@pytest.mark.parametrize(
    "statement",
    ["BEGIN IMMEDIATE", "INSERT OR IGNORE INTO bases", 'INSERT INTO accounts', "INSERT INTO contacts",
     "INSERT INTO search_entries", "INSERT INTO transactions", "INSERT INTO changes", "COMMIT"],
)  # fmt: skip
def test_an_act_that_was_cut_leaves_nothing(replica_path: Path, clock: ManualClock, statement: str) -> None:
    with run("pair_killed_at", replica_path, statement) as program:
        assert program.wait() == -9
        assert "survived" not in program.output
    store = open_store(replica_path, KEY, clock)
    try:
        assert store.outbox.count() == 0
        assert store.read(record_count) == 0
        whole(store)
    finally:
        store.close()


def test_what_was_said_to_be_safe_survives_a_kill_at_any_moment(replica_path: Path, clock: ManualClock) -> None:
    for least in (1, 7, 20):
        with run("pairs_without_end", replica_path) as program:
            program.wait_for(rf"safe {least} ")
            program.kill()
            program._reader.join(60)
            safe = [line.split()[2] for line in program.lines if re.fullmatch(r"safe \d+ [0-9a-f]{32}", line)]
        store = open_store(replica_path, KEY, clock)
        try:
            assert len(safe) >= least
            assert all(store.read(record, "account", each) for each in safe)
            assert store.read(record_count) == 2 * store.outbox.count()
            whole(store)
        finally:
            store.close()


@pytest.mark.parametrize("statement", ["INSERT INTO accounts", "INSERT INTO replica", "COMMIT"])
def test_a_page_that_was_cut_comes_again_and_the_one_before_is_kept(
    replica_path: Path, clock: ManualClock, statement: str
) -> None:
    with run("pages_killed_at", replica_path, statement) as program:
        assert program.wait() == -9
    store = open_store(replica_path, KEY, clock)
    try:
        assert store.replica.snapshot_cursor() == "2"
        assert store.replica.snapshot_records() == 300
        assert store.read(record_count) == 300
        assert store.read(find, "1-299")
        whole(store)
    finally:
        store.close()
