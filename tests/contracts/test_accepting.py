"""What devices push is accepted once, whole, merged by declared rules, or refused with a code."""

from __future__ import annotations

import msgspec

from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.exchange import Push
from crm_desktop.models.ids import new_id
from crm_server.services.push_jobs import PushJob
from tests.support.office import Office, create, transaction, update

REFUSED = (
    (create("account", {"name": "A", "health": 101}), "field.too_large"),
    (create("account", {"name": "A", "level": "nonsense"}), "field.not_a_choice"),
    (create("account", {"name": None}), "field.required"),
    (create("account", {"name": "A", "notes": "\0"}), "field.unreadable"),
    (create("account", {"name": "A", "employees": 2**63}), "field.too_large"),
    (create("account", {"name": "A", "surprise": 1}), "sync.unknown_field"),
    (create("account", {"name": "A", "created_at": 1}), "sync.unknown_field"),
    (create("account", {"name": "A", "employees": "many"}), "field.digits_only"),
    (create("conflict", {"record_kind": "account"}), "sync.not_writable"),
    (create("organisation", {"name": "Mine"}), "sync.not_writable"),
    (create("stage", {"name": "Mine"}), "sync.no_right"),
    (create("spaceship", {"name": "A"}), "sync.unknown_kind"),
    (create("account", {"name": "A"}, "../../etc"), "sync.bad_id"),
    (create("opportunity", {"name": "D", "stage_id": new_id()}), "sync.link_missing"),
    (update("account", new_id(), name=("A", "B")), "sync.no_such_record"),
)


def test_an_accepted_transaction_changes_the_record_and_says_where_in_the_log(office: Office) -> None:
    account = create("account", {"name": "恒川精密", "tag_ids": None, "employees": 80})
    outcome = office.act("ann", account)
    assert (outcome.result, outcome.repeated) == ("applied", False)
    row = office.row("account", account.id)
    assert (row["name"], row["employees"], row["created_by"]) == ("恒川精密", 80, office.people["ann"])
    assert row["owner_id"] == office.people["ann"], "who makes an account without naming an owner owns it"
    assert row["form"] == "organisation", "defaults are filled in"
    following = office.change("ann", "account", account.id, employees=(80, 81))
    assert following.sequence == outcome.sequence + 1


def test_a_transaction_sent_twice_is_applied_once_and_answered_the_same(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    sent = transaction(update("account", account, employees=(None, 5)), made_at=office.clock.now())
    first = office.push("ann", sent)[0]
    office.change("ann", "account", account, employees=(5, 6))
    again = office.push("ann", sent, sent)
    assert [msgspec.structs.replace(each, repeated=False) for each in again] == [first, first]
    assert all(each.repeated for each in again)
    assert office.row("account", account)["employees"] == 6


def test_a_transaction_named_twice_in_one_push_is_applied_once(office: Office) -> None:
    sent = transaction(create("account", {"name": "A"}), made_at=office.clock.now())
    first, second = office.push("ann", sent, sent)
    assert (first.result, second.result, first.repeated, second.repeated) == ("applied", "applied", False, True)
    assert first.sequence == second.sequence


def test_nobody_learns_the_outcome_of_a_colleagues_transaction(office: Office) -> None:
    sent = transaction(create("account", {"name": "A"}), made_at=office.clock.now())
    office.push("ann", sent)
    outcome = office.push("cem", sent)[0]
    assert outcome.refusal is not None
    assert outcome.refusal.code == "sync.id_taken"


def test_one_refused_change_refuses_its_transaction_whole_and_no_other(office: Office) -> None:
    account, foreign = office.add("ann", "account", name="A"), office.add("cem", "account", name="C")
    now = office.clock.now()
    mixed = transaction(
        update("account", account, employees=(None, 1)), update("account", foreign, name=("C", "X")), made_at=now
    )
    after = transaction(update("account", account, phone=(None, "021 6688 1200")), made_at=now)
    refused, applied = office.push("ann", mixed, after)
    assert refused.refusal is not None
    assert (refused.result, refused.refusal.code, refused.sequence) == ("refused", "sync.no_such_record", 0)
    assert applied.result == "applied"
    assert office.row("account", account)["employees"] is None
    assert office.row("account", account)["phone"] == "021 6688 1200"
    assert office.push("ann", mixed)[0] == msgspec.structs.replace(refused, repeated=True), "a refusal is durable too"


def test_edits_of_different_fields_both_survive(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    assert office.change("ann", "account", account, industry=(None, "Logistics")).result == "applied"
    assert office.change("mia", "account", account, employees=(None, 80)).result == "applied"
    row = office.row("account", account)
    assert (row["industry"], row["employees"]) == ("Logistics", 80)


def test_the_later_edit_of_a_field_wins_and_the_loser_is_kept(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    early = office.clock.now()
    office.clock.advance(60_000)
    office.change("mia", "account", account, name=("A", "Mia's"))
    late_arrival = transaction(update("account", account, name=("A", "Ann's")), made_at=early)
    outcome = office.push("ann", late_arrival)[0]
    assert outcome.result == "merged"
    settlement = outcome.settlements[0]
    assert (settlement.winner, settlement.result, settlement.theirs_by) == ("theirs", "Mia's", office.people["mia"])
    conflict = office.row("conflict", settlement.conflict_id)
    assert (conflict["mine"], conflict["theirs"], conflict["account_id"]) == ('"Ann\'s"', '"Mia\'s"', account)
    assert ("conflict", settlement.conflict_id) in office.visible_now("ann")


def test_a_devices_wrong_clock_does_not_win(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    office.clock.advance(60_000)
    # Ann's clock is a day ahead; her edit is really older than Mia's.
    ahead = office.clock.now() + 86_400_000
    sent = transaction(update("account", account, name=("A", "Ann's")), made_at=ahead - 30_000)
    office.change("mia", "account", account, name=("A", "Mia's"))
    job = PushJob(office.caller("ann"), Push(transactions=[sent], clock=ahead))
    outcome = office.accepting.accept(office.org_id, [job])[0][0].outcomes[0]
    assert outcome.settlements[0].winner == "theirs"
    assert office.row("account", account)["name"] == "Mia's"


def test_an_edit_cannot_have_been_made_in_the_future(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    sent = transaction(update("account", account, name=("A", "B")), made_at=office.clock.now() + 10**9)
    office.push("ann", sent)
    replica = office.snapshot("ann")
    assert max(entry.made_at for entry in replica.history.values()) <= office.clock.now()


def test_a_guarded_field_is_not_replaced_unseen(office: Office) -> None:
    stages = office.made.stages
    deal = office.add("ann", "opportunity", name="D", stage_id=stages["Qualified"])
    office.change("mia", "opportunity", deal, stage_id=(stages["Qualified"], stages["Proposal"]))
    outcome = office.change("ann", "opportunity", deal, stage_id=(stages["Qualified"], stages["Discovery"]))
    assert outcome.refusal is not None
    assert (outcome.refusal.code, outcome.refusal.present) == ("sync.guard", stages["Proposal"])


def test_a_deleted_record_that_someone_else_edited_is_kept_and_the_deleter_asked(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    seen = office.row("account", account)["updated_at"]
    office.change("mia", "account", account, employees=(None, 9))
    delete = RecordChange("account", account, Operation.DELETE, {"updated_at": FieldChange(seen, seen)})
    outcome = office.act("ann", delete)
    assert outcome.refusal is not None
    assert outcome.refusal.code == "sync.edited_since"
    seen = office.row("account", account)["updated_at"]
    delete = RecordChange("account", account, Operation.DELETE, {"updated_at": FieldChange(seen, seen)})
    assert office.act("ann", delete).result == "applied"
    assert office.row("account", account)["deleted_by"] == office.people["ann"]
    assert office.act("ann", RecordChange("account", account, Operation.RESTORE)).result == "applied"
    assert office.row("account", account)["deleted_at"] is None


def test_an_edit_takes_a_record_out_of_the_bin_and_the_deleter_is_asked(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    assert (
        office.act("mia", RecordChange("account", account, Operation.DELETE, _seen(office, account))).result
        == "applied"
    )
    outcome = office.change("ann", "account", account, employees=(None, 9))
    (told,) = outcome.settlements
    assert (outcome.result, told.rule, told.field) == ("merged", "deletion", "deleted_at")
    row, entry = office.row("account", account), office.row("conflict", told.conflict_id)
    assert (row["deleted_at"], row["employees"]) == (None, 9)
    assert (entry["owner_id"], entry["field"], entry["state"]) == (office.people["mia"], "deleted_at", "open")


def test_each_repair_between_records_is_made_and_told_by_its_name(office: Office) -> None:
    nobody = new_id()
    above, below = office.add("ann", "account", name="A"), office.add("ann", "account", name="B")
    tag = office.add("ada", "tag", name="VIP")
    office.change("ann", "account", below, parent_id=(None, above))
    for field, wanted, kept, rule in (
        ("parent_id", nobody, None, "link_cleared"),
        ("tag_ids", [tag, nobody], [tag], "members_dropped"),
        ("parent_id", below, None, "loop_cut"),
    ):
        outcome = office.change("ann", "account", above, **{field: (None, wanted)})
        (told,) = outcome.settlements
        assert (outcome.result, told.rule, told.result) == ("merged", rule, kept)
        assert (office.row("account", above)[field] or None) == kept


def test_records_made_by_one_act_name_each_other_in_whatever_order_they_come(office: Office) -> None:
    parent, child = new_id(), new_id()
    first = RecordChange("account", child, Operation.CREATE, _named(office, "B", parent_id=parent))
    second = RecordChange("account", parent, Operation.CREATE, _named(office, "A"))
    outcome = office.act("ann", first, second)
    assert (outcome.result, list(outcome.settlements)) == ("applied", [])
    assert office.row("account", child)["parent_id"] == parent


def _named(office: Office, name: str, **more: str) -> dict[str, FieldChange]:
    values = {"name": name, "owner_id": office.people["ann"], **more}
    return {each: FieldChange(None, value) for each, value in values.items()}


def _seen(office: Office, account: str) -> dict[str, FieldChange]:
    seen = office.row("account", account)["updated_at"]
    return {"updated_at": FieldChange(seen, seen)}


def test_what_cannot_be_written_is_refused_with_its_code(office: Office) -> None:
    for change, code in REFUSED:
        outcome = office.act("ann", change)
        assert outcome.refusal is not None, (code, outcome)
        assert outcome.refusal.code == code


def test_an_owner_is_changed_only_by_those_who_may_assign(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    ann, bob, cem = (office.people[name] for name in ("ann", "bob", "cem"))
    outcome = office.change("ann", "account", account, owner_id=(ann, bob))
    assert outcome.refusal is not None
    assert outcome.refusal.code == "assign.not_allowed"
    outcome = office.change("mia", "account", account, owner_id=(ann, cem))
    assert outcome.refusal is not None
    assert outcome.refusal.code == "assign.out_of_reach"
    assert office.change("mia", "account", account, owner_id=(ann, bob)).result == "applied"


def test_a_share_needs_the_right_to_change_what_is_shared(office: Office) -> None:
    account = office.add("cem", "account", name="C")
    theft = create(
        "share", {"record_kind": "account", "record_id": account, "owner_id": office.people["ann"], "right": "write"}
    )
    outcome = office.act("ann", theft)
    assert outcome.refusal is not None
    assert outcome.refusal.code == "sync.no_right"
    share = create(
        "share", {"record_kind": "account", "record_id": account, "owner_id": office.people["ann"], "right": "read"}
    )
    assert office.act("cem", share).result == "applied"
    outcome = office.change("ann", "account", account, name=("C", "X"))
    assert outcome.refusal is not None
    assert outcome.refusal.code == "sync.no_right", "read is not write"
    outcome = office.change("cem", "share", share.id, owner_id=(office.people["ann"], office.people["bob"]))
    assert outcome.refusal is not None
    assert office.change("cem", "share", share.id, right=("read", "write")).result == "applied"
    assert office.change("ann", "account", account, name=("C", "X")).result == "applied"


def test_fields_of_a_newer_client_survive_and_come_back(office: Office) -> None:
    made = create("account", {"name": "A", "moon_phase": "full"})
    newer = transaction(made, made_at=office.clock.now(), schema=99)
    assert office.push("ann", newer)[0].result == "applied"
    office.change("ann", "account", made.id, employees=(None, 3))
    row = office.snapshot("ann").rows[("account", made.id)]
    assert msgspec.json.decode(row["extra"]) == {"moon_phase": "full"}


def test_hidden_and_read_only_fields_are_kept_from_those_without_the_right(office: Office) -> None:
    role = office.made.roles["Sales representative"]
    account = office.add("ann", "account", name="A", annual_value=700_000)
    office.change("ann", "account", account, annual_value=(700_000, 800_000))
    rights = ["account.annual_value:hidden", "account.region:read"]
    office.write(Update("role", role, {"field_rights": rights}))
    replica = office.snapshot("ann")
    assert "annual_value" not in replica.rows[("account", account)]
    entries = [entry for entry in replica.history.values() if entry.change.id == account]
    assert entries
    assert all("annual_value" not in entry.change.fields for entry in entries)
    outcome = office.change("ann", "account", account, region=(None, "East"))
    assert outcome.refusal is not None
    assert (outcome.refusal.code, outcome.refusal.field) == ("sync.no_right", "region")


def test_an_answer_quotes_nothing_that_its_reader_may_not_see_any_more(office: Office) -> None:
    """Told again after the role lost a field, or after the record left, an outcome keeps other people's values back."""
    account = office.add("ann", "account", name="A", annual_value=1)
    early = office.clock.now()
    office.clock.advance(60_000)
    office.change("mia", "account", account, annual_value=(1, 2), name=("A", "B"))
    late = transaction(update("account", account, annual_value=(1, 3), name=("A", "C")), made_at=early)
    guarded = transaction(update("account", account, owner_id=(office.people["cem"], office.people["mia"])), made_at=0)
    merged, refused = office.push("ann", late, guarded)
    assert {each.field for each in merged.settlements} == {"annual_value", "name"}
    assert refused.refusal is not None
    assert refused.refusal.present == office.people["ann"]
    hidden = {"field_rights": ["account.annual_value:hidden", "account.owner_id:hidden"]}
    office.write(Update("role", office.made.roles["Sales representative"], hidden))
    merged, refused = office.push("ann", late, guarded)
    assert (merged.result, merged.repeated) == ("merged", True)
    assert {each.field for each in merged.settlements} == {"name"}
    assert refused.refusal is not None
    assert (refused.refusal.code, refused.refusal.present) == ("sync.guard", None)
    office.write(Update("account", account, {"owner_id": office.people["cem"]}))
    assert office.push("ann", late)[0].settlements == []


def test_mentioning_a_field_without_the_right_to_it_neither_writes_nor_reads_it(office: Office) -> None:
    account = office.add("ann", "account", name="A", annual_value=500, annual_currency="CNY", region="West")
    rights = ["account.annual_value:hidden", "account.region:read"]
    office.write(Update("role", office.made.roles["Sales representative"], {"field_rights": rights}))
    guess = office.change("ann", "account", account, annual_value=(7, 7), annual_currency=("EUR", "USD"))
    assert all(each.field != "annual_value" for each in guess.settlements)
    office.change("ann", "account", account, region=("East", "East"), name=("A", "B"))
    row = office.row("account", account)
    assert (row["annual_value"], row["region"], row["name"]) == (500, "West", "B")


def test_losing_an_opportunity_needs_a_reason(office: Office) -> None:
    stages = office.made.stages
    deal = office.add("ann", "opportunity", name="D", stage_id=stages["Qualified"])
    outcome = office.change("ann", "opportunity", deal, stage_id=(stages["Qualified"], stages["Lost"]))
    assert outcome.refusal is not None
    assert outcome.refusal.code == "stage.loss_reason"
    lost = {"stage_id": (stages["Qualified"], stages["Lost"]), "loss_reason": (None, "price")}
    assert office.change("ann", "opportunity", deal, **lost).result == "applied"


def test_a_sign_in_name_belongs_to_one_person(office: Office) -> None:
    outcome = office.change("ada", "user", office.people["bob"], sign_in_name=("bob", "ada"))
    assert outcome.refusal is not None
    assert outcome.refusal.code == "user.name_taken"


def test_a_new_right_counts_from_the_next_transaction_of_the_same_push(office: Office) -> None:
    account = office.add("cem", "account", name="C")
    now = office.clock.now()
    share = create(
        "share", {"record_kind": "account", "record_id": account, "owner_id": office.people["ann"], "right": "write"}
    )
    edit = transaction(update("account", account, employees=(None, 7)), made_at=now)
    jobs = [office.job("cem", transaction(share, made_at=now)), office.job("ann", edit)]
    answers, _ = office.accepting.accept(office.org_id, jobs)
    assert [answer.outcomes[0].result for answer in answers] == ["applied", "applied"]


def test_writing_in_bulk_goes_through_the_same_log(office: Office) -> None:
    replica = office.snapshot("ada")
    edits = [
        Create("account", {"name": f"Account {index}", "owner_id": office.people["ann"]}) for index in range(1_200)
    ]
    office.write(*edits)
    pages = office.pull("ada", replica, limit=500)
    assert len(pages) == 3
    assert sum(key[0] == "account" for key in replica.rows) == 1_200


def test_what_rests_on_a_refused_act_of_the_same_request_is_refused_with_it(office: Office) -> None:
    """Else a contact would be accepted without the account it was made for, just because both came together."""
    now = office.clock.now()
    account = create("account", {"name": "A", "form": "nonsense"})
    contact = create("contact", {"name": "C", "account_id": account.id})
    later = create("account", {"name": "B"})
    outcomes = office.push("ann", *(transaction(each, made_at=now) for each in (account, contact, later)))
    codes = [each.refusal.code if each.refusal else "" for each in outcomes]
    assert codes == ["field.not_a_choice", "sync.rests_on_refused", ""]
    mended = create("account", {"name": "A"}, account.id)
    again = office.push("ann", *(transaction(each, made_at=now) for each in (mended, contact)))
    assert [each.result for each in again] == ["applied", "applied"]
