"""The last chapter: nothing that was typed can be read from the disk, and only the key opens it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.errors import Broken
from crm_desktop.settings import Profile
from crm_desktop.store.opening import open_store

_SQL = ("SELECT", "CREATE TABLE", "CREATE INDEX", "sqlite", "SQLite format 3")


def unreadable(folder: Path, typed: Iterable[str]) -> dict[str, object]:
    """Look for words in every file of the profile, as `strings` would, and try another key."""
    profile = Profile(folder)
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".png"]
    found = [(path.name, word) for path in files for word in readable(path, [*typed, *_database_words(path)])]
    assert not found, f"readable on the disk: {found}"
    assert _answer_to_another_key(profile) == "store.wrong_key"
    return {"files searched": len(files), "bytes": sum(path.stat().st_size for path in files)}


def _answer_to_another_key(profile: Profile) -> str:
    try:
        open_store(profile.replica, secrets.token_bytes(32), SystemClock()).close()
    except Broken as problem:
        return problem.code
    return "opened"


def readable(path: Path, words: Iterable[str]) -> list[str]:
    """Return which of the words stand in the file in plain text, in any usual encoding."""
    content = path.read_bytes()
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return [word for word in words if any(word.encode(encoding) in content for encoding in encodings)]


def _database_words(path: Path) -> tuple[str, ...]:
    return _SQL if path.name.startswith("replica") else ()
