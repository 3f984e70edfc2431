"""Running the steps over the encrypted file, and writing a new one after the declarations have changed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from crm_desktop.models.errors import Broken
from crm_desktop.store.engine import connect
from crm_desktop.store.migrations.comparing import compared_objects
from crm_desktop.store.schema import METADATA

_FOLDER = Path(__file__).parent
VERSIONS = _FOLDER / "versions"
HEAD_FILE = _FOLDER / "head.py"


def upgrade(path: Path, key: bytes, to: str = "head") -> None:
    """Bring the file to a step; raises Broken store.newer when a later version of the program has written it."""
    with connected(path, key) as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        if present is not None and present not in known_steps():
            raise Broken("store.newer")
        connection.rollback()
        command.upgrade(_config(connection), to)
        connection.commit()


def downgrade(path: Path, key: bytes, to: str) -> None:
    """Take the file back to an earlier step, `base` for nothing at all."""
    with connected(path, key) as connection:
        command.downgrade(_config(connection), to)
        connection.commit()


def differences(path: Path, key: bytes) -> list[object]:
    """Return how the file's tables differ from the declarations; nothing when it is up to date."""
    with connected(path, key) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": compared_objects})
        return list(compare_metadata(context, METADATA))


def known_steps() -> list[str]:
    """Return all steps, newest first."""
    scripts = ScriptDirectory(str(_FOLDER), version_locations=[str(VERSIONS)])
    return [step.revision for step in scripts.walk_revisions()]


def write_step(message: str, folder: Path) -> Path:
    """Write the step from the newest one to the present declarations, comparing with a throw-away file in `folder`."""
    path, key = folder / "compare.db", bytes(32)
    number = f"{len(known_steps()) + 1:04}"
    if number != "0001":
        upgrade(path, key)
    with connected(path, key) as connection:
        script = command.revision(_config(connection), message, autogenerate=True, rev_id=number)
    if script is None or isinstance(script, list):
        raise ValueError("expected exactly one new step")
    HEAD_FILE.write_text(re.sub(r'HEAD = ".*"', f'HEAD = "{number}"', HEAD_FILE.read_text("utf-8")), "utf-8")
    return Path(script.path)


@contextmanager
def connected(path: Path, key: bytes) -> Iterator[Connection]:
    """Yield an SQLAlchemy connection of its own to the encrypted file."""
    raw = connect(path, key, ("PRAGMA synchronous = FULL",))
    engine = create_engine("sqlite+pysqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool)
    # The driver itself begins nothing, so that a step's statements are one transaction, tables included.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
        raw.close()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("version_locations", str(VERSIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
