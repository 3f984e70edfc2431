"""The index survives bulk writes, merging, dropping and other connections."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import sqlcipher3

from crm_desktop.models.ids import new_id
from crm_desktop.store.search.index import index_rows, prepare_rows, remove_rows, write_rows
from crm_desktop.store.search.query import search
from crm_desktop.store.search.schema import create_search_tables, drop_search_tables, optimise, settle
from crm_desktop.store.search.tokens import SearchRow
from tests.store.search.conftest import Index, open_encrypted


def rows(count: int) -> list[SearchRow]:
    return [(new_id(), f"恒川{number}号", "", f"138{number:08d}", "") for number in range(count)]


def test_a_batch_may_be_larger_than_the_steps_in_which_it_is_written(index: Index) -> None:
    index_rows(index.connection, "account", rows(5_200))
    assert len(index.hits("恒川", limit=6_000)) == 5_200


def test_entries_may_be_prepared_in_another_process(index: Index) -> None:
    travelled = pickle.loads(pickle.dumps(prepare_rows("account", rows(10))))
    write_rows(index.connection, travelled)
    assert len(index.hits("恒川", "account")) == 10


def test_the_last_entry_of_a_record_within_a_batch_counts(index: Index) -> None:
    record = new_id()
    index_rows(index.connection, "account", [(record, "恒川", "", "", ""), (record, "远山", "", "", "")])
    assert (index.find("恒川"), index.find("远山")) == ([], ["远山"])


def test_an_empty_batch_is_allowed(index: Index) -> None:
    index_rows(index.connection, "account", [])
    remove_rows(index.connection, "account", [])


def test_settling_merges_step_by_step_and_loses_nothing(index: Index) -> None:
    batches = [rows(20) for _ in range(30)]
    for batch in batches:
        index_rows(index.connection, "account", batch)
    remove_rows(index.connection, "account", [row[0] for row in batches[0]])
    before = index.find("恒川")
    steps = 0
    while settle(index.connection):
        steps += 1
    assert steps < 50
    assert index.find("恒川") == before
    optimise(index.connection)
    assert index.find("恒川") == before
    assert len(index.hits("恒川", limit=1_000)) == 29 * 20


def test_nothing_to_settle_is_said_at_once(index: Index) -> None:
    assert not settle(index.connection)


def test_entries_go_and_come_with_the_callers_transaction(index: Index) -> None:
    index.connection.execute("BEGIN IMMEDIATE")
    index.add("恒川")
    index.connection.execute("ROLLBACK")
    assert index.find("恒川") == []
    index.add("恒川精密")
    assert index.find("恒川") == ["恒川精密"]


def test_an_index_can_be_dropped_and_made_anew(index: Index) -> None:
    index.add("恒川")
    drop_search_tables(index.connection)
    drop_search_tables(index.connection)
    create_search_tables(index.connection)
    assert index.find("恒川") == []


def test_the_encrypted_file_shows_no_names(tmp_path: Path) -> None:
    connection = open_encrypted(tmp_path / "index.db")
    index_rows(connection, "account", [(new_id(), "Hengchuan Precision", "", "", "")])
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    stored = (tmp_path / "index.db").read_bytes().lower()
    assert b"hengchuan" not in stored
    assert b"fts5" not in stored


def test_another_connection_sees_committed_entries(tmp_path: Path) -> None:
    writer = open_encrypted(tmp_path / "index.db")
    reader = sqlcipher3.connect(str(tmp_path / "index.db"))
    reader.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
    index_rows(writer, "account", rows(3))
    assert len(search(reader, "恒川")) == 3
    reader.close()
    writer.close()


def test_an_id_that_is_none_is_refused(index: Index) -> None:
    with pytest.raises(sqlcipher3.IntegrityError):
        index_rows(index.connection, "account", [("no id", "恒川", "", "", "")])
