"""Settings and the database for one command, closed again afterwards."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_desktop.models.errors import Refused
from crm_server.settings import Settings, from_environment
from crm_server.store.engine import Database, open_database
from crm_server.store.migrate import current_revision, migrate


def settings_of(arguments: Namespace) -> Settings:
    """Return the settings out of the environment and the flags that were given."""
    names = ("data_folder", "database_url", "host", "port", "workers", "behind_proxy", "tls_certificate", "tls_key")
    return from_environment(**{name: getattr(arguments, name, None) for name in names})


@contextmanager
def opened(arguments: Namespace, *, create: bool = False, as_it_is: bool = False) -> Iterator[Database]:
    """Open the database with its newest tables, or with `as_it_is` untouched.

    Without `create` it must have been initialised; where there is no file none is made.
    """
    url = settings_of(arguments).database_url
    kind, _, path = url.partition(":///")
    if not create and kind.partition("+")[0] == "sqlite" and not Path(path).exists():
        raise Refused("server.not_ready")
    database = open_database(url, 2)
    try:
        if not create and current_revision(database) is None:
            raise Refused("server.not_ready")
        if not as_it_is:
            migrate(database)
        yield database
    finally:
        database.close()
