"""What people do all day: one function for each deed, drawn by weight. Some are not allowed; that is the point."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from crm_desktop.models.changes import Operation
from crm_desktop.models.clock import local_day
from crm_desktop.models.edits import Create, Delete, Restore, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.rules.settling import Choice, Side, settle
from crm_desktop.models.rules.stages import enter_stage
from crm_desktop.store.acts import Committed
from crm_desktop.store.attachments.attaching import NewFile, Target
from crm_desktop.store.queries.acting import assigning
from crm_desktop.store.queries.sync_state import conflicts, parked
from tests.support.chaos.hand import Hand

Deed: TypeAlias = Callable[[Hand], Committed]
_OWNED = ("account", "opportunity", "task", "activity", "note", "visit")
_DELETED = (*_OWNED, "contact", "tag", "saved_view")


def make_account(hand: Hand) -> Committed:
    """Make an account."""
    values: dict[str, Value] = {"name": hand.word(), "notes": f"{hand.word()}\n{hand.word()}", "city": hand.word()}
    return hand.do("account.create", Create("account", values))


def convert(hand: Hand) -> Committed:
    """Make an account with a contact and an opportunity in one act."""
    stage = hand.pick("stage")
    account = Create("account", {"name": hand.word(), "annual_value": hand.chance.randrange(10**6)})
    edits = [account, Create("contact", {"name": hand.word(), "account_id": account.id})]
    if stage is not None:
        edits.append(_opportunity(hand, account.id, stage.id))
    return hand.do("lead.convert", *edits)


def _opportunity(hand: Hand, account_id: str, stage_id: str) -> Create:
    values: dict[str, Value] = {"name": hand.word(), "account_id": account_id, "stage_id": stage_id, "rank": "m"}
    return Create("opportunity", values | {"loss_reason": "price", "amount": hand.chance.randrange(10**6)})


def add_to_account(hand: Hand) -> Committed:
    """Make something that belongs to an account, or to none."""
    account = hand.pick("account") if hand.chance.random() < 0.9 else None
    link: dict[str, Value] = {"account_id": account.id} if account else {}
    stage = hand.pick("stage")
    kind = hand.chance.choice(("contact", "task", "activity", "note", "visit", "opportunity", "attachment"))
    values: dict[str, dict[str, Value]] = {
        "contact": {"name": hand.word(), "notes": hand.word()},
        "task": {"subject": hand.word(), "due_at": hand.now},
        "activity": {"subject": hand.word(), "happened_at": hand.now, "body": hand.word()},
        "note": {"body": hand.word()},
        "visit": {"subject": hand.word(), "starts_at": hand.now, "participant_ids": hand.ids("contact", 2)},
        "attachment": {"file_name": hand.word(), "size": 7},
        "opportunity": {"name": hand.word(), "stage_id": stage.id if stage else None, "loss_reason": "price"},
    }
    return hand.do(f"{kind}.create", Create(kind, values[kind] | link))


def attach_file(hand: Hand) -> Committed:
    """Attach a small file, now and then one that others attach too, to something, or to nothing."""
    record = hand.pick(hand.chance.choice(("account", "contact", "opportunity", "task", "note")))
    number = hand.chance.randrange(5) if hand.chance.random() < 0.3 else hand.chance.getrandbits(60)
    data = f"brochure {number}\n".encode() * hand.chance.choice((1, 4, 12) if number > 5 else (3,))
    file = NewFile(hand.store.attachments.put(data, "text/plain"), f"{hand.word()}.txt")
    return hand.store.attachments.attach([file], Target(record.kind, record.id) if record else Target())


def edit_plain(hand: Hand) -> Committed:
    """Change plain fields: the later edit wins."""
    kind, fields = hand.chance.choice(
        (
            ("account", ("name", "next_step", "short_name")),
            ("account", ("name", "next_step", "x_text_chaos", "x_note_chaos")),
            ("contact", ("name", "job_title", "wechat")),
            ("opportunity", ("name", "next_step", "competitors")),
            ("task", ("subject",)),
            ("visit", ("place", "outcome")),
            ("activity", ("outcome", "next_step")),
        )
    )
    record = hand.pick(kind)
    names = hand.chance.sample(fields, hand.chance.randint(1, min(2, len(fields))))
    return hand.do(f"{kind}.edit", *_update(record, {name: hand.word() for name in names}))


def edit_together(hand: Hand) -> Committed:
    """Change fields that travel together."""
    record = hand.pick("account")
    amount: Value = hand.chance.randrange(10**6)
    ways: tuple[dict[str, Value], ...] = (
        {"city": hand.word()},
        {"street": hand.word(), "postcode": "200000"},
        {"annual_value": amount, "annual_currency": hand.chance.choice(("CNY", "USD"))},
        {"annual_value": amount},
        {"x_money_chaos": amount, "x_currency_chaos": hand.chance.choice(("CNY", "USD"))},
        {"latitude": hand.chance.randrange(90), "longitude": hand.chance.randrange(180)},
    )
    values = hand.chance.choice(ways)
    return hand.do("account.edit", *_update(record, values))


def edit_note(hand: Hand) -> Committed:
    """Write into a note: at the end, in the middle, or in place of words that stand there."""
    record = hand.pick(hand.chance.choice(("account", "contact", "opportunity", "task")))
    if record is None:
        return Committed()
    lines = str(record.get("notes") or "").split("\n")
    place, word = hand.chance.randrange(len(lines)), hand.word()
    match hand.chance.randrange(4):
        case 0:
            lines.append(word)
        case 1:
            lines[place] = f"{lines[place]} {word}".strip()
        case 2:
            lines[place] = word
        case _:
            lines = [*lines[:place], word, *lines[place + 1 :]]
    return hand.do("note.edit", *_update(record, {"notes": "\n".join(lines[-30:])}))


def edit_set(hand: Hand) -> Committed:
    """Add to and take out of a set."""
    kind, field, target = hand.chance.choice((("account", "tag_ids", "tag"), ("visit", "participant_ids", "contact")))
    record = hand.pick(kind)
    if record is None:
        return Committed()
    present = record.get(field)
    kept = [each for each in (present if isinstance(present, list) else []) if hand.chance.random() < 0.8]
    return hand.do(f"{kind}.edit", *_update(record, {field: kept + hand.ids(target, 2)}))


def move_forward(hand: Hand) -> Committed:
    """Change what only moves forward, and a place on a board."""
    account, opportunity = hand.pick("account"), hand.pick("opportunity")
    moment = hand.now - hand.chance.randrange(10**8)
    return hand.do(
        "log",
        *_update(account, {"last_contact_at": moment}),
        *_update(opportunity, {"rank": hand.chance.choice("abcdefghijk")}),
    )


def move_stage(hand: Hand) -> Committed:
    """Move an opportunity to another stage, sometimes without what the stage demands."""
    opportunity, stage = hand.pick("opportunity"), hand.pick("stage")
    if opportunity is None or stage is None:
        return Committed()
    given: dict[str, Value] = {"loss_reason": "price"} if hand.chance.random() < 0.7 else {}
    today = local_day(hand.now, "UTC").isoformat()
    values = enter_stage(opportunity.values, stage.id, stage.values, given, today).values
    return hand.do("opportunity.stage", *_update(opportunity, dict(values)))


def delete(hand: Hand) -> Committed:
    """Put a record into the bin."""
    record = hand.pick(hand.chance.choice(_DELETED))
    return hand.do("delete", *([Delete(record.kind, record.id)] if record else []))


def restore(hand: Hand) -> Committed:
    """Take a record out of the bin."""
    record = hand.pick(hand.chance.choice((*_DELETED, "share")), "deleted_at IS NOT NULL")
    return hand.do("restore", *([Restore(record.kind, record.id)] if record else []))


def assign(hand: Hand) -> Committed:
    """Give a record to somebody else, with what goes along; or try to without the right."""
    record = hand.pick(hand.chance.choice(("account", "account", "opportunity")))
    if record is None:
        return Committed()
    owner = hand.chance.choice(hand.people)
    if hand.chance.random() < 0.1:
        return hand.do("assign", Update(record.kind, record.id, {"owner_id": owner}))
    edits = hand.store.read(assigning, hand.user_id, record.kind, record.id, owner)
    return hand.do("assign", *edits)


def hand_over_plain(hand: Hand) -> Committed:
    """Give away something whose owner is not guarded, or move it to another account, or to none."""
    record = hand.pick(hand.chance.choice(("task", "activity", "note", "visit", "contact", "opportunity")))
    if record is None:
        return Committed()
    account = hand.pick("account")
    moved: dict[str, Value] = {"account_id": account.id if account and hand.chance.random() < 0.9 else None}
    given: dict[str, Value] = {"owner_id": hand.chance.choice(hand.people)}
    values = given if hand.chance.random() < 0.5 and record.kind not in ("contact", "opportunity") else moved
    return hand.do(f"{record.kind}.move", *_update(record, values))


def share(hand: Hand) -> Committed:
    """Share a record with somebody, change the right, or end it."""
    present = hand.pick("share")
    if present is not None and hand.chance.random() < 0.5:
        if hand.chance.random() < 0.6:
            return hand.do("unshare", Delete("share", present.id))
        return hand.do("share.edit", *_update(present, {"right": hand.chance.choice(("read", "write"))}))
    record = hand.pick(hand.chance.choice(("account", "account", "opportunity", "contact", "note")))
    if record is None:
        return Committed()
    values: dict[str, Value] = {"record_kind": record.kind, "record_id": record.id}
    values |= {"owner_id": hand.chance.choice(hand.people), "right": hand.chance.choice(("read", "write"))}
    return hand.do("share", Create("share", values))


def arrange(hand: Hand) -> Committed:
    """Make or change a view or a tag."""
    view = hand.pick("saved_view")
    audience: Value = hand.chance.choice(("private", "team", "everyone"))
    match hand.chance.randrange(4):
        case 0:
            return hand.do("tag.create", Create("tag", {"name": hand.word()}))
        case 1:
            values: dict[str, Value] = {"name": hand.word(), "record_kind": "account", "audience": audience}
            return hand.do("view.create", Create("saved_view", values))
        case 2:
            return hand.do("view.edit", *_update(view, {"audience": audience}))
        case _:
            return hand.do("view.edit", *_update(view, {"name": hand.word(), "position": hand.chance.randrange(9)}))


def link_records(hand: Hand) -> Committed:
    """Put records under each other, sometimes in a ring."""
    kind, field = hand.chance.choice((("account", "parent_id"), ("contact", "reports_to_id")))
    record, above = hand.pick(kind), hand.pick(kind)
    return hand.do(f"{kind}.edit", *_update(record, {field: above.id if above else None}))


def edit_many(hand: Hand) -> Committed:
    """Change many records in one act."""
    records = hand.some(hand.chance.choice(("account", "contact", "opportunity")), hand.chance.randint(2, 12))
    if hand.chance.random() < 0.1:
        return hand.do("bulk.delete", *(Delete(each.kind, each.id) for each in records))
    return hand.do("bulk.edit", *(Update(each.kind, each.id, {"notes": f"{hand.word()}"}) for each in records))


def work_quickly(hand: Hand) -> Committed:
    """Work through a few records as fast as one can: type, tick, drag; every touch is saved at once."""
    done = Committed()
    kind, fields = hand.chance.choice(
        (
            ("account", ("next_step", "short_name")),
            ("contact", ("job_title", "wechat")),
            ("opportunity", ("next_step",)),
        )
    )
    records = hand.some(kind, 4)
    for _ in range(hand.chance.randint(20, 100) if records else 0):
        record, name = hand.chance.choice(records), hand.chance.choice(fields)
        done = hand.do(f"{kind}.edit", Update(record.kind, record.id, {name: hand.word()}))
    return done


def take_back(hand: Hand) -> Committed:
    """Undo or redo."""
    anyway = hand.chance.random() < 0.3
    return hand.store.door.undo(anyway) if hand.chance.random() < 0.7 else hand.store.door.redo(anyway)


def decide_parked(hand: Hand) -> Committed:
    """Send a parked act again, as it was or edited, or give it up."""
    acts = hand.store.read(parked)
    if not acts:
        return Committed()
    act = hand.chance.choice(acts).transaction
    match hand.chance.randrange(4):
        case 0:
            return hand.store.door.send_again([act.id])
        case 1:
            change = act.changes[0]
            if change.operation is not Operation.UPDATE or change.kind not in ("account", "contact"):
                return hand.store.door.discard([act.id])
            return hand.store.door.send_edited(act.id, [Update(change.kind, change.id, {"name": hand.word()})])
        case 2:
            return hand.store.door.send_again([each.transaction.id for each in acts])
        case _:
            return hand.store.door.discard([act.id])


def settle_conflict(hand: Hand) -> Committed:
    """Decide a conflict."""
    found = hand.store.read(conflicts)
    if not found:
        return Committed()
    entry = hand.chance.choice(found)
    side = hand.chance.choice((Side.MINE, Side.THEIRS, Side.BOTH))
    return hand.do("settle", *settle([Choice(entry.entry, side)], entry.record, hand.user_id, hand.now))


def _update(record: Record | None, values: dict[str, Value]) -> list[Update]:
    return [Update(record.kind, record.id, values)] if record is not None else []


DEEDS: tuple[tuple[Deed, int], ...] = (
    (make_account, 4),
    (convert, 3),
    (add_to_account, 8),
    (attach_file, 1),
    (edit_plain, 16),
    (edit_together, 7),
    (edit_note, 12),
    (edit_set, 5),
    (move_forward, 4),
    (move_stage, 5),
    (delete, 5),
    (restore, 4),
    (assign, 5),
    (hand_over_plain, 4),
    (share, 5),
    (arrange, 3),
    (link_records, 3),
    (edit_many, 3),
    (work_quickly, 3),
    (take_back, 5),
    (decide_parked, 6),
    (settle_conflict, 6),
)
"""Deeds with their weights."""
SLOW_DEEDS = tuple(each for each in DEEDS if each[0] is not work_quickly)
"""Without those that make many transactions in a row: more of everything else befalls each one."""
BUSY_DEEDS = (*SLOW_DEEDS, (work_quickly, 12))
"""Nearly all transactions are made in a row."""
FILE_DEEDS = (*SLOW_DEEDS, (attach_file, 20), (delete, 3), (restore, 3))
"""Many files."""
TOGETHER_DEEDS = ((make_account, 1), (edit_together, 20))
"""Mostly edits of fields that go together."""
