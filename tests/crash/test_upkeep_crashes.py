"""Processes that die while they rebuild what holds the data: migrations on both sides, another key, a new server."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.crash_points import CrashPoint
from crm_desktop.models.edits import Create
from crm_desktop.store.migrations.head import HEAD
from crm_desktop.store.migrations.steps import differences, downgrade, known_steps
from crm_desktop.store.opening import open_store
from crm_desktop.store.rekeying import opens
from crm_server.store.engine import open_database
from crm_server.store.migrate import current_revision, newest_revision
from tests.support.forked_server import SERVE
from tests.support.mortal.device import KEY
from tests.support.mortal.lives import Lives
from tests.support.postgres import PostgresServer

ACTS = 30
NEW = bytes(range(32, 64))
KILLED = (-signal.SIGKILL, -signal.SIGXFSZ)


@pytest.fixture
def replica(tmp_path: Path) -> Path:
    """A replica with work that waits."""
    path = tmp_path / "replica.db"
    store = open_store(path, KEY, SystemClock())
    store.sign("0" * 32, "laptop")
    for number in range(ACTS):
        store.door.commit("edit", [Create("account", {"name": f"恒川 {number}", "notes": "x" * 3_000})])
    store.close()
    return path


def work_waits(path: Path, key: bytes) -> bool:
    """Tell whether the replica opens and holds everything."""
    store = open_store(path, key, SystemClock())
    try:
        return store.check() and store.outbox.count() == ACTS
    finally:
        store.close()


def test_a_migration_that_was_cut_anywhere_is_done_anew(lives: Lives, replica: Path) -> None:
    assert CrashPoint.WITHIN_MIGRATION
    oldest = known_steps()[-1]
    if oldest == HEAD:
        pytest.skip("there is one step only")
    downgrade(replica, KEY, oldest)
    before = replica.read_bytes()
    whole = lives.start("tests.support.mortal.device:migrate", path=str(replica), statement=0)
    statements = int(whole.wait_for(r"^statements (\d+)")[1])
    assert whole.wait() == 0
    for statement in sorted({2, statements // 3, statements // 2, statements - 1, statements}):
        replica.write_bytes(before)
        dying = lives.start("tests.support.mortal.device:migrate", path=str(replica), statement=statement)
        assert dying.wait() == -signal.SIGKILL, dying.lines
        assert work_waits(replica, KEY)
        assert differences(replica, KEY) == []


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_key_change_that_was_cut_leaves_the_old_key(lives: Lives, replica: Path, share: float) -> None:
    assert CrashPoint.WITHIN_REKEY
    log = replica.stat().st_size // 4096 * (4096 + 24)
    dying = lives.start(
        "tests.support.mortal.device:rekey", path=str(replica), new=NEW.hex(), most_bytes=int(log * share)
    )
    assert dying.wait() in KILLED, dying.lines
    assert not opens(replica, NEW)
    assert work_waits(replica, KEY)


def test_a_key_change_that_was_cut_after_its_commit_is_done(lives: Lives, replica: Path) -> None:
    dying = lives.start("tests.support.mortal.device:rekey_unfolded", path=str(replica), new=NEW.hex())
    assert dying.wait() == -signal.SIGKILL, dying.lines
    assert not opens(replica, KEY)
    again = lives.start("tests.support.mortal.device:rekey", path=str(replica), new=NEW.hex())
    assert again.wait() == 0, again.lines
    assert work_waits(replica, NEW)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    address = server.create()
    yield address
    server.drop(address)


def test_a_server_that_dies_in_its_migration_migrates_at_the_next_start(lives: Lives, empty_url: str) -> None:
    dying = lives.start(SERVE, database_url=empty_url, dies_at=CrashPoint.WITHIN_SERVER_MIGRATION)
    assert dying.wait() == -signal.SIGKILL, dying.lines
    database = open_database(empty_url, 1)
    try:
        assert current_revision(database) is None
        lives.start(SERVE, database_url=empty_url).wait_for("ready at ")
        assert current_revision(database) == newest_revision()
    finally:
        database.close()
