"""Bringing a database to the present tables, and telling how far it is."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from crm_desktop.models.errors import Refused
from crm_server.store.adopting import adopt_extra
from crm_server.store.engine import Database

_LOCK = 0x46_69_65_6C
"""Any number: two workers that start together migrate one after the other."""


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the database up to a revision, "head" by default; does nothing when it is there.

    Raises Refused (`database.newer`) for a database that a newer program has brought further than this one knows.
    """
    with database.write() as connection:
        if database.is_postgres:
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        before = MigrationContext.configure(connection).get_current_revision()
        if before is not None and before not in _known_revisions():
            raise Refused("database.newer", revision=before)
        command.upgrade(configuration(connection), revision)
        if before is not None and revision == "head" and before != newest_revision():
            adopt_extra(connection)


def migrate_down(database: Database, revision: str) -> None:
    """Bring the database back to an older revision; "base" is empty."""
    with database.write() as connection:
        command.downgrade(configuration(connection), revision)


def current_revision(database: Database) -> str | None:
    """Return the revision the database is at, None for an empty one."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """Return the revision that this program expects."""
    return ScriptDirectory.from_config(configuration(None)).get_current_head()


@cache
def _known_revisions() -> frozenset[str]:
    script = ScriptDirectory.from_config(configuration(None))
    return frozenset(each.revision for each in script.walk_revisions())


def configuration(connection: Connection | None) -> Config:
    """Return Alembic's configuration, to run on the connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
