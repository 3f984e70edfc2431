"""Opening the replica: the file, its key, its tables; and what to say when that fails. Repair lives in repair.py."""

import errno
import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from crm_desktop.models.clock import Clock
from crm_desktop.models.errors import Broken
from crm_desktop.store.adopting import adopt
from crm_desktop.store.calendar_links import CalendarLinks
from crm_desktop.store.custody import Custody
from crm_desktop.store.derived import ensure_index
from crm_desktop.store.drafts import Drafts
from crm_desktop.store.engine import PAGE_BYTES, Connection, Database, connect
from crm_desktop.store.faults import FAILED, code_of, disk_code, faults_as_sentences
from crm_desktop.store.identity import Identity, identity, remember
from crm_desktop.store.migrations.head import HEAD
from crm_desktop.store.outbox import Outbox
from crm_desktop.store.parts import Parts
from crm_desktop.store.reader import Reader
from crm_desktop.store.recents import Recents
from crm_desktop.store.reminders import Reminders
from crm_desktop.store.replica import Replica
from crm_desktop.store.runs import Runs
from crm_desktop.store.upkeep import derived_now, enter_marked, tend
from crm_desktop.store.write_door import WriteDoor

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from crm_desktop.store.attachments.attachments import Attachments
    from crm_desktop.store.batches import Steps
    from crm_desktop.store.recordings import Recordings
    from crm_desktop.store.write_orders import Carry, Commit, Opening

KEY_BYTES = 32
T = TypeVar("T")
P = ParamSpec("P")


class Store:
    """The open replica: its doors, each an object of its own, and the way to run a query."""

    def __init__(self, database: Database, clock: Clock, key: bytes) -> None:
        self._database, self._clock, self._key = database, clock, key
        self.path = database.path
        self.door = WriteDoor(database, clock, self._taking_back_elsewhere)
        self.outbox = Outbox(database)
        self.replica = Replica(database)
        self.parts = Parts(database)
        self.journal = Runs(database)
        self.drafts = Drafts(database)
        self.recents = Recents(database)
        self.custody = Custody(database, clock)
        self.reminders = Reminders(database, clock)
        self.calendar_links = CalendarLinks(database, clock)

    @cached_property
    def attachments(self) -> "Attachments":
        """The files that belong to this replica; its cryptography is loaded when it is first asked for."""
        from crm_desktop.store.attachments.attachments import Attachments
        from crm_desktop.store.attachments.folder import ContentFolder, files_folder
        from crm_desktop.store.attachments.sealing import derive_keys

        folder = ContentFolder(files_folder(self.path), derive_keys(self._key))
        return Attachments(self._database, self._clock, folder)

    @cached_property
    def recordings(self) -> "Recordings":
        """What is being recorded, and what an ended program left of it."""
        from crm_desktop.store.attachments.folder import files_folder
        from crm_desktop.store.attachments.sealing import derive_keys
        from crm_desktop.store.recordings import Recordings

        return Recordings(files_folder(self.path), derive_keys(self._key))

    def read(self, query: Callable[Concatenate[Reader, P], T], *args: P.args, **options: P.kwargs) -> T:
        """Run a query on one unchanging state of the replica; any thread, several at once."""
        with self._database.reading() as connection:
            return query(Reader(connection), *args, **options)

    def sign(self, user_id: str, device: str) -> None:
        """Say who acts here from now on; remembered, so that it holds offline after a restart."""
        with self._database.writing() as connection:
            remember(connection, user=user_id, device=device)

    def identity(self) -> Identity:
        """Return who acts here; empty before the first sign-in."""
        with self._database.reading() as connection:
            return identity(connection)

    @contextmanager
    def writing_elsewhere(self) -> "Iterator[Commit]":
        """Yield, for the block, what commits acts in a process of its own; for thousands of records at once."""
        from crm_desktop.store.write_orders import commit_by

        with self.carrying_elsewhere() as carry:
            yield commit_by(carry)

    @contextmanager
    def _taking_back_elsewhere(self) -> "Iterator[Steps]":
        from crm_desktop.store.write_orders import StepsBy

        with self.carrying_elsewhere() as carry:
            yield StepsBy(carry)

    def carrying_elsewhere(self) -> "AbstractContextManager[Carry]":
        """Yield, for the block, what has encoded orders carried out in a process of its own; see write_orders.py."""
        from crm_desktop.store.elsewhere import carrying_elsewhere

        return carrying_elsewhere(self.opening(), self._database.way, self.door)

    def opening(self) -> "Opening":
        """Return what a process of ours needs to open this replica too; it goes through a pipe and nowhere else."""
        from crm_desktop.store.write_orders import Opening

        return Opening(str(self.path), self._key)

    def tend(self) -> bool:
        """Do a little upkeep, some ten milliseconds, in a quiet moment; return whether there may be more."""
        return tend(self._database)

    def enter_marked(self) -> bool:
        """Let search enter some of what came in great numbers; return whether there is more, to be asked for at once.

        Search finds those records before as well, but has to look at each of them.
        """
        return enter_marked(self._database)

    def check(self) -> bool:
        """Tell whether every page decrypts, is authentic, and holds together; reads the whole file."""
        with self._database.reading() as connection:
            broken = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            return not broken and connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]

    def close(self) -> None:
        """Close the file. Nothing may be read or written afterwards."""
        self._database.close()


def open_store(path: Path, key: bytes, clock: Clock) -> Store:
    """Open the replica at `path`, or make an empty one, with its raw key of 32 bytes.

    Raises Broken: store.wrong_key, store.damaged, store.disk_full, store.read_only, store.newer, store.in_use.
    """
    return Store(open_database(path, key), clock, key)


def open_database(path: Path, key: bytes) -> Database:
    """Do what `open_store` does, without the doors."""
    if len(key) != KEY_BYTES:
        raise Broken("store.wrong_key")
    with faults_as_sentences():
        _prepare_file(path)
        try:
            _bring_up_to_date(path, key)
            database = Database(path, key)
            with database.writing() as connection:
                if ensure_index(connection):
                    derived_now(connection)
                adopt(connection)
        except Exception as problem:
            raise _told_apart(path, key, problem) from problem
        remember_key(path, key)
    return database


def key_fits(path: Path, key: bytes) -> bool:
    """Tell whether the key is the one this replica was made with, even if the file itself is unreadable."""
    try:
        return hmac.compare_digest(_key_mark(path).read_bytes(), _fingerprint(key))
    except OSError:
        return False


def remember_key(path: Path, key: bytes) -> None:
    """Keep what tells this key from others, for `key_fits`."""
    if not key_fits(path, key):
        mark = _key_mark(path)
        mark.touch(mode=0o600)
        mark.write_bytes(_fingerprint(key))


def _prepare_file(path: Path) -> None:
    """Make sure of a file that only its owner may read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)
        size = path.stat().st_size
    except OSError as problem:
        raise Broken("store.disk_full" if problem.errno == errno.ENOSPC else "store.read_only") from problem
    # SQLite would take a beheaded file for an empty one, and begin anew in it.
    if 0 < size < PAGE_BYTES or (size == 0 and _key_mark(path).exists()):
        raise Broken("store.damaged")


def _bring_up_to_date(path: Path, key: bytes) -> None:
    connection = connect(path, key, ())
    try:
        present = _present_step(connection)
    finally:
        connection.close()
    if present != HEAD:
        from crm_desktop.store.migrations.steps import upgrade

        upgrade(path, key)


def _present_step(connection: Connection) -> str:
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    step = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return str(step[0]) if step else ""


def _told_apart(path: Path, key: bytes, problem: Exception) -> Exception:
    """Tell a wrong key from a damaged file: the driver says the same of both."""
    code = problem.code if isinstance(problem, Broken) else code_of(problem)
    if code == "store.wrong_key" and (key_fits(path, key) or path.stat().st_size % PAGE_BYTES):
        code = "store.damaged"
    if code == FAILED:
        code = disk_code(path)
    return Broken(code) if code else problem


def _key_mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.key-mark")


def _fingerprint(key: bytes) -> bytes:
    """Return what tells keys apart and says nothing about them: the key is 32 random bytes."""
    return hashlib.blake2b(b"replica", key=key, digest_size=16).digest()
