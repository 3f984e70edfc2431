"""What the driver complains about, as errors a person understands. The driver gives no codes, only sentences."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2

from crm_desktop.models.errors import Broken

_CODES = (
    ("database or disk is full", "store.disk_full"),
    ("readonly database", "store.read_only"),
    ("unable to open database", "store.read_only"),
    ("file is not a database", "store.wrong_key"),
    ("malformed", "store.damaged"),
    ("disk I/O error", "store.disk_failed"),
    ("file is encrypted", "store.wrong_key"),
    ("database is locked", "store.in_use"),
)


FAILED = "store.disk_failed"
_LITTLE = 256 * 1024
"""With less than this, a disk that refuses is a full one: the memory that connections share needs some, too."""


def disk_code(path: Path, needed: int = _LITTLE) -> str:
    """Return what a disk that refused is: full or failed. The driver calls it an I/O error where it is both."""
    return "store.disk_full" if shutil.disk_usage(path.parent).free < needed else FAILED


@contextmanager
def faults_as_sentences(opened: bool = False) -> Iterator[None]:
    """Turn driver errors about disk, file and key into Broken; programming mistakes pass unchanged.

    `opened` says that the key has fitted before: what cannot be decrypted now is damaged.
    """
    try:
        yield
    except dbapi2.DatabaseError as problem:
        code = code_of(problem)
        if not code:
            raise
        raise Broken("store.damaged" if opened and code == "store.wrong_key" else code) from problem


def code_of(problem: Exception) -> str:
    """Return our code for a driver's error, "" where it is a mistake of ours."""
    sentence = str(problem)
    return next((code for part, code in _CODES if part in sentence), "")
