"""The store's door for files: put, attach, read, view, what is refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.contents import MEGABYTE
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Broken, ProgrammingError, Refused
from crm_desktop.models.file_queue import Keeping
from crm_desktop.store.attachments.attaching import NewFile, Target
from crm_desktop.store.attachments.folder import files_folder
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.attachments import Availability, file_counts, files_of
from tests.store.attachments.doings import PICTURE, account, attached, files, pulled, sha256
from tests.store.attachments.samples import PDF, bytes_of
from tests.store.conftest import KEY
from tests.store.server_side import batch, row


def test_a_pasted_picture_is_attached_in_one_act_and_waits(store: Store) -> None:
    to = account(store)
    before = store.outbox.count()
    identifier = attached(store, to=to)
    assert store.outbox.count() == before + 1
    (found,) = store.read(files_of, "account", to)
    assert (found.record.id, found.availability, found.can_open) == (identifier, Availability.WAITING, True)
    assert (found.file_name, found.media_type, found.size) == ("screen.png", "image/png", len(PICTURE))
    assert found.record.get("account_id") == to
    assert store.attachments.read(found.sha256) == PICTURE
    assert store.read(file_counts).to_send == 1


def test_a_note_with_its_picture_is_one_act(store: Store) -> None:
    to = account(store)
    note = Create("note", {"body": "see picture", "account_id": to, "record_kind": "account", "record_id": to})
    done = store.attachments.attach(
        [NewFile(store.attachments.put(PICTURE), "p.png")], Target("note", note.id), edits=[note]
    )
    assert done.kinds == {"note", "attachment"}
    (found,) = store.read(files_of, "note", note.id)
    assert found.record.get("account_id") == to


def test_a_file_from_the_disk_keeps_its_name_and_type(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "合同.PDF"
    path.write_bytes(bytes_of(700_000, beginning=PDF))
    content = store.attachments.put(path)
    assert (content.media_type, content.size) == ("application/pdf", 700_000)
    with store.attachments.stream(content.sha256) as stream:
        stream.seek(600_000)
        assert stream.read() == path.read_bytes()[600_000:]


def test_the_same_content_lies_here_once(store: Store) -> None:
    first, second = attached(store), attached(store)
    assert first != second
    assert len(files(store)) == 1


@pytest.mark.parametrize(
    ("name", "plain", "code"),
    [
        ("empty.png", b"", "content.empty"),
        ("program.exe", b"MZ" + bytes(500), "content.type_refused"),
        ("disguised.pdf", b"MZ" + bytes(500), "content.type_refused"),
        ("page.html", b"<html>", "content.type_refused"),
        ("picture.png", PDF, "content.type_refused"),
        ("large.png", bytes_of(MEGABYTE + 1), "content.too_large"),
    ],
)
def test_what_may_not_be_attached_is_refused_and_leaves_nothing(
    store: Store, tmp_path: Path, name: str, plain: bytes, code: str
) -> None:
    organisation = row(name="恒川", file_limit_mb=1)
    store.replica.begin_snapshot()
    pulled(store, batch("organisation", [organisation]))
    (tmp_path / name).write_bytes(plain)
    with pytest.raises(Refused) as refused:
        store.attachments.put(tmp_path / name)
    assert refused.value.code == code
    assert files(store) == []


def test_too_much_that_was_never_sent_is_refused(store: Store) -> None:
    store.attachments.keeping = Keeping(unsent=len(PICTURE) + 10)
    attached(store)
    with pytest.raises(Refused, match=r"content\.device_full"):
        store.attachments.put(bytes_of(500, seed=1))


def test_a_file_that_cannot_be_read_is_told_so(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Broken, match=r"content\.unreadable"):
        store.attachments.put(tmp_path / "gone.png")


def test_what_was_not_put_cannot_be_attached(store: Store) -> None:
    content = store.attachments.put(PICTURE)
    other = type(content)("0" * 64, 5, "image/png")
    with pytest.raises(ProgrammingError):
        store.attachments.attach([NewFile(other, "x.png")])
    assert store.outbox.count() == 0


def test_strings_finds_nothing_of_a_file_on_the_disk(store: Store, tmp_path: Path) -> None:
    text = b"Offer for Hengchuan, confidential. " * 20_000
    (tmp_path / "source").mkdir()
    path = tmp_path / "source" / "offer-hengchuan.txt"
    path.write_bytes(text)
    file = NewFile(store.attachments.put(path), path.name)
    store.attachments.attach([file])
    assert store.attachments.read(file.content.sha256) == text
    path.unlink()
    store.close()
    lying = [each for each in tmp_path.rglob("*") if each.is_file()]
    found = subprocess.run(["strings", "-n", "6", *lying], capture_output=True, text=True, check=True).stdout
    names = "\n".join(each.name for each in lying)
    for word in ("Hengchuan", "confidential", "offer", "text/plain", file.content.sha256):
        assert word not in found
        assert word not in names


def test_a_copy_for_viewing_has_a_safe_name_and_goes(store: Store) -> None:
    attached(store)
    with store.attachments.open_for_view(sha256(PICTURE), "../../报价\u202egpj.exe", "image/png") as viewed:
        assert viewed.path.read_bytes() == PICTURE
        assert viewed.path.name == "....报价gpj.exe.png".lstrip(".")
        assert viewed.path.parent.stat().st_mode & 0o077 == 0
    assert not viewed.path.exists()
    assert len(files(store)) == 2  # the content, and the empty folder for viewing


def test_halves_and_copies_are_swept_at_the_start(store: Store, clock: ManualClock) -> None:
    attached(store)
    viewed = store.attachments.open_for_view(sha256(PICTURE), "a.png", "image/png")
    half = files_folder(store.path) / "abc.new"
    half.write_bytes(b"half")
    store.close()
    again = open_store(store.path, KEY, clock)
    again.attachments.sweep()
    assert not viewed.path.exists()
    assert not half.exists()
    assert again.attachments.read(sha256(PICTURE)) == PICTURE
    again.close()
