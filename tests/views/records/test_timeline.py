"""The timeline of an account holds what happened below it too: at subsidiaries, and the changes of people and deals."""

from __future__ import annotations

from crm_desktop.models.edits import Create, Update
from crm_desktop.store.queries.timeline import CHANGE, timeline
from crm_desktop.views.desk import Desk
from tests.support.sample import ME, NOW, ident

HOME = ident("hengchuan")


def test_what_happened_at_an_account_below_is_in_the_timeline_above(desk: Desk) -> None:
    plant = Create("account", {"name": "Plant East", "parent_id": HOME, "owner_id": ME})
    hall = Create("account", {"name": "Hall 2", "parent_id": plant.id, "owner_id": ME})
    call = Create("activity", {"subject": "Called hall 2", "happened_at": NOW, "account_id": hall.id})
    desk.store.door.commit("account.create", [plant, hall, call])
    found = desk.store.read(timeline, "account", HOME, 10)
    assert call.id in {entry.record.id for entry in found}
    assert call.id not in {entry.record.id for entry in desk.store.read(timeline, "account", ident("yunhe"), 50)}


def test_changes_are_told_where_they_are_asked_for_newest_first_and_in_portions(desk: Desk) -> None:
    for number in range(5):
        desk.clock.advance(1000)  # type: ignore[attr-defined]
        desk.store.door.commit("contact.edit", [Update("contact", ident("zhou"), {"job_title": f"Job {number}"})])
    assert not [each for each in desk.store.read(timeline, "account", HOME, 200) if each.change is not None]
    first = desk.store.read(timeline, "account", HOME, 3, None, (CHANGE,))
    told = [entry.change.fields["job_title"].after for entry in first if entry.change is not None]
    assert told == ["Job 4", "Job 3", "Job 2"]
    rest = desk.store.read(timeline, "account", HOME, 3, first[-1].moment, (CHANGE,))
    assert [entry.change.fields["job_title"].after for entry in rest if entry.change is not None][:2] == [
        "Job 1",
        "Job 0",
    ]
    own = desk.store.read(timeline, "contact", ident("zhou"), 10, None, (CHANGE,))
    assert len(own) == 5
