"""A rep's replica as it looks on a working day: a few dozen records in Chinese or English, all already synced.

Seen from 12 March 2026, 10:00 in UTC. `ident` makes the same id from the same word every time, so that tests can name
what they look at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.exchange import Position, SnapshotPage
from crm_desktop.models.money import to_units
from crm_desktop.store.opening import Store
from tests.store.server_side import batch, row
from tests.support import sample_records as records
from tests.support.sample_records import Names

NOW = 1_773_309_600_000
"""Thursday 12 March 2026, 10:00 UTC."""
HOUR = 3_600_000

Row = dict[str, Any]


def ident(word: str) -> str:
    """Return the id of what the sample calls `word`: `lin`, `hengchuan`, `stage.won`."""
    return hashlib.md5(word.encode(), usedforsecurity=False).hexdigest()


ME = ident("lin")


def fill(store: Store, language: str = "en") -> None:
    """Sign in as Lin Yue and bring the sample by a snapshot, as a server would."""
    store.sign(ME, "this device")
    store.replica.begin_snapshot()
    pages = list(_pages(0 if language == "zh" else 1))
    for number, (kind, rows) in enumerate(pages):
        cursor = str(number) if number + 1 < len(pages) else ""
        page = SnapshotPage(position=Position("first", 10, "all"), batch=batch(kind, rows), cursor=cursor, total=500)
        store.replica.apply_snapshot_page(page)
    store.replica.finish_snapshot()


def _pages(at: int) -> Iterable[tuple[str, list[Row]]]:
    yield "unit", [row(ident("east"), name=("华东区", "East China")[at], function="success")]
    yield "role", [_role(("客户成功", "Customer success")[at])]
    yield "user", [_user(word, names[at], job[at]) for word, names, job in records.PEOPLE]
    yield "stage", [_stage(number, *each) for number, each in enumerate(records.STAGES)]
    yield "picklist_option", list(_options())
    yield "tag", [row(ident(f"tag.{word}"), name=names[at], hue=hue) for word, names, hue in records.TAGS]
    yield "product", [row(ident("mes"), name="MES", price=to_units(400_000), currency="CNY", active=True)]
    yield "account", [_account(at, each) for each in records.ACCOUNTS]
    yield "contact", [_contact(at, each) for each in records.CONTACTS]
    yield "opportunity", [_opportunity(at, each) for each in records.OPPORTUNITIES]
    yield "task", [_task(at, *each) for each in records.TASKS]
    yield "visit", [_visit(at, *each) for each in records.VISITS]
    yield "activity", [_activity(at, each) for each in records.ACTIVITIES]
    yield "note", [_note(at)]
    yield "attachment", [_file(name, size) for name, size in (("MES-phase-2.pdf", 2_400_000), ("line-3.jpg", 860_000))]


def _role(name: str) -> Row:
    permissions = ["assign", "import"]
    return row(ident("csm"), name=name, reads=["*:all"], writes=["*:team"], field_rights=[], permissions=permissions)


def _user(word: str, name: str, job: str) -> Row:
    unit = {"unit_id": ident("east"), "role_id": ident("csm"), "active": True}
    return row(ident(word), name=name, sign_in_name=word, job_title=job, email=f"{word}@example.com", **unit)


def _stage(position: int, word: str, names: Names, probability: int, outcome: str, required: list[str]) -> Row:
    values = {"position": position, "probability": probability, "outcome": outcome, "active": True}
    return row(
        ident(f"stage.{word}"),
        name=names[1],
        name_zh=names[0],
        required_fields=required or None,
        rots_after_days=14,
        **values,
    )


def _options() -> Iterable[Row]:
    lists = {
        "account.industry": [
            ("machinery", "Machinery", "机械"),
            ("automotive", "Automotive parts", "汽车零部件"),
            ("food", "Food", "食品"),
            ("medical", "Medical", "医疗器械"),
        ],
        "account.region": [("east", "East China", "华东"), ("north", "North China", "华北")],
    }
    for name, entries in lists.items():
        for position, (key, label, label_zh) in enumerate(entries):
            values = {"picklist": name, "key": key, "label": label, "label_zh": label_zh}
            yield row(ident(f"{name}.{key}"), position=position, active=True, **values)


def _account(at: int, entry: tuple[str, Names, str, int, int, str, Names, int, str]) -> Row:
    word, names, level, health, value, renewal, step, days, owner = entry
    own = word == "hengchuan"
    return row(
        ident(word), name=names[at], level=level, health=health, annual_value=to_units(value), annual_currency="CNY",
        renewal_on=renewal, next_step=step[at] or None, last_contact_at=NOW - days * DAY_MS - 2 * HOUR,
        owner_id=ident(owner), form="organisation", life_stage="renewal" if own else "active", revenue_currency="CNY",
        industry="automotive" if own else "machinery", region="east", city=("苏州", "Suzhou")[at],
        employees=420 if own else 80, phone="0512-6555 1234" if own else None,
        website="hengchuan.example" if own else None,
        tag_ids=sorted([ident("tag.mes"), ident("tag.automotive")]) if own else None,
        notes=("老客户，2023 年起。", "A customer since 2023.")[at] if own else None,
        created_at=NOW - 700 * DAY_MS, created_by=ME, updated_at=NOW - DAY_MS, updated_by=ME,
    )  # fmt: skip


def _contact(at: int, entry: tuple[str, Names, str, Names, str, str, str, str]) -> Row:
    word, names, account, job, role, attitude, boss, mobile = entry
    return row(
        ident(word), name=names[at], account_id=ident(account), job_title=job[at], buying_role=role, attitude=attitude,
        reports_to_id=ident(boss) if boss else None, mobile=mobile or None, email=f"{word}@hengchuan.example",
        created_at=NOW - 600 * DAY_MS, created_by=ME,
    )  # fmt: skip


def _opportunity(at: int, entry: tuple[str, Names, str, str, int, str, Names, int]) -> Row:
    word, names, account, stage, amount, close, step, idle = entry
    return row(
        ident(word), name=names[at], account_id=ident(account), stage_id=ident(f"stage.{stage}"),
        amount=to_units(amount), currency="CNY", close_on=close, next_step=step[at] or None, owner_id=ME,
        last_activity_at=NOW - idle * DAY_MS, opened_on="2025-11-03", product_id=ident("mes"),
        closed_on=close if stage == "won" else None, probability={"negotiation": 60, "discovery": 20}.get(stage),
        created_at=NOW - 200 * DAY_MS, created_by=ME,
    )  # fmt: skip


def _task(at: int, word: str, names: Names, account: str, priority: str, days: float, done: bool) -> Row:
    due = NOW + round(days * DAY_MS)
    return row(
        ident(f"task.{word}"), subject=names[at], account_id=ident(account), priority=priority, due_at=due, done=done,
        done_at=due if done else None, owner_id=ME, created_at=NOW - 10 * DAY_MS, created_by=ME,
    )  # fmt: skip


def _visit(at: int, word: str, names: Names, account: str, state: str, days: float) -> Row:
    starts = NOW + round(days * DAY_MS)
    return row(
        ident(f"visit.{word}"), subject=names[at], account_id=ident(account), state=state, starts_at=starts,
        ends_at=starts + 2 * HOUR, owner_id=ME, created_at=NOW - 11 * DAY_MS, created_by=ME,
    )  # fmt: skip


def _activity(at: int, entry: tuple[str, str, Names, Names, float, str, str]) -> Row:
    word, form, names, body, days, account, contact = entry
    moment = NOW + round(days * DAY_MS)
    return row(
        ident(f"activity.{word}"), form=form, subject=names[at], body=body[at] or None, happened_at=moment,
        account_id=ident(account), contact_id=ident(contact) if contact else None, owner_id=ME,
        opportunity_id=ident("mes2") if word in ("call", "mail") else None, created_at=moment, created_by=ME,
    )  # fmt: skip


def _note(at: int) -> Row:
    words = ("二期要在 6 月停产前上线。", "Phase 2 must go live before the June shutdown.")[at]
    return _pinned("note.shutdown", body=words, created_at=NOW - 30 * DAY_MS, created_by=ME)


def _file(name: str, size: int) -> Row:
    return _pinned(name, file_name=name, size=size, created_at=NOW - 40 * DAY_MS, created_by=ME)


def _pinned(word: str, **values: Any) -> Row:
    home = ident("hengchuan")
    return row(ident(word), owner_id=ME, account_id=home, **values) | {"record_kind": "account", "record_id": home}
