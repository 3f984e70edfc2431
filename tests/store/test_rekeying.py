"""Another key: records and the contents of attachments are under it together, or stay under the old one."""

from __future__ import annotations

import hashlib
from contextlib import closing
from pathlib import Path

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.contents import CHUNK_BYTES, Content
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Broken
from crm_desktop.store.attachments.folder import ContentFolder, files_folder
from crm_desktop.store.attachments.sealing import derive_keys
from crm_desktop.store.opening import key_fits, open_store
from crm_desktop.store.rekeying import change_key, opens
from tests.store.attachments.samples import bytes_of
from tests.store.conftest import KEY

NEW = bytes(range(32, 64))
PICTURE = bytes_of(CHUNK_BYTES + 5)


@pytest.fixture
def content(replica_path: Path, clock: ManualClock) -> str:
    """A replica with a picture that exists nowhere else yet."""
    store = open_store(replica_path, KEY, clock)
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    folder = ContentFolder(files_folder(replica_path), derive_keys(KEY))
    assert folder.put(Content(sha256, len(PICTURE), "image/png"), lambda: iter([PICTURE]))
    store.door.commit("edit", [Create("attachment", {"file_name": "screen.png", "sha256": sha256})])
    store.close()
    return sha256


def picture(path: Path, key: bytes, clock: ManualClock, sha256: str) -> bytes:
    store = open_store(path, key, clock)
    try:
        assert store.check()
        assert store.outbox.count() == 1
        with closing(ContentFolder(files_folder(path), derive_keys(key)).open(sha256)) as reader:
            return b"".join(reader.all_chunks())
    finally:
        store.close()


def test_records_and_pictures_are_read_with_the_new_key_and_with_no_other(
    replica_path: Path, clock: ManualClock, content: str
) -> None:
    change_key(replica_path, KEY, NEW)
    assert picture(replica_path, NEW, clock, content) == PICTURE
    assert key_fits(replica_path, NEW)
    assert not opens(replica_path, KEY)
    assert len([path for path in files_folder(replica_path).iterdir() if path.is_file()]) == 1
    with pytest.raises(Broken, match=r"store\.wrong_key"):
        open_store(replica_path, KEY, clock)


def test_a_change_that_was_done_is_not_done_again(replica_path: Path, clock: ManualClock, content: str) -> None:
    for _ in range(2):
        change_key(replica_path, KEY, NEW)
    assert picture(replica_path, NEW, clock, content) == PICTURE


def test_a_replica_that_is_open_keeps_its_key(replica_path: Path, clock: ManualClock, content: str) -> None:
    store = open_store(replica_path, KEY, clock)
    with pytest.raises(Broken, match=r"store\.in_use"):
        change_key(replica_path, KEY, NEW)
    store.close()
    assert picture(replica_path, KEY, clock, content) == PICTURE


def test_a_key_that_never_fitted_changes_nothing(replica_path: Path, clock: ManualClock, content: str) -> None:
    with pytest.raises(Broken, match=r"store\.wrong_key"):
        change_key(replica_path, bytes([7] * 32), NEW)
    assert picture(replica_path, KEY, clock, content) == PICTURE
