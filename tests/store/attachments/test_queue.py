"""The queues of files on the device: what waits for what, what is fetched, what stays and what goes."""

from __future__ import annotations

import pytest

from crm_desktop.models.clock import DAY_MS, ManualClock
from crm_desktop.models.contents import CHUNK_BYTES
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Broken, Refused
from crm_desktop.models.file_queue import FileLevels, Keeping
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.attachments import Availability
from crm_desktop.store.queries.records import record
from crm_desktop.store.repair import begin_anew
from tests.store.attachments.doings import PICTURE, acknowledge, attached, files, pulled, sha256, view
from tests.store.attachments.samples import bytes_of
from tests.store.conftest import KEY
from tests.store.server_side import batch, refused, row


def test_a_content_waits_behind_its_record_and_goes_when_the_server_has_it(store: Store) -> None:
    pulled(store)
    identifier = attached(store)
    assert store.attachments.queue.levels() == FileLevels(behind=1, behind_bytes=len(PICTURE))
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
        store.attachments.queue.piece(transfer.content, 0, transfer.content.size)
    found = view(store, identifier)
    assert (found.availability, found.code) == (Availability.FAILED, "content.damaged_here")
    assert store.attachments.queue.next_upload() is None


def test_what_was_put_here_need_not_be_looked_through_again_to_be_proven(store: Store, clock: ManualClock) -> None:
    identifier = attached(store)
    acknowledge(store)
    transfer = store.attachments.queue.next_upload()
    assert transfer is not None
    assert transfer.attachment_id == identifier
    known = store.attachments.queue.prove(transfer.content)
    store.close()
    again = open_store(store.path, KEY, clock)  # another program: it has to read the content
    assert again.attachments.queue.prove(transfer.content) == known
    damage(again)
    with pytest.raises(Broken):
        again.attachments.queue.prove(transfer.content)
    again.close()


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


def test_a_record_that_names_no_content_does_not_keep_others_from_being_tidied(store: Store) -> None:
    pulled(store)
    attached(store)
    for odd in (None, "no content's id"):
        store.door.commit("attachment.create", [Create("attachment", {"file_name": "old.txt", "sha256": odd})])
    store.attachments.queue.tidy()
    assert store.attachments.read(sha256(PICTURE)) == PICTURE
