"""A device that is shut out hands over its work; what is not applied waits for those who may decide about it."""

from __future__ import annotations

import pytest

from crm_desktop.models.changes import Operation, RecordChange, Transaction
from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.edits import Update
from crm_desktop.models.errors import Denied
from crm_desktop.models.exchange import Device, Outcome, Push, Refusal, Renewal, Session, SignIn
from crm_desktop.models.ids import new_id
from crm_desktop.models.rescue import ApplyLeft, Keep, LeftWork, ParkedWork, RescueRequest, RescueRight
from crm_server.errors import NotFound
from crm_server.passwords import hash_password
from crm_server.services.devices import DeviceList
from crm_server.services.left_work import LeftWorkDesk
from crm_server.services.push_jobs import PushJob
from crm_server.services.rescues import Rescues
from crm_server.services.sessions import Sessions
from crm_server.services.set_up import disable_user
from crm_server.settings import from_environment
from crm_server.store import credentials
from tests.support.office import PASSWORD, Office, create, transaction, update

HASHED = hash_password(PASSWORD)


class Leaver:
    """Ann and her laptop, from signing in to being shut out."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.sessions = Sessions(office.database, from_environment({}), office.clock)
        self.rescues = Rescues(office.database, office.clock)
        self.device = Device(id=new_id(), name="Ann's laptop", platform="linux")
        with office.database.write() as connection:
            credentials.set_password(connection, (office.org_id, office.people["ann"]), "ann", HASHED, 0)
        self.session: Session = self.sessions.sign_in(
            SignIn(name="ann", password=PASSWORD, device=self.device), "10.0.0.1"
        )

    def made(self, *changes: RecordChange) -> Transaction:
        """Return an act made now."""
        self.office.clock.advance(1_000)
        return transaction(*changes, made_at=self.office.clock.now())

    def revoke(self) -> None:
        """Let the device be revoked, some minutes later."""
        self.office.clock.advance(600_000)
        DeviceList(self.office.database, self.office.clock).revoke(
            self.office.org_id, self.office.people["ann"], self.device.id
        )

    def disable(self) -> None:
        """Let Ann be disabled, some minutes later."""
        self.office.clock.advance(600_000)
        disable_user(self.office.database, self.office.clock, "ann")

    def renew(self) -> str:
        """Return the code with which the server refuses a new session."""
        with pytest.raises(Denied) as problem:
            self.sessions.renew(Renewal(refresh_token=self.session.refresh_token, device_id=self.device.id))
        return problem.value.code

    def ask(self) -> RescueRight:
        """Ask for the right to hand over."""
        return self.rescues.grant(RescueRequest(refresh_token=self.session.refresh_token, device_id=self.device.id))

    def hand_over(self, *transactions: Transaction, epoch: str = "") -> list[Outcome]:
        """Send transactions by the right."""
        case = self.rescues.case(self.ask().token)
        push = Push(transactions=list(transactions), clock=self.office.clock.now(), epoch=epoch)
        job = PushJob(case.caller, push, rescue=case)
        return self.office.accepting.accept(self.office.org_id, [job])[0][0].outcomes


@pytest.fixture
def leaver(office: Office) -> Leaver:
    """Ann, signed in."""
    return Leaver(office)


def works(office: Office, name: str) -> list[LeftWork]:
    return LeftWorkDesk(office.database, office.clock).of(office.caller(name)).works


def decide(office: Office, name: str, work_id: str, *changes: RecordChange) -> Outcome:
    """Let somebody do something in a work's place."""
    mine = transaction(*changes, made_at=office.clock.now())
    desk = LeftWorkDesk(office.database, office.clock)
    job = desk.applying(office.caller(name), work_id, ApplyLeft(transaction=mine, clock=office.clock.now()))
    return office.accepting.accept(office.org_id, [job])[0][0].outcomes[0]


def test_a_revoked_device_delivers_what_it_made_before(office: Office, leaver: Leaver) -> None:
    acts = [leaver.made(create("account", {"name": f"A{number}"})) for number in range(3)]
    leaver.revoke()
    assert leaver.renew() == "device.revoked"
    assert [each.result for each in leaver.hand_over(*acts)] == ["applied"] * 3
    assert office.row("account", acts[0].changes[0].id)["created_by"] == office.people["ann"]
    assert works(office, "ann") == []


def test_a_parting_device_that_knows_nothing_of_a_restore_is_heard_too(office: Office, leaver: Leaver) -> None:
    act = leaver.made(create("account", {"name": "A"}))
    leaver.revoke()
    assert [each.result for each in leaver.hand_over(act, epoch="before")] == ["applied"]


def test_the_right_is_good_for_nothing_else_and_ends(office: Office, leaver: Leaver) -> None:
    leaver.revoke()
    right = leaver.ask()
    with pytest.raises(Denied):
        leaver.sessions.caller(right.token)
    with pytest.raises(Denied):
        leaver.rescues.case(leaver.session.access_token)
    again = leaver.ask()
    with pytest.raises(Denied):
        leaver.rescues.case(right.token)
    leaver.rescues.end(leaver.rescues.case(again.token))
    for attempt in (lambda: leaver.rescues.case(again.token), leaver.ask):
        with pytest.raises(Denied, match=r"rescue\.over"):
            attempt()


def test_a_right_lasts_minutes_and_may_be_asked_for_again_within_days(office: Office, leaver: Leaver) -> None:
    leaver.revoke()
    right = leaver.ask()
    office.clock.advance(16 * 60_000)
    with pytest.raises(Denied, match=r"session\.ended"):
        leaver.rescues.case(right.token)
    office.clock.advance(6 * DAY_MS)
    leaver.ask()
    office.clock.advance(DAY_MS)
    with pytest.raises(Denied, match=r"rescue\.over"):
        leaver.ask()


def test_nobody_gets_the_right_who_is_not_shut_out_or_holds_an_old_token(office: Office, leaver: Leaver) -> None:
    with pytest.raises(Denied, match=r"session\.ended"):
        leaver.ask()
    first = leaver.session
    leaver.session = leaver.sessions.renew(Renewal(refresh_token=first.refresh_token, device_id=leaver.device.id))
    leaver.session = leaver.sessions.renew(
        Renewal(refresh_token=leaver.session.refresh_token, device_id=leaver.device.id)
    )
    leaver.revoke()
    stale = RescueRequest(refresh_token=first.refresh_token, device_id=leaver.device.id)
    with pytest.raises(Denied, match=r"session\.reused"):
        leaver.rescues.grant(stale)
    elsewhere = RescueRequest(refresh_token=leaver.session.refresh_token, device_id=new_id())
    with pytest.raises(Denied, match=r"session\.ended"):
        leaver.rescues.grant(elsewhere)
    leaver.ask()


def test_a_device_signed_out_before_gets_no_right(office: Office, leaver: Leaver) -> None:
    leaver.sessions.sign_out(leaver.sessions.caller(leaver.session.access_token))
    leaver.revoke()
    with pytest.raises(Denied, match=r"session\.ended"):
        leaver.ask()


def test_what_is_made_after_the_end_of_access_waits_for_a_person(office: Office, leaver: Leaver) -> None:
    leaver.revoke()
    office.clock.advance(600_000)
    late = leaver.made(create("account", {"name": "Too late"}))
    (outcome,) = leaver.hand_over(late)
    assert outcome.refusal is not None
    assert outcome.refusal.code == "rescue.too_late"
    (left,) = works(office, "ann")
    assert (left.reason, left.state, left.changes[0].title) == ("device.revoked", "open", "Too late")


@pytest.mark.parametrize("disabling", ["command line", "another administrator's device"])
def test_a_leaver_delivers_edits_but_no_deletion_or_handing_on(office: Office, leaver: Leaver, disabling: str) -> None:
    account = office.add("ann", "account", name="Hengchuan")
    other = office.add("ann", "account", name="Beichen")
    edit = leaver.made(update("account", account, phone=(None, "021 6688 1200")))
    gone = leaver.made(RecordChange("account", other, Operation.DELETE))
    handed = leaver.made(update("account", account, owner_id=(office.people["ann"], office.people["bob"])))
    if disabling == "command line":
        leaver.disable()
    else:
        office.clock.advance(600_000)
        assert office.change("ada", "user", office.people["ann"], active=(True, False)).result == "applied"
    assert leaver.renew() == "sign_in.disabled"
    outcomes = leaver.hand_over(edit, gone, handed)
    assert [each.result for each in outcomes] == ["applied", "refused", "refused"]
    assert {each.refusal.code for each in outcomes if each.refusal} == {"rescue.manager_decides"}
    assert office.row("account", account)["phone"] == "021 6688 1200"
    assert office.row("account", other)["deleted_at"] is None
    assert {each.id for each in works(office, "mia")} == {gone.id, handed.id}
    assert works(office, "bob") == []
    assert works(office, "cem") == []


def test_handing_over_twice_keeps_everything_once(office: Office, leaver: Leaver) -> None:
    foreign = office.add("cem", "account", name="Out of sight")
    refused = leaver.made(update("account", foreign, phone=(None, "1")))
    parked = leaver.made(create("account", {"name": "Rests on it"}))
    leaver.disable()
    for _ in range(2):
        (outcome,) = leaver.hand_over(refused)
        assert outcome.refusal is not None
        case = leaver.rescues.case(leaver.ask().token)
        kept = [ParkedWork(refused, outcome.refusal), ParkedWork(parked)]
        leaver.rescues.keep(case, Keep(works=kept, clock=office.clock.now()))
    assert [each.id for each in works(office, "mia")] == [parked.id, refused.id]


def test_what_was_refused_before_the_end_is_kept_too(office: Office, leaver: Leaver) -> None:
    foreign = office.add("cem", "account", name="Out of sight")
    refused = leaver.made(update("account", foreign, phone=(None, "1")))
    assert office.push("ann", refused)[0].result == "refused"
    assert works(office, "mia") == []
    leaver.disable()
    (outcome,) = leaver.hand_over(refused)
    assert outcome.repeated
    assert len(works(office, "mia")) == 1


def test_the_manager_applies_it_once_as_an_act_of_her_own(office: Office, leaver: Leaver) -> None:
    account = office.add("ann", "account", name="Hengchuan")
    leaver.disable()
    office.clock.advance(600_000)
    late = leaver.made(update("account", account, phone=(None, "021 6688 1200")))
    leaver.hand_over(late)
    (left,) = works(office, "mia")
    (change,) = left.changes
    assert [(each.name, each.before, each.after, each.present) for each in change.fields] == [
        ("phone", None, "021 6688 1200", None)
    ]
    outcome = decide(office, "mia", left.id, update("account", account, phone=(None, "021 6688 1299")))
    assert outcome.result == "applied"
    row = office.row("account", account)
    assert (row["phone"], row["updated_by"]) == ("021 6688 1299", office.people["mia"])
    (decided,) = works(office, "mia")
    assert (decided.state, decided.decided_by, decided.decided_as) == (
        "applied",
        office.people["mia"],
        outcome.transaction_id,
    )
    second = decide(office, "ada", left.id, update("account", account, phone=("021 6688 1299", "1")))
    assert second.refusal is not None
    assert second.refusal.code == "left_work.decided"


def test_two_deciding_in_one_commit_are_told_apart(office: Office, leaver: Leaver) -> None:
    account = office.add("ann", "account", name="Hengchuan")
    leaver.disable()
    office.clock.advance(600_000)
    leaver.hand_over(leaver.made(update("account", account, phone=(None, "1"))))
    (left,) = works(office, "mia")
    desk, now = LeftWorkDesk(office.database, office.clock), office.clock.now()
    jobs = [
        desk.applying(
            office.caller(name),
            left.id,
            ApplyLeft(transaction=transaction(update("account", account, phone=(None, phone)), made_at=now), clock=now),
        )
        for name, phone in (("mia", "021 6688 1202"), ("ada", "021 6688 1203"))
    ]
    answers, _ = office.accepting.accept(office.org_id, jobs)
    assert [answer.outcomes[0].result for answer in answers] == ["applied", "refused"]
    assert office.row("account", account)["phone"] == "021 6688 1202"


def test_a_refused_attempt_leaves_the_work_open_and_discarding_closes_it(office: Office, leaver: Leaver) -> None:
    account = office.add("ann", "account", name="Hengchuan")
    leaver.disable()
    office.clock.advance(600_000)
    leaver.hand_over(leaver.made(update("account", account, phone=(None, "1"))))
    (left,) = works(office, "mia")
    assert decide(office, "mia", left.id, update("account", account, nothing=(None, "1"))).result == "refused"
    assert works(office, "mia")[0].state == "open"
    desk = LeftWorkDesk(office.database, office.clock)
    for name in ("bob", "cem"):
        with pytest.raises(NotFound):
            desk.discard(office.caller(name), left.id)
    desk.discard(office.caller("mia"), left.id)
    desk.discard(office.caller("mia"), left.id)
    assert works(office, "mia")[0].state == "discarded"


def test_nobody_reads_more_of_it_than_their_rights_say(office: Office, leaver: Leaver) -> None:
    mine = office.add("ann", "account", name="Hengchuan")
    foreign = office.add("cem", "account", name="Secret of the south")
    leaver.disable()
    office.clock.advance(600_000)
    secret = leaver.made(
        update("account", mine, phone=(None, "1"), annual_value=(None, 10_000)),
        update("account", foreign, phone=(None, "2")),
    )
    guard = Refusal("sync.guard", kind="account", id=foreign, field="phone", present="what stands there")
    case = leaver.rescues.case(leaver.ask().token)
    leaver.rescues.keep(case, Keep(works=[ParkedWork(secret, guard)], clock=office.clock.now()))
    role = Update("role", office.made.roles["Manager"], {"field_rights": ["account.annual_value:hidden"]})
    office.write(role)
    (seen,) = works(office, "mia")
    assert [each.name for each in seen.changes[0].fields] == ["phone"]
    assert (seen.changes[1].hidden, seen.changes[1].id, seen.changes[1].title) == (True, "", "")
    assert seen.refusal == Refusal("sync.guard", kind="account")
    assert not seen.decidable
    with pytest.raises(NotFound):
        decide(office, "mia", seen.id, update("account", mine, phone=(None, "1")))
    (whole,) = works(office, "ada")
    assert whole.decidable
    assert whole.refusal == guard


def test_a_device_says_what_it_has_not_sent_and_its_person_names_it(office: Office, leaver: Leaver) -> None:
    devices = DeviceList(office.database, office.clock)
    devices.note_unsent(leaver.sessions.caller(leaver.session.access_token), 12, 2)
    caller = leaver.sessions.caller(leaver.session.access_token)
    assert caller.unsent == (12, 2)
    devices.rename(caller, leaver.device.id, "  The  van ")
    (listed,) = devices.of(caller).devices
    assert (listed.name, listed.waiting, listed.undecided) == ("The van", 12, 2)
    with pytest.raises(NotFound):
        devices.rename(office.caller("bob"), leaver.device.id, "mine")
    leaver.sessions.sign_in(SignIn(name="ann", password=PASSWORD, device=leaver.device), "10.0.0.1")
    assert devices.of(caller).devices[0].name == "The van"
