"""Two accounts become one on a device: the server accepts it, nothing is lost, and one undo brings both back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_desktop.models.edits import Create
from crm_desktop.models.errors import Refused
from crm_desktop.store.queries.combining import combining, pair
from tests.support.direct import Desktop
from tests.support.office import Office


def test_a_merge_is_accepted_by_the_server_and_its_undo_as_well(office: Office, tmp_path: Path) -> None:
    ann = office.people["ann"]
    kept = office.add("ann", "account", name="恒川精密", owner_id=ann)
    other = office.add("ann", "account", name="Hengchuan", owner_id=ann, city="Suzhou")
    child = office.add("ann", "account", name="Hengchuan East", owner_id=ann, parent_id=other)
    contact = office.add("ann", "contact", name="周敏", account_id=other)
    call = office.add("ann", "activity", subject="Called", happened_at=1, account_id=other, contact_id=contact)
    office.add("ann", "note", body="Gate 3", record_kind="account", record_id=other, account_id=other)
    desktop = Desktop(office, "ann", tmp_path)
    desktop.sync()
    store = desktop.store
    found = store.read(pair, "account", kept, other)
    assert found.moving == {"account": 1, "activity": 1, "contact": 1, "note": 1}
    edits = store.read(combining, ann, "account", (kept, other), {"city": "Suzhou"})
    store.door.commit("account.merge", edits)
    desktop.sync()
    assert store.outbox.count() == 0
    assert office.row("account", kept)["city"] == "Suzhou"
    assert office.row("account", other)["deleted_at"] is not None
    assert office.row("account", child)["parent_id"] == kept
    assert {office.row(kind, each)["account_id"] for kind, each in (("contact", contact), ("activity", call))} == {kept}
    assert note_of(desktop)["record_id"] == kept
    store.door.undo()
    desktop.sync()
    assert store.outbox.count() == 0
    assert office.row("account", other)["deleted_at"] is None
    assert office.row("activity", call)["account_id"] == other
    assert office.row("account", kept)["city"] is None
    assert note_of(desktop)["record_id"] == other
    store.close()


def test_a_merge_that_the_server_would_refuse_is_refused_on_the_device(office: Office, tmp_path: Path) -> None:
    kept = office.add("ann", "account", name="Mine", owner_id=office.people["ann"])
    other = office.add("bob", "account", name="His", owner_id=office.people["bob"])
    office.write(Create("share", {"record_kind": "account", "record_id": other, "owner_id": office.people["ann"]}))
    desktop = Desktop(office, "ann", tmp_path)
    desktop.sync()
    with pytest.raises(Refused, match=r"records\.combine_not_allowed"):
        desktop.store.read(combining, office.people["ann"], "account", (kept, other), {})
    desktop.store.close()


def note_of(desktop: Desktop) -> dict[str, Any]:
    return {"record_id": desktop.value("SELECT record_id FROM notes")}
