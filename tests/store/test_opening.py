"""Opening the replica: keys, damage, versions, permissions; and that nothing can be read from the outside."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Broken
from crm_desktop.store import engine
from crm_desktop.store.engine import PAGE_BYTES, Database, connect
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.find import find
from crm_desktop.store.rekeying import change_key
from tests.store.conftest import KEY


def code_of_opening(path: Path, key: bytes = KEY) -> str:
    with pytest.raises(Broken) as caught:
        open_store(path, key, ManualClock())
    return caught.value.code


def test_a_wrong_key_is_told_from_a_damaged_file(replica_path: Path, store: Store) -> None:
    store.close()
    assert code_of_opening(replica_path, bytes(32)) == "store.wrong_key"
    assert code_of_opening(replica_path, b"short") == "store.wrong_key"
    with replica_path.open("r+b") as file:
        file.seek(64)
        file.write(b"\x00" * 512)
    assert code_of_opening(replica_path) == "store.damaged"


@pytest.mark.parametrize("length", [0, 1, 100, PAGE_BYTES + 1, 3 * PAGE_BYTES])
def test_a_cut_file_is_damaged(replica_path: Path, length: int) -> None:
    with replica_path.open("r+b") as file:
        file.truncate(length)
    assert code_of_opening(replica_path) == "store.damaged"


def test_garbage_in_place_of_the_file_is_damage_or_a_wrong_key_but_never_an_empty_replica(tmp_path: Path) -> None:
    path = tmp_path / "replica.db"
    path.write_bytes(bytes(range(256)) * 64)
    before = path.read_bytes()
    assert code_of_opening(path) == "store.wrong_key"
    assert path.read_bytes() == before


def test_a_replica_of_a_newer_version_is_left_alone(replica_path: Path) -> None:
    connection = connect(replica_path, KEY, ())
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert code_of_opening(replica_path) == "store.newer"


def test_a_replica_whose_pages_an_earlier_version_sealed_opens_is_written_to_and_gets_another_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "earlier.db", bytes(reversed(KEY))
    with monkeypatch.context() as patched:
        patched.setattr(engine, "_SEAL", engine._EARLIER_SEAL)
        open_store(path, KEY, ManualClock()).close()
    assert code_of_opening(path, other) == "store.wrong_key"
    again = open_store(path, KEY, ManualClock())
    again.door.commit("account.create", [Create("account", {"name": "恒川"})])
    again.close()
    change_key(path, KEY, other)
    again = open_store(path, other, ManualClock())
    assert again.check()
    assert [found.record.title for found in again.read(find, "恒川")] == ["恒川"]
    again.close()


def test_only_the_owner_may_read_the_file(replica_path: Path, store: Store) -> None:
    store.door.commit("account.create", [Create("account", {"name": "A"})])
    for path in replica_path.parent.glob("replica.db*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or path.name.endswith("key-mark"), path.name


def test_nothing_of_a_customer_and_no_statement_can_be_read_from_the_files(
    replica_path: Path, store: Store, tmp_path: Path
) -> None:
    store.door.commit("account.create", [Create("account", {"name": "上海恒川精密", "notes": "Hengchuan secret plan"})])
    assert store.read(find, "hcjm")
    copy = tmp_path / "copy"
    shutil.copytree(replica_path.parent, copy, ignore=shutil.ignore_patterns("copy"))
    assert (copy / "replica.db-wal").stat().st_size > 0
    store.close()
    for path in [*copy.iterdir(), replica_path]:
        if path.is_file():
            content = path.read_bytes()
            for secret in ("恒川".encode(), b"Hengchuan", b"secret plan", b"CREATE", b"INSERT", b"accounts", b"SQLite"):
                assert secret not in content, path.name


def test_the_writer_commits_durably_and_keeps_sorting_off_the_disk(store: Store) -> None:
    with store._database.unguarded() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA temp_store").fetchone() == (2,)


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(Broken), store._database.reading() as connection:
        connection.execute("DELETE FROM transactions")


def test_a_whole_replica_passes_its_check(store: Store) -> None:
    store.door.commit("account.create", [Create("account", {"name": "A"})])
    assert store.check()


def test_a_writer_elsewhere_that_does_not_end_is_said_to_be_in_use(replica_path: Path, store: Store) -> None:
    impatient = Database(replica_path, KEY, busy_ms=50)
    try:
        with store._database.writing() as connection:
            connection.execute("DELETE FROM seen")
            with pytest.raises(Broken, match=r"store\.in_use"), impatient.writing():
                raise AssertionError("two writers at once")
    finally:
        impatient.close()
