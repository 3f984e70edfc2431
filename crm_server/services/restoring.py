"""Putting a backup in the place of the database, so that devices notice and nothing on them is lost.

The server must not be running. What is replaced is kept beside it (SQLite), or stays until all is loaded (PostgreSQL).
"""

import os
import shutil
import sqlite3
import time
from pathlib import Path

from sqlalchemy import func, select, text

from crm_desktop.models.clock import Clock
from crm_desktop.models.errors import Refused
from crm_server.services.content_upkeep import reset_missing
from crm_server.services.upkeep import announce_restore, run_client
from crm_server.store.content_files import ContentFiles
from crm_server.store.engine import Database, open_database
from crm_server.store.migrate import current_revision, migrate
from crm_server.store.private_files import make_private

_PARTS = ("", "-wal", "-shm")
_DUMP = b"PGDMP"
"""With this every dump in PostgreSQL's custom format begins."""
_TOO_NEW = b"unsupported version"


def put_back(database_url: str, file: Path, files: ContentFiles, clock: Clock) -> int:
    """Restore the database from a backup, bring it to the present tables, and begin a new epoch.

    Return how many attachments have no content here any more; devices that hold it bring it again. Raises Refused
    (`restore.no_file`, `restore.not_a_backup`, `restore.in_use`, `restore.failed`, `backup.no_pg_dump`,
    `backup.pg_dump_older`).
    """
    if not file.is_file():
        raise Refused("restore.no_file")
    database = open_database(database_url, 2)
    try:
        if database.is_postgres:
            _load_dump(database, file)
        else:
            _put_file(database, file)
        migrate(database)
        # Always anew, also for a copy that carries an epoch of its own: it may be restored a second time.
        announce_restore(database)
        return reset_missing(database, files, clock.now())
    finally:
        database.close()


def _put_file(database: Database, file: Path) -> None:
    target = Path(str(database.engine.url.database))
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f"{target.name}.new")
    make_private(new)
    shutil.copyfile(file, new)
    if not _is_sound(new):
        new.unlink()
        raise Refused("restore.not_a_backup")
    if target.exists():
        _take_alone(target)
        aside = target.with_name(f"{target.name}.before-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}")
        for part in _PARTS:
            if (old := target.with_name(target.name + part)).exists():
                old.rename(aside.with_name(aside.name + part))
    with new.open("rb") as stream:
        os.fsync(stream.fileno())
    new.replace(target)


def _is_sound(path: Path) -> bool:
    """Tell whether the file is a sound database of ours."""
    candidate = open_database(f"sqlite:///{path}", 1)
    try:
        with candidate.read() as connection:
            sound = connection.execute(text("PRAGMA quick_check")).scalars().all() == ["ok"]
        return sound and current_revision(candidate) is not None
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is no backup of ours
        return False
    finally:
        candidate.close()


def _take_alone(target: Path) -> None:
    """Raise Refused when anybody else has the file open; empty its log, so that the file alone is the database."""
    connection = sqlite3.connect(target, timeout=1, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as problem:
        raise Refused("restore.in_use") from problem
    except sqlite3.DatabaseError:
        return  # damaged: that is what a backup is for
    finally:
        connection.close()


def _load_dump(database: Database, file: Path) -> None:
    with file.open("rb") as stream:
        if stream.read(len(_DUMP)) != _DUMP:
            raise Refused("restore.not_a_backup")
    with database.read() as connection:
        others = connection.scalar(
            select(func.count())
            .select_from(text("pg_stat_activity"))
            .where(text("datname = current_database() AND pid <> pg_backend_pid()"))
        )
    database.engine.dispose()
    if others:
        raise Refused("restore.in_use")
    # All or nothing: a dump that breaks half-way leaves the database as it was.
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    done = run_client("pg_restore", database, [*options, str(file)])
    if done.returncode:
        raise Refused("backup.pg_dump_older" if _TOO_NEW in done.stderr else "restore.failed", program="pg_restore")
