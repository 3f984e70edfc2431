"""An encrypted database with an empty search index, and short ways to fill it and to ask it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlcipher3

from crm_desktop.models.ids import new_id
from crm_desktop.store.search.hunt import Hit
from crm_desktop.store.search.index import index_rows, remove_rows
from crm_desktop.store.search.query import search
from crm_desktop.store.search.schema import create_search_tables
from crm_desktop.store.search.tokens import SearchRow


@dataclass
class Index:
    """A search index as a test uses it: records are known by their names."""

    connection: sqlcipher3.Connection
    names: dict[str, str] = field(default_factory=dict)

    def add(
        self, name: str, kind: str = "contact", *, record: str = "", texts: str = "", phones: str = "", emails: str = ""
    ) -> str:
        """Enter one record and return its id."""
        record = record or new_id()
        row: SearchRow = (record, name, texts, phones, emails)
        index_rows(self.connection, kind, [row])
        self.names[record] = name
        return record

    def remove(self, record: str, kind: str = "contact") -> None:
        """Forget one record."""
        remove_rows(self.connection, kind, [record])

    def hits(self, text: str, *kinds: str, limit: int = 30) -> list[Hit]:
        """Return what is found, best first."""
        return search(self.connection, text, kinds, limit)

    def find(self, text: str, *kinds: str) -> list[str]:
        """Return the names that are found, best first."""
        return [hit.name for hit in self.hits(text, *kinds)]


def open_encrypted(path: Path) -> sqlcipher3.Connection:
    """Open an encrypted database as the program does."""
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA journal_mode = WAL")
    create_search_tables(connection)
    return connection


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """An empty index."""
    connection = open_encrypted(tmp_path / "search.db")
    yield Index(connection)
    connection.close()
