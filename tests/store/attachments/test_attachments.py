"""The store's door for files: put, attach, read, view, what is refused, what stays and what goes."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from crm_desktop.models.clock import DAY_MS, ManualClock
from crm_desktop.models.contents import CHUNK_BYTES, MEGABYTE
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Broken, ProgrammingError, Refused
from crm_desktop.models.exchange import Outcome, Rows
from crm_desktop.models.file_queue import FileLevels, Keeping
from crm_desktop.store.attachments.attaching import NewFile, Target
from crm_desktop.store.attachments.folder import files_folder
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.attachments import Availability, FileView, file_counts, file_views, files_of
from crm_desktop.store.queries.records import record
from crm_desktop.store.repair import begin_anew
from tests.store.attachments.samples import PDF, bytes_of
from tests.store.conftest import KEY
from tests.store.server_side import batch, refused, row
from tests.store.server_side import pulled as pulled_page

PICTURE = bytes_of(2 * CHUNK_BYTES + 5)


def account(store: Store, name: str = "恒川精密") -> str:
    made = Create("account", {"name": name})
    store.door.commit("account.create", [made])
    return made.id


def attached(store: Store, plain: bytes = PICTURE, to: str = "", name: str = "screen.png") -> str:
    file = NewFile(store.attachments.put(plain), name)
    store.attachments.attach([file], Target("account", to) if to else Target())
    return file.id


def acknowledge(store: Store, sequence: int = 50) -> None:
    waiting = store.outbox.waiting(100)
    store.outbox.record([Outcome(each.id, "applied", sequence) for each in waiting])


def pulled(store: Store, *batches: Rows, sequence: int = 1, exits: tuple[tuple[str, str], ...] = ()) -> None:
    store.replica.apply_pull_page(pulled_page(sequence, *batches, exits=exits))


def view(store: Store, attachment_id: str) -> FileView:
    return store.read(file_views, [attachment_id])[0]


def sha256(plain: bytes) -> str:
    return hashlib.sha256(plain).hexdigest()


def files(store: Store) -> list[Path]:
    folder = files_folder(store.path)
    return sorted(folder.rglob("*")) if folder.exists() else []


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


def test_a_content_waits_behind_its_record_and_goes_when_the_server_has_it(store: Store) -> None:
    pulled(store)
    identifier = attached(store)
    assert store.attachments.queue.levels() == FileLevels()
    acknowledge(store)
    assert store.attachments.queue.levels() == FileLevels(up=1, up_bytes=len(PICTURE))
    upload = store.attachments.queue.next_upload()
    assert upload is not None
    assert upload.attachment_id == identifier
    store.attachments.queue.sent(identifier)
    assert store.attachments.queue.next_upload() is None
    assert view(store, identifier).availability is Availability.HERE


def test_a_content_of_a_refused_record_waits_for_the_decision(store: Store) -> None:
    pulled(store)
    identifier = attached(store)
    (act,) = store.outbox.waiting(1)
    store.outbox.record([refused(act, "sync.no_right")])
    assert store.attachments.queue.next_upload() is None
    store.attachments.queue.tidy()
    assert store.attachments.read(sha256(PICTURE)) == PICTURE
    store.door.send_again([act.id])
    acknowledge(store)
    assert view(store, identifier).availability is Availability.WAITING
    assert store.attachments.queue.next_upload() is not None


def test_a_discarded_act_takes_its_content_along(store: Store) -> None:
    pulled(store)
    attached(store)
    (act,) = store.outbox.waiting(1)
    store.outbox.record([refused(act, "sync.no_right")])
    store.door.discard([act.id])
    store.attachments.queue.tidy()
    assert files(store) == []


def test_a_content_that_left_the_users_sight_leaves_the_device(store: Store) -> None:
    pulled(store)
    identifier = attached(store)
    acknowledge(store)
    store.attachments.queue.sent(identifier)
    pulled(store, sequence=2, exits=(("attachment", identifier),))
    assert len(files(store)) == 1
    store.attachments.queue.tidy()
    assert files(store) == []
    with pytest.raises(Refused, match=r"content\.not_kept"):
        store.attachments.read(sha256(PICTURE))


def test_a_content_that_left_before_it_was_sent_is_sent_first(store: Store) -> None:
    pulled(store)
    identifier = attached(store)
    acknowledge(store)
    pulled(store, sequence=2, exits=(("attachment", identifier),))
    store.attachments.queue.tidy()
    assert len(files(store)) == 1
    assert store.attachments.queue.next_upload() is not None
    store.attachments.queue.sent(identifier)
    store.attachments.queue.tidy()
    assert files(store) == []


def test_what_was_put_and_never_attached_goes_after_a_day(store: Store, clock: ManualClock) -> None:
    pulled(store)
    store.attachments.put(PICTURE)
    store.attachments.queue.tidy()
    assert len(files(store)) == 1
    clock.advance(DAY_MS + 1)
    store.attachments.queue.tidy()
    assert files(store) == []


def test_undoing_an_attachment_keeps_it_from_being_sent_and_redoing_sends_it(store: Store) -> None:
    pulled(store)
    attached(store)
    acknowledge(store)
    store.door.undo()
    assert store.attachments.queue.next_upload() is None
    store.door.redo()
    assert store.attachments.queue.next_upload() is not None


def test_a_restored_server_is_sent_the_content_again(store: Store) -> None:
    pulled(store)
    identifier = attached(store)
    acknowledge(store)
    store.attachments.queue.sent(identifier)
    store.attachments.queue.tidy()  # the record still says that the server has nothing
    assert store.attachments.queue.next_upload() is not None


def at_server(number: int, size: int = 1_000, **values: object) -> dict[str, object]:
    plain = bytes_of(size, seed=number)
    return row(
        file_name=f"{number}.png", media_type="image/png", size=size, sha256=sha256(plain), stored_at=5, **values
    )


def fetched(store: Store, plain: bytes) -> bool:
    queue = store.attachments.queue
    transfer = queue.next_fetch()
    assert transfer is not None
    writer = queue.begin_fetch(transfer.content)
    writer.take(plain[writer.received :])
    return writer.finish()


def test_what_somebody_wants_comes_first_then_own_and_newest_as_room_allows(store: Store) -> None:
    me = store.identity().user_id
    theirs, mine, newer, large = at_server(1), at_server(2, owner_id=me), at_server(3), at_server(4, 90_000)
    pulled(store, batch("attachment", [theirs, mine, newer, large]))
    store.attachments.keeping = Keeping(budget=2_500, largest=50_000)
    order = []
    store.attachments.want(str(large["sha256"]))
    for plain in (bytes_of(90_000, seed=4), bytes_of(1_000, seed=2), bytes_of(1_000, seed=3)):
        transfer = store.attachments.queue.next_fetch()
        if transfer is None:
            break
        order.append(transfer.attachment_id)
        store.attachments.keeping = Keeping(budget=92_500, largest=50_000)
        assert fetched(store, plain)
    assert order == [large["id"], mine["id"], newer["id"]]
    assert store.attachments.queue.next_fetch() is None  # no room for theirs
    assert view(store, str(theirs["id"])).availability is Availability.ON_DEMAND
    assert view(store, str(mine["id"])).availability is Availability.HERE


def test_a_file_still_on_its_way_elsewhere_is_said_to_be(store: Store) -> None:
    coming = at_server(1) | {"stored_at": None}
    pulled(store, batch("attachment", [coming]))
    assert view(store, str(coming["id"])).availability is Availability.ELSEWHERE
    store.attachments.want(str(coming["sha256"]))
    assert store.attachments.queue.next_fetch() is None


def test_a_fetch_goes_on_after_a_restart(store: Store, clock: ManualClock) -> None:
    plain = bytes_of(3 * CHUNK_BYTES, seed=7)
    pulled(store, batch("attachment", [at_server(7, len(plain))]))
    transfer = store.attachments.queue.next_fetch()
    assert transfer is not None
    writer = store.attachments.queue.begin_fetch(transfer.content)
    writer.take(plain[:CHUNK_BYTES])
    writer.close()
    store.close()
    again = open_store(store.path, KEY, clock)
    again.attachments.sweep()
    writer = again.attachments.queue.begin_fetch(transfer.content)
    assert writer.received == CHUNK_BYTES
    writer.close()
    assert fetched(again, plain)
    assert again.attachments.read(sha256(plain)) == plain
    again.close()


def test_wrong_bytes_are_not_kept(store: Store) -> None:
    pulled(store, batch("attachment", [at_server(7)]))
    assert not fetched(store, bytes_of(1_000, seed=8))
    assert files(store) == []
    assert store.attachments.queue.next_fetch() is not None


def test_room_is_made_by_what_was_not_used_for_longest(store: Store, clock: ManualClock) -> None:
    rows = [at_server(number) for number in range(3)]
    for number, each in enumerate(rows):
        pulled(store, batch("attachment", [each]), sequence=number)
        assert fetched(store, bytes_of(1_000, seed=number))
        clock.advance(DAY_MS)
    store.attachments.read(str(rows[0]["sha256"]))
    store.attachments.keeping = Keeping(budget=2_000)
    store.attachments.queue.tidy()
    states = [view(store, str(each["id"])).availability for each in rows]
    assert states == [Availability.HERE, Availability.ON_DEMAND, Availability.HERE]


def test_what_was_never_sent_is_never_removed_for_room(store: Store) -> None:
    pulled(store)
    attached(store)
    acknowledge(store)
    store.attachments.keeping = Keeping(budget=0)
    store.attachments.queue.tidy()
    assert store.attachments.read(sha256(PICTURE)) == PICTURE


def damage(store: Store) -> None:
    (path,) = [each for each in files(store) if each.is_file()]
    lying = bytearray(path.read_bytes())
    lying[-10] ^= 1
    path.write_bytes(lying)


def test_a_damaged_chunk_is_noticed_and_only_what_is_damaged_is_fetched_again(store: Store) -> None:
    plain = bytes_of(2 * CHUNK_BYTES + 5, seed=7)
    found = at_server(7, len(plain))
    pulled(store, batch("attachment", [found]))
    assert fetched(store, plain)
    damage(store)
    with pytest.raises(Broken, match=r"content\.damaged_here"):
        store.attachments.read(sha256(plain))
    assert view(store, str(found["id"])).availability is Availability.COMING
    transfer = store.attachments.queue.next_fetch()
    assert transfer is not None
    writer = store.attachments.queue.begin_fetch(transfer.content)
    assert writer.received == 2 * CHUNK_BYTES
    writer.close()
    assert fetched(store, plain)
    assert store.attachments.read(sha256(plain)) == plain


def test_damage_to_what_only_this_device_had_is_reported(store: Store) -> None:
    pulled(store)
    identifier = attached(store)
    acknowledge(store)
    damage(store)
    transfer = store.attachments.queue.next_upload()
    assert transfer is not None
    with pytest.raises(Broken):
        store.attachments.queue.prove(transfer.content)
    found = view(store, identifier)
    assert (found.availability, found.code) == (Availability.FAILED, "content.damaged_here")
    assert store.attachments.queue.next_upload() is None


def test_a_replica_begun_anew_keeps_what_was_not_sent(store: Store, clock: ManualClock) -> None:
    identifier = attached(store)
    store.close()
    again, rescue = begin_anew(store.path, KEY, clock)
    try:
        assert rescue.rescued == 1
        again.attachments.sweep()
        again.attachments.queue.tidy()  # nothing is thrown away while the records are still coming
        pulled(again)
        again.attachments.queue.tidy()
        acknowledge(again)
        upload = again.attachments.queue.next_upload()
        assert upload is not None
        assert upload.attachment_id == identifier
        assert again.attachments.read(sha256(PICTURE)) == PICTURE
        assert again.read(record, "attachment", identifier) is not None
    finally:
        again.close()
