"""The server of a world: the real services over a real SQLite file, which can be restarted, backed up and restored.

One engine lives as long as this process, so that statements are compiled once and not in each world; a restart closes
its connections, and all that a server's process remembers is made anew. So there is one world at a time.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create
from crm_desktop.models.exchange import Poke
from crm_server.services.content_upkeep import reset_missing
from crm_server.services.contents import Contents
from crm_server.services.load_rights import RightsMemory
from crm_server.services.upkeep import announce_restore, back_up, forget_old
from crm_server.store.content_files import ContentFiles
from crm_server.store.engine import Database, open_database
from crm_server.store.migrate import migrate
from crm_server.store.organisations import OrganisationState, read_state
from tests.support.office import open_office

_FAST = Path("/dev/shm")
"""Memory where there is such a folder: what is proven here are crashes of processes, not of power."""
_FOLDERS: list[TemporaryDirectory[str]] = []
"""Gone when the process ends."""


@dataclass(frozen=True, slots=True)
class FragileDatabase(Database):
    """The database, whose next commits fail on demand: before they are durable, or after, unnoticed by the caller."""

    failures: list[str] = field(default_factory=list)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a writing transaction as the real one does."""
        failure = self.failures.pop() if self.failures else ""
        with super(FragileDatabase, self).write() as connection:
            yield connection
            if failure == "commit_fails":
                raise _failed()
        if failure == "commit_unknown":
            raise _failed()


OWN_FIELDS = ("x_text_chaos", "x_note_chaos", "x_money_chaos")
"""Fields of accounts that the organisation has added itself."""


def _own_field(name: str) -> Create:
    return Create("custom_field", {"label": name, "record_kind": "account", "name": name})


def _failed() -> OperationalError:
    return OperationalError("COMMIT", {}, Exception("the connection was lost"))


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database, the last number it holds, and which contents there were."""

    path: Path
    sequence: int
    contents: frozenset[str]


class Centre:
    """The server; one process at a time."""

    def __init__(self, folder: Path, clock: ManualClock) -> None:
        self.folder, self.clock = folder, clock
        self._database, self.path = _server()
        self._database.close()
        self._replace(_migrated())
        self.failures = self._database.failures
        self.failures.clear()
        self.office = open_office(self._database, clock)
        self.office.write(*(_own_field(name) for name in OWN_FIELDS))
        self.files = ContentFiles(self.path.parent / "files")
        shutil.rmtree(self.files.root, ignore_errors=True)
        self.make_contents: Callable[[], Contents] = self._new_contents
        """For defects."""
        self.contents = self.make_contents()
        self.backups: list[Backup] = []
        self._used: set[Path] = set()
        self._made = 0

    def state(self) -> OrganisationState:
        """Return where the log stands."""
        with self.office.database.read() as connection:
            return read_state(connection, self.office.org_id)

    def poke(self) -> Poke:
        """Answer a long poll at once."""
        state = self.state()
        return Poke(state.sequence, state.epoch)

    def restart(self) -> None:
        """End the process and start another: nothing it remembered is left."""
        self.close()
        self._start()

    def back_up(self) -> None:
        """Make a backup, as the command does; the newest three are kept."""
        self._made += 1
        path = self.folder / f"backup-{self._made}.db"
        sequence = self.state().sequence
        back_up(self.office.database, path)
        contents = frozenset(sha256 for _, sha256, _ in self.files.whole_files())
        self.backups.append(Backup(path, sequence, contents))
        for old in self.backups[:-3]:
            old.path.unlink()
        self.backups = self.backups[-3:]

    def restore(self, backup: Backup) -> None:
        """Put a backup in the place of database and contents; one that was in use before gets another epoch."""
        self.close()
        self._replace(backup.path)
        for org_id, sha256, _ in self.files.whole_files():
            if sha256 not in backup.contents:
                self.files.remove(org_id, sha256)
        self._start()
        if backup.path in self._used:
            announce_restore(self.office.database)
        self._used.add(backup.path)
        reset_missing(self.office.database, self.files, self.clock.now())
        self.backups = [each for each in self.backups if each.sequence <= backup.sequence]

    def forget(self, horizon: int) -> None:
        """Drop log entries older than the horizon, in milliseconds."""
        forget_old(self.office.database, self.clock.now(), horizon)

    def close(self) -> None:
        """End the process."""
        self._database.close()

    def _start(self) -> None:
        self.office = replace(self.office)
        self.contents = self.make_contents()

    def _new_contents(self) -> Contents:
        return Contents(self.office.database, self.clock, RightsMemory(), self.files)

    def _replace(self, path: Path) -> None:
        for part in self.path.parent.glob("server.db*"):
            part.unlink()
        shutil.copyfile(path, self.path)


@cache
def _server() -> tuple[FragileDatabase, Path]:
    """Return the one database of this process, and where its file lies."""
    folder = TemporaryDirectory(prefix="fieldline-chaos-", dir=_FAST if _FAST.is_dir() else None)
    _FOLDERS.append(folder)
    path = Path(folder.name) / "server.db"
    return FragileDatabase(open_database(f"sqlite:///{path}", 2).engine), path


@cache
def _migrated() -> Path:
    """Return an empty database with all its tables, made once: copying is faster than migrating."""
    folder = TemporaryDirectory(prefix="fieldline-chaos-")
    _FOLDERS.append(folder)
    path = Path(folder.name) / "server.db"
    database = open_database(f"sqlite:///{path}", 1)
    migrate(database)
    database.close()
    return path
