"""The rest of the sample: more people, opportunities, activities, tasks and visits, drawn from a seeded generator.

The same seed and day give the same records; nothing here depends on the order of sets or on the clock.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value
from crm_desktop.models.money import to_units
from crm_server.services.sample_files import ZONE, Sheet, document, rows_of, sample_id
from crm_server.services.sample_records import STAGE_CHANCE, create

CONTACTS, TASKS, VISITS = 150, 60, 36
_OPEN_BY_OWNER = {"lin": 9, "zhang": 8, "li": 8, "liu": 5, "sun": 3}
_WON, _LOST, _STALLED = 16, 20, 5
_ATTITUDES = ("champion", "neutral", "neutral", "neutral", "sceptic")
_WRITTEN = frozenset({"hengchuan", "yunhe", "anze", "ruichi", "lanling", "borui"})
"""Accounts whose newest activity was written by hand."""


def contacts(sheet: Sheet, random: Random) -> Iterator[Create]:
    """Yield more people, two at least for each account, until there are as many as there should be."""
    pool = document("fillers")
    written = [row["account"] for row in rows_of("contacts")]
    keys = [row["key"] for row in rows_of("accounts")]
    wanted = [key for key in keys for _ in range(max(0, 2 - written.count(key)))]
    others = [key for key in keys if key != "hengchuan"]
    wanted += random.choices(others, k=CONTACTS - len(written) - len(wanted))
    heads: dict[str, str] = {}
    for number, account in enumerate(wanted, 1):
        key = f"fill.{number}"
        yield _contact(sheet, random, pool, account, key, heads.get(account))
        heads.setdefault(account, sample_id("contact", key))


def _contact(sheet: Sheet, random: Random, pool: dict[str, Any], account: str, key: str, head: str | None) -> Create:
    family, given = random.choice(pool["family_names"]), random.choice(pool["given_names"])
    position = random.choice(pool["positions"] if head else pool["positions"][:4])
    latin = f"{given[1]}.{family[1]}".lower()
    number = int(key.removeprefix("fill."))
    return create("contact", key, {
        "name": sheet.text([family[0] + given[0], f"{family[1]} {given[1]}"]),
        "account_id": sample_id("account", account), "job_title": sheet.text(position["title"]),
        "department": sheet.text(position["department"]), "mobile": f"138 0571 {number:04d}",
        "email": f"{latin}@{account}.example", "buying_role": position["role"],
        "attitude": random.choice(_ATTITUDES), "reports_to_id": head if random.random() < 0.6 else None,
    })  # fmt: skip


def opportunities(sheet: Sheet, random: Random) -> Iterator[Create]:
    """Yield more opportunities: open ones for each owner, won and lost ones behind them."""
    owned: dict[str, list[str]] = {}
    for row in rows_of("accounts"):
        owned.setdefault(row["owner"], []).append(row["key"])
    plan = [(owner, "open") for owner, count in _OPEN_BY_OWNER.items() for _ in range(count)]
    owners = sorted(owned)
    plan += [(owners[number % len(owners)], "won") for number in range(_WON)]
    plan += [(owners[number % len(owners)], "lost") for number in range(_LOST)]
    for number, (owner, state) in enumerate(plan):
        account = random.choice(owned[owner])
        stalled = number in range(0, _STALLED * 4, 4)
        yield _opportunity(sheet, random, f"fill.{number}", account, (owner, state, stalled))


def _opportunity(sheet: Sheet, random: Random, key: str, account: str, fate: tuple[str, str, bool]) -> Create:
    owner, state, stalled = fate
    pool = document("fillers")
    chosen = random.choice(pool["opportunities"])
    stage = random.choice(("qualified", "discovery", "proposal", "negotiation")) if state == "open" else state
    closed = -random.randint(40, 170)
    idle = random.randint(15, 34) if stalled else random.randint(0, 13)
    open_values: dict[str, Value] = {
        "close_on": sheet.day(random.randint(8, 150)), "next_step": sheet.text(random.choice(pool["next_steps"])),
        "opened_on": sheet.day(-random.randint(35, 110)), "last_activity_at": sheet.moment(-idle, "11:00"),
    }  # fmt: skip
    closed_values: dict[str, Value] = {
        "close_on": sheet.day(closed), "closed_on": sheet.day(closed), "opened_on": sheet.day(closed - 90),
        "last_activity_at": sheet.moment(closed, "11:00"),
        "loss_reason": random.choice(pool["loss_reasons"]) if state == "lost" else None,
    }  # fmt: skip
    return create("opportunity", key, {
        "name": sheet.text(chosen["name"]), "account_id": sample_id("account", account),
        "stage_id": sample_id("stage", stage), "probability": STAGE_CHANCE[stage],
        "amount": to_units(random.randrange(40, 620, 4) * 1000), "currency": "CNY",
        "owner_id": sample_id("user", owner), "product_id": sample_id("product", chosen["product"]),
        **(open_values if state == "open" else closed_values),
    })  # fmt: skip


def activities(sheet: Sheet, random: Random) -> Iterator[Create]:
    """Yield a month of activities: the newest of each account on the day its record names, others before it."""
    for row in rows_of("accounts"):
        newest = int(row["contact_ago"])
        days = [] if row["key"] in _WRITTEN else [newest]
        days += sorted(random.randint(newest + 1, newest + 31) for _ in range(random.randint(1, 4)))
        for number, days_ago in enumerate(days):
            found = random.choice(document("fillers")["activities"])
            yield create("activity", f"{row['key']}.{number}", {
                "form": found["form"], "subject": sheet.text(found["subject"]), "body": sheet.text(found["body"]),
                "happened_at": sheet.moment(-days_ago, f"{random.randint(8, 17):02d}:{random.randrange(0, 60, 5):02d}")
                if days_ago else sheet.moment(0, "08:05"),
                "zone": ZONE, "account_id": sample_id("account", row["key"]),
                "owner_id": sample_id("user", row["owner"]),
            })  # fmt: skip


def tasks(sheet: Sheet, random: Random) -> Iterator[Create]:
    """Yield tasks around today; most of those behind are done."""
    for number in range(TASKS - len(document("day")["tasks"])):
        row = random.choice(rows_of("accounts"))
        in_days = random.choice([*range(-14, 0), *range(1, 21)])
        done = in_days < 0 and random.random() < 0.85
        due = sheet.moment(in_days, random.choice(("09:00", "11:30", "14:00", "17:00")))
        yield create("task", f"fill.{number}", {
            "subject": sheet.text(random.choice(document("fillers")["tasks"])),
            "priority": random.choice(("high", "medium", "medium", "low")), "due_at": due, "zone": ZONE,
            "done": done, "done_at": due if done else None, "account_id": sample_id("account", row["key"]),
            "owner_id": sample_id("user", row["owner"]),
        })  # fmt: skip


def visits(sheet: Sheet, random: Random) -> Iterator[Create]:
    """Yield visits of the month, past ones done, none today."""
    for number in range(VISITS - len(document("day")["visits"])):
        row = random.choice(rows_of("accounts"))
        in_days = random.choice([*range(-24, 0), *range(1, 15)])
        hour = random.choice((9, 10, 13, 14, 15))
        yield create("visit", f"fill.{number}", {
            "subject": sheet.text(random.choice(document("fillers")["visits"])),
            "state": "done" if in_days < 0 else "planned", "zone": ZONE,
            "starts_at": sheet.moment(in_days, f"{hour:02d}:00"),
            "ends_at": sheet.moment(in_days, f"{hour + 1:02d}:30"),
            "account_id": sample_id("account", row["key"]), "owner_id": sample_id("user", row["owner"]),
            "place": sheet.column(row, "street"),
        })  # fmt: skip
