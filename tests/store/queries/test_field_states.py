"""What single fields have to say about sync, on real tables."""

from __future__ import annotations

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.exchange import Outcome, Refusal
from crm_desktop.models.fields import Value
from crm_desktop.models.money import to_units
from crm_desktop.models.record import SyncState
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.field_states import field_states
from crm_desktop.store.queries.record_view import record_view
from tests.store.server_side import batch, pulled
from tests.support.sample import fill, ident
from tests.support.sync_sample import conflict


def states(store: Store, kind: str, name: str) -> dict[str, SyncState]:
    return store.read(field_states, kind, [ident(name)]).get(ident(name), {})


def test_each_field_says_the_most_pressing_thing_and_the_others_nothing(store: Store, clock: ManualClock) -> None:
    fill(store, "en")
    edit: dict[str, Value] = {"amount": to_units(990_000), "next_step": "Ring", "probability": 40}
    store.door.commit("opportunity.edit", [Update("opportunity", ident("mes2"), edit)])
    assert set(states(store, "opportunity", "mes2").values()) == {SyncState.WAITING}
    store.door.commit("opportunity.edit", [Update("opportunity", ident("mes2"), {"next_step": "Ring twice"})])
    *_, last = store.outbox.waiting(10)
    refusal = Refusal("sync.no_right", {}, kind="opportunity", id=ident("mes2"))
    store.outbox.record([Outcome(last.id, "refused", refusal=refusal)])
    rows = [conflict("mes2", "currency", ("CNY", "USD", "EUR"))]
    store.replica.apply_pull_page(pulled(11, batch("conflict", rows)))
    assert states(store, "opportunity", "mes2") == {
        "amount": SyncState.CONFLICT,
        "currency": SyncState.CONFLICT,
        "next_step": SyncState.PARKED,
        "probability": SyncState.WAITING,
    }
    view = store.read(record_view, "opportunity", ident("mes2"))
    assert view is not None
    assert view.field_states == states(store, "opportunity", "mes2")


def test_the_values_of_a_new_record_wait_as_a_whole_or_one_by_one(store: Store) -> None:
    made = Create("account", {"name": "New", "city": "Suzhou"})
    store.door.commit("account.create", [made])
    store.door.commit("account.edit", [Update("account", made.id, {"phone": "0512 6688 1200"})])
    assert {"name", "city", "phone"} <= set(store.read(field_states, "account", [made.id])[made.id])
    assert store.read(field_states, "account", [made.id], of_new=False) == {made.id: {"phone": SyncState.WAITING}}
