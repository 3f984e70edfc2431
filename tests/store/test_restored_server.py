"""What a device does when its server was restored from a backup: what is sent again, what goes, what is believed."""

from __future__ import annotations

from contextlib import nullcontext

import msgspec
import pytest

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.exchange import EpochStart, Outcome, Refusal
from crm_desktop.models.ids import new_id
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.history import history
from tests.store.server_side import EPOCH, applied, batch, edited, entry, pulled, row, snapshot_page, synced, there

_EVERYTHING = "SELECT c.fields, t.outcome FROM changes c JOIN transactions t ON t.number = c.transaction_number"


def test_a_restored_server_may_take_away_as_much_as_it_lost_but_only_a_server_that_we_know(store: Store) -> None:
    mine = [row(name=str(number)) for number in range(9)]
    synced(store, batch("account", mine))
    before = batch("account", mine[:1])
    for known, epochs in ((False, ["another"]), (True, [EPOCH, "second"]), (True, [EPOCH, "third"])):
        store.replica.begin_snapshot()
        page = snapshot_page(before, sequence=2, epoch=epochs[-1])
        told = [EpochStart(each, 2 * place) for place, each in enumerate(epochs)]
        store.replica.apply_snapshot_page(msgspec.structs.replace(page, epochs=told))
        with nullcontext() if known else pytest.raises(Refused, match=r"sync\.purge_stopped"):
            store.replica.finish_snapshot()


def test_history_that_a_restored_server_does_not_know_is_forgotten(store: Store) -> None:
    mine, act = row(name="A", phone="222"), new_id()
    synced(store, batch("account", [mine]))
    change = edited("account", mine["id"], "phone", "111", "222")
    store.replica.apply_pull_page(pulled(12, history=[entry(11, new_id(), change), entry(12, act, change, ordinal=1)]))
    page = snapshot_page(batch("account", [mine]), sequence=30, epoch="second")
    again = entry(20, act, edited("account", mine["id"], "phone", "000", "222"))
    epochs = [EpochStart(EPOCH, 0), EpochStart("second", 11)]
    store.replica.begin_snapshot()
    store.replica.apply_snapshot_page(msgspec.structs.replace(page, epochs=epochs, history=[again]))
    told = store.read(history, "account", mine["id"])
    assert [line.fields["phone"].before for line in told] == ["000", "111"]


@pytest.mark.parametrize(
    ("sequence", "epochs"),
    [
        pytest.param(10, [], id="at once"),
        pytest.param(40, [EpochStart("first", 0), EpochStart("second", 10)], id="after others sent theirs"),
        pytest.param(
            40, [EpochStart("first", 0), EpochStart("between", 10), EpochStart("second", 30)], id="after two restores"
        ),
        pytest.param(40, [EpochStart("zeroth", 0), EpochStart("second", 9)], id="to before our epoch"),
    ],
)
def test_a_server_restored_from_a_backup_gets_the_lost_acts_again(
    store: Store, sequence: int, epochs: list[EpochStart]
) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    made = Create("account", {"name": "New"})
    store.door.commit("account.create", [made])
    acts = store.outbox.waiting(10)
    store.outbox.record([applied(act, 11 + place) for place, act in enumerate(acts)])
    new = row(made.id, name="New")
    store.replica.apply_pull_page(pulled(12, batch("account", [{**mine, "phone": "222"}, new])))
    assert store.outbox.count() == 0
    store.replica.begin_snapshot()
    page = snapshot_page(batch("account", [mine]), sequence=sequence, epoch="second")
    store.replica.apply_snapshot_page(msgspec.structs.replace(page, epochs=epochs))
    store.replica.finish_snapshot()
    assert [act.id for act in store.outbox.waiting(10)] == [act.id for act in acts]
    assert there(store, mine["id"]).get("phone") == "222"
    assert there(store, made.id).title == "New"


def test_what_others_wrote_into_a_record_that_a_restore_took_away_is_not_kept(store: Store) -> None:
    """Made and accepted here, edited by somebody else and by me, lost by the server, refused when it came again."""
    synced(store, batch("account", [row(name="A")]))
    made = Create("account", {"name": "New", "short_name": "my first"})
    store.door.commit("account.create", [made])
    store.outbox.record([applied(store.outbox.waiting(1)[0], 11)])
    theirs = row(made.id, name="New", short_name="my first", next_step="their plan")
    store.replica.apply_pull_page(pulled(12, batch("account", [theirs])))
    changed = {"short_name": "my second", "next_step": "my plan"}
    store.door.commit("account.edit", [Update("account", made.id, changed)])
    store.outbox.record([applied(store.outbox.waiting(1)[0], 13)])
    store.replica.apply_pull_page(pulled(13, batch("account", [{**theirs, **changed}])))
    store.replica.begin_snapshot()
    page = snapshot_page(batch("account", [row(name="A")]), sequence=20, epoch="second")
    epochs = [EpochStart(EPOCH, 0), EpochStart("second", 9)]
    store.replica.apply_snapshot_page(msgspec.structs.replace(page, epochs=epochs))
    store.replica.finish_snapshot()
    store.outbox.record([Outcome(store.outbox.waiting(1)[0].id, "refused", refusal=Refusal("sync.no_right"))])
    texts = "".join(text for each in store.read(lambda reader: reader.all(_EVERYTHING)) for text in each if text)
    assert "their plan" not in texts
    assert {"my first", "my second", "my plan"} == {
        each for each in ("my first", "my second", "my plan") if each in texts
    }
    assert '"short_name":["my first","my second"]' in texts


def test_acts_answered_before_the_first_snapshot_survive_a_restore_too(store: Store) -> None:
    made = Create("account", {"name": "New"})
    store.door.commit("account.create", [made])
    (act,) = store.outbox.waiting(10)
    store.outbox.record([applied(act, 11)])
    store.replica.begin_snapshot()
    page = snapshot_page(batch("account", [row(name="A")]), sequence=20, epoch="second")
    restored = [EpochStart(EPOCH, 0), EpochStart("second", 9)]
    store.replica.apply_snapshot_page(msgspec.structs.replace(page, epochs=restored))
    store.replica.finish_snapshot()
    assert [each.id for each in store.outbox.waiting(10)] == [act.id]
    assert there(store, made.id).title == "New"
