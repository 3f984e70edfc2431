"""Asking global search, with what is not entered yet: a record is found from the moment in which it is here."""

from collections.abc import Collection

from crm_desktop.store.engine import Connection
from crm_desktop.store.search.hunt import Hit
from crm_desktop.store.search.query import search as ask
from crm_desktop.store.search_marks import marked


def search(connection: Connection, text: str, kinds: Collection[str] = (), limit: int = 30) -> list[Hit]:
    """Return what `search.query.search` returns, of the records as they are now."""
    return ask(connection, text, kinds, limit, marked(connection, kinds))
