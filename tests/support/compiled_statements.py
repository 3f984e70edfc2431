"""Compiled statements that all databases of a process share: each engine of SQLAlchemy compiles its own otherwise.

A server does that once in its life. Tests open hundreds of databases, and spent half of their time with it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.util import LRUCache

from crm_server.store import engine as module

_MOST = 5_000
_FIRST: dict[str, Engine] = {}
"""By kind of database, an engine that has been connected: its dialect knows what it speaks with."""


def share_compiled_statements() -> None:
    """Let every database that is opened from now on compile for all."""
    vars(module)["create_engine"] = _create_engine


def _create_engine(*arguments: Any, **options: Any) -> Engine:
    made = create_engine(*arguments, **options)
    first = _FIRST.get(made.dialect.name)
    if first is not None:
        # What is kept belongs to a dialect, and each engine has one of its own that is made alike.
        made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
        return made
    made._compiled_cache = LRUCache(_MOST)

    def connected(*_: object) -> None:
        _FIRST.setdefault(made.dialect.name, made)

    event.listen(made, "connect", connected)
    return made


def pytest_configure() -> None:
    """Do so in the processes of tests."""
    share_compiled_statements()
