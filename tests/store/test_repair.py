"""A damaged replica is set aside, and what was not sent yet goes on in a new one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Broken
from crm_desktop.store.engine import PAGE_BYTES
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.records import record
from crm_desktop.store.queries.sync_state import sync_counts
from crm_desktop.store.repair import begin_anew
from tests.store.conftest import KEY
from tests.store.server_side import batch, refused, row, synced


def spoil(path: Path, pages: range) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek(page * PAGE_BYTES + 40)
            file.write(random.Random(page).randbytes(200))


def filled(store: Store) -> tuple[str, str]:
    """Fill the replica so that most pages hold pulled records; return ids of an edited and of a new one."""
    rows = [row(name=f"客户 {number}", notes="x" * 800) for number in range(1000)]
    synced(store, batch("account", rows))
    made = Create("contact", {"name": "李倩"})
    store.door.commit("account.edit", [Update("account", rows[0]["id"], {"industry": "steel"})])
    store.door.commit("contact.create", [made])
    store.door.commit("account.edit", [Update("account", rows[1]["id"], {"industry": "food"})])
    store.outbox.record([refused(store.outbox.waiting(3)[2])])
    store.close()
    return rows[0]["id"], made.id


def test_work_that_waits_survives_damage_elsewhere(store: Store, clock: ManualClock) -> None:
    edited, made = filled(store)
    # Behind the tables' own first pages and their list, which more kinds of records push further back.
    middle = store.path.stat().st_size // PAGE_BYTES * 3 // 5
    spoil(store.path, range(middle, middle + 50))
    broken = open_store(store.path, KEY, clock)
    assert not broken.check()
    with pytest.raises(Broken, match=r"store\.damaged"):
        broken.read(lambda reader: reader.all("SELECT sum(length(notes)) FROM accounts"))
    broken.close()
    again, rescue = begin_anew(store.path, KEY, clock)
    try:
        assert (rescue.rescued, rescue.unreadable, rescue.nothing_readable) == (3, 0, False)
        assert rescue.set_aside.exists()
        assert again.identity() == store_identity(again)
        assert again.replica.position() is None
        found = again.read(record, "contact", made)
        assert found is not None
        assert found.title == "李倩"
        counts = again.read(sync_counts)
        assert (counts.waiting, counts.parked) == (2, 1)
        synced(again, batch("account", [row(edited, name="客户 0", industry="old")]))
        shown = again.read(record, "account", edited)
        assert shown is not None
        assert shown.get("industry") == "steel"
    finally:
        again.close()


def store_identity(store: Store) -> object:
    identity = store.identity()
    assert identity.user_id
    assert identity.device
    return identity


def test_a_file_without_a_readable_first_page_is_kept_and_said_to_be_unreadable(
    store: Store, clock: ManualClock
) -> None:
    filled(store)
    spoil(store.path, range(1))
    again, rescue = begin_anew(store.path, KEY, clock)
    try:
        assert rescue.nothing_readable
        assert rescue.set_aside.stat().st_size > 0
        assert again.outbox.count() == 0
    finally:
        again.close()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_damaged_the_rescue_ends_and_brings_whole_acts_only(
    store: Store, clock: ManualClock, seed: int
) -> None:
    filled(store)
    pages = store.path.stat().st_size // PAGE_BYTES
    chance = random.Random(seed)
    for _ in range(pages // 10):
        page = chance.randrange(1, pages)
        spoil(store.path, range(page, page + 1))
    again, rescue = begin_anew(store.path, KEY, clock)
    try:
        acts = again.outbox.waiting(10)
        assert all(act.changes for act in acts)
        assert len(acts) <= rescue.rescued <= 3
    finally:
        again.close()
