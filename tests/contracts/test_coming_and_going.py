"""What comes into a user's sight arrives whole and with its history; what leaves it leaves the device."""

from __future__ import annotations

from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.edits import Update
from crm_desktop.models.exchange import PullRequest
from tests.support.office import Office, create, held, update


def test_an_assigned_account_leaves_one_device_and_arrives_whole_on_another(office: Office) -> None:
    ann, bob = office.people["ann"], office.people["bob"]
    account = office.add("ann", "account", name="A")
    contact = office.add("ann", "contact", name="Wang", account_id=account)
    office.change("ann", "contact", contact, job_title=(None, "Buyer"))
    own_task = office.add("ann", "task", subject="Mine", account_id=account)
    anns, bobs = office.snapshot("ann"), office.snapshot("bob")
    assert ("contact", contact) not in bobs.rows
    office.change("mia", "account", account, owner_id=(ann, bob))
    pages = office.pull("ann", anns)
    exits = {(ref.kind, ref.id) for page in pages for ref in page.exits}
    assert exits == {("account", account), ("contact", contact)}
    assert ("task", own_task) in anns.rows, "what is the user's own stays"
    office.pull("bob", bobs)
    assert {("account", account), ("contact", contact), ("task", own_task)} <= bobs.rows.keys()
    titles = [entry for entry in bobs.history.values() if entry.change.id == contact]
    assert [entry.change.fields["job_title"].after for entry in titles] == ["Buyer"], "its history comes along"


def test_an_exit_is_told_even_when_the_record_left_the_account_afterwards(office: Office) -> None:
    ann, bob = office.people["ann"], office.people["bob"]
    account, other = office.add("ann", "account", name="A"), office.add("bob", "account", name="B")
    contact = office.add("ann", "contact", name="Wang", account_id=account)
    replica = office.snapshot("ann")
    office.change("mia", "account", account, owner_id=(ann, bob))
    office.change("bob", "contact", contact, account_id=(account, other))
    office.pull("ann", replica, limit=1)
    assert held(replica) == office.visible_now("ann")
    assert ("contact", contact) not in replica.rows


def test_a_share_brings_an_account_and_its_end_takes_it_away(office: Office) -> None:
    account = office.add("cem", "account", name="C")
    contact = office.add("cem", "contact", name="Chen", account_id=account)
    replica = office.snapshot("ann")
    given = {"record_kind": "account", "record_id": account, "owner_id": office.people["ann"]}
    share = office.add("cem", "share", **given)
    office.pull("ann", replica)
    assert {("account", account), ("contact", contact), ("share", share)} <= replica.rows.keys()
    office.act("cem", RecordChange("share", share, Operation.DELETE))
    office.pull("ann", replica)
    assert {("account", account), ("contact", contact)}.isdisjoint(replica.rows)
    assert held(replica) == office.visible_now("ann")


def test_what_users_make_for_others_leaves_their_device(office: Office) -> None:
    office.write(Update("role", office.made.roles["Sales representative"], {"permissions": ["assign"]}))
    replica = office.snapshot("ann")
    made = create("task", {"subject": "For Cem", "owner_id": office.people["cem"]})
    assert office.act("ann", made).result == "refused"
    office.write(Update("role", office.made.roles["Sales representative"], {"writes": ["*:all"]}))
    replica = office.snapshot("ann")
    assert office.act("ann", made).result == "applied"
    exits = [ref.id for page in office.pull("ann", replica) for ref in page.exits]
    assert exits == [made.id]


def test_what_came_by_a_share_and_was_moved_on_since_comes_with_its_history(office: Office) -> None:
    """Whether it was moved before the share was given or afterwards; the pages are as small as can be."""
    for share_first in (True, False):
        shared, own = office.add("ann", "account", name="A"), office.add("cem", "account", name="B")
        contact = office.add("ann", "contact", name="C", account_id=shared)
        office.change("ann", "contact", contact, job_title=(None, "Buyer"))
        replica = office.snapshot("cem")
        given = create(
            "share", {"record_kind": "account", "record_id": shared, "owner_id": office.people["cem"], "right": "read"}
        )
        moved = update("contact", contact, account_id=(shared, own))
        office.change("ann", "contact", contact, notes=(None, "still A's"))
        for change in (given, moved) if share_first else (moved, given):
            assert office.act("ada", change).result == "applied"
        office.pull("cem", replica, limit=1)
        told = [entry.change.fields.keys() for entry in replica.history.values() if entry.change.id == contact]
        assert held(replica) == office.visible_now("cem")
        assert sorted(name for names in told for name in names) == ["account_id", "job_title", "notes"]


def test_what_came_with_an_account_and_was_moved_on_since_comes_with_its_history(office: Office) -> None:
    given, own = office.add("ann", "account", name="A"), office.add("cem", "account", name="B")
    contact = office.add("ann", "contact", name="C", account_id=given)
    office.change("ann", "contact", contact, job_title=(None, "Buyer"))
    replica = office.snapshot("cem")
    office.change("ada", "account", given, owner_id=(office.people["ann"], office.people["cem"]))
    office.change("ada", "contact", contact, account_id=(given, own))
    office.pull("cem", replica)
    told = [name for entry in replica.history.values() if entry.change.id == contact for name in entry.change.fields]
    assert sorted(told) == ["account_id", "job_title"]


def test_what_left_and_came_back_between_two_pages_comes_with_its_history(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    office.change("ann", "account", account, region=(None, "East"))
    replica = office.snapshot("ann")
    office.change("ann", "account", account, employees=(None, 9))
    owners = (office.people["ann"], office.people["cem"])
    office.change("ada", "account", account, owner_id=owners)
    early = office.changes.pull(office.caller("ann"), PullRequest(position=replica.position, limit=1))
    replica.take_page(early)
    assert ("account", account) not in replica.rows
    replica.history.clear()  # a device forgets what it knew of a record that left
    office.change("ada", "account", account, owner_id=owners[::-1])
    office.pull("ann", replica)
    told = [name for entry in replica.history.values() for name in entry.change.fields]
    assert sorted(told) == ["employees", "owner_id", "owner_id", "region"]
    assert held(replica) == office.visible_now("ann")
