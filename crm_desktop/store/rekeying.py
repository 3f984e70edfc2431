"""Encrypting the replica under another key: in place, in one transaction; a crash leaves the old or the new key.

Which keys there are, and when one is changed, is decided elsewhere.
"""

from collections import deque
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from crm_desktop.models.errors import Broken
from crm_desktop.store.attachments.folder import ContentFolder, files_folder
from crm_desktop.store.attachments.sealing import derive_keys
from crm_desktop.store.engine import connect
from crm_desktop.store.faults import code_of, disk_code, faults_as_sentences
from crm_desktop.store.opening import remember_key
from crm_desktop.store.recordings import Recordings

_BUSY_MS = 500
_PRAGMAS = (
    "PRAGMA journal_mode = DELETE",  # refused while anybody else has it open, who would go on under the old key
    "PRAGMA journal_mode = WAL",  # every page goes into the log first; until its commit the file is untouched
    "PRAGMA synchronous = FULL",  # the old key may be forgotten as soon as this is done
)


def change_key(path: Path, old: bytes, new: bytes) -> None:
    """Encrypt the replica, and the contents of attachments beside it, under the new raw key of 32 bytes.

    Does nothing where that was done before. Nobody may have it open. Takes about a second for 100 MB, and as much space
    again while it works. Raises Broken like `open_store`, and then everything is there under the old key.
    """
    if not opens(path, new):
        if not opens(path, old):
            raise Broken("store.wrong_key")  # before anything is taken for unreadable, and removed
        _seal_again(path, old, new)
        _encrypt_again(path, old, new)
    remember_key(path, new)
    # What cannot be read under the key in force is removed: sealed under the old one, it has its copy by now.
    deque(_contents(path, new).whole_contents(), maxlen=0)
    Recordings(files_folder(path), derive_keys(new)).settle()


def opens(path: Path, key: bytes) -> bool:
    """Tell whether the replica is encrypted under the key. Raises Broken where something else keeps it from opening."""
    try:
        connect(path, key, ()).close()
    except Exception as problem:
        code = code_of(problem)
        if code == "store.wrong_key":
            return False
        if code:
            raise Broken(code) from problem
        raise
    return True


def _encrypt_again(path: Path, old: bytes, new: bytes) -> None:
    with faults_as_sentences():
        connection = connect(path, old, _PRAGMAS, _BUSY_MS)
    problem: Exception | None = None
    try:
        connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"").fetchall()
        # Until now the pages under the new key stand in the log; the integrity check reads the file alone.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except dbapi2.DatabaseError as met:
        problem = met
    finally:
        connection.close()
    # It answers "ok" also where the log did not fit on the disk, and nothing was written: only the file can tell.
    if not opens(path, new):
        code = code_of(problem) if problem is not None else ""
        raise Broken(code or disk_code(path, needed=2 * path.stat().st_size)) from problem


def _seal_again(path: Path, old: bytes, new: bytes) -> None:
    """Put a copy of each whole content under the new key beside it."""
    before, after = _contents(path, old), _contents(path, new)
    for content in list(before.whole_contents()):
        with closing(before.open(content.sha256)) as reader:
            after.put(content, reader.all_chunks)
    Recordings(files_folder(path), derive_keys(old)).seal_again(derive_keys(new))


def _contents(path: Path, key: bytes) -> ContentFolder:
    return ContentFolder(files_folder(path), derive_keys(key))
