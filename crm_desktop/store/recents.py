"""The records whose pages were opened last, the last one first: kept in the encrypted replica, gone with it.

Not records: nothing here is sent, searched or listed.
"""

from collections.abc import Sequence

import msgspec

from crm_desktop.store.engine import Database
from crm_desktop.store.identity import fact, remember

_KEY = "recent"
MOST = 20


class Recents:
    """Kinds and ids of records. Any thread may use it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, opened: Sequence[tuple[str, str]]) -> None:
        """Keep the first MOST in place of what was kept."""
        with self._database.writing() as connection:
            remember(connection, **{_KEY: msgspec.json.encode(opened[:MOST]).decode()})

    def read(self) -> list[tuple[str, str]]:
        """Return what was kept."""
        with self._database.reading() as connection:
            text = fact(connection, _KEY)
        return msgspec.json.decode(text, type=list[tuple[str, str]]) if text else []
