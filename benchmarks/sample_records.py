"""Invented records in bulk: about fifteen filled fields, half of the texts Chinese, the same on every run."""

from __future__ import annotations

import random

from benchmarks.sample_names import Names
from crm_desktop.models.catalog import kind as declared
from crm_desktop.models.catalog import row_columns
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id

CHUNK = 5_000
DAY = 86_400_000
NOW = 1_790_000_000_000
_random = random.Random(2026)
_names = Names(2026)
_TRADES = ("精密", "自动化", "机械", "电子", "材料", "物流", "医药", "化工", "能源", "软件")
_SENTENCES = (
    "已发报价，等客户确认交期",
    "Wants a demo before the board meets",
    "下周三回访，带样品",
    "Price approval by finance",
)
_CITIES = ("上海", "苏州", "杭州", "Shenzhen", "Hamburg", "宁波", "Osaka", "无锡")


def sample(kind: str, count: int, owner: str, accounts: list[str], stages: list[str]) -> list[dict[str, Value]]:
    """Return so many complete rows of the kind, for the server's table."""
    empty: dict[str, Value] = dict.fromkeys(row_columns(declared(kind)))
    system: dict[str, Value] = {"created_at": NOW, "created_by": owner, "updated_at": NOW, "updated_by": owner}
    make = _MAKERS[kind]
    return [{**empty, **system, "id": new_id(), **make(owner, accounts, stages)} for _ in range(count)]


def _pick(choices: tuple[str, ...] | list[str] | str) -> str:
    return _random.choice(choices)


def _account(owner: str, _accounts: list[str], _stages: list[str]) -> dict[str, Value]:
    return {
        "name": (name := _names.company()),
        "short_name": name[:4],
        "form": "organisation",
        "level": _pick(("strategic", "key", "standard", "small")),
        "life_stage": _pick(("new", "onboarding", "active", "renewal", "dormant")),
        "industry": _pick(_TRADES),
        "health": _random.randrange(101),
        "annual_value": _random.randrange(10**6) * 10_000,
        "annual_currency": "CNY",
        "next_step": _pick(_SENTENCES),
        "last_contact_at": NOW - _random.randrange(90) * DAY,
        "owner_id": owner,
        "employees": _random.randrange(5_000),
        "phone": f"021-{_random.randrange(10**8):08d}",
        "city": _pick(_CITIES),
        "notes": _pick(_SENTENCES),
    }


def _contact(_owner: str, accounts: list[str], _stages: list[str]) -> dict[str, Value]:
    return {
        "name": _names.person(),
        "account_id": _pick(accounts),
        "job_title": _pick(("采购经理", "总经理", "Plant manager", "CFO", "工程师")),
        "department": _pick(("采购部", "生产部", "Finance", "IT")),
        "mobile": _names.phone(),
        "phone": f"0512-{_random.randrange(10**7):07d}",
        "email": _names.email(),
        "wechat": f"wx_{_random.randrange(10**6)}",
        "buying_role": _pick(("user", "manager", "decider", "technical")),
        "attitude": _pick(("champion", "neutral", "sceptic")),
        "notes": _pick(_SENTENCES),
    }


def _opportunity(owner: str, accounts: list[str], stages: list[str]) -> dict[str, Value]:
    return {
        "name": f"{_pick(_TRADES)} {_pick(('二期', 'phase 2', '改造', 'rollout'))} {_random.randrange(10_000)}",
        "account_id": _pick(accounts),
        "stage_id": _pick(stages),
        "amount": _random.randrange(10**6) * 10_000,
        "currency": "CNY",
        "probability": _random.randrange(101),
        "close_on": f"2026-{_random.randrange(1, 13):02d}-{_random.randrange(1, 29):02d}",
        "next_step": _pick(_SENTENCES),
        "owner_id": owner,
        "opened_on": f"2026-0{_random.randrange(1, 10)}-11",
        "last_activity_at": NOW - _random.randrange(30) * DAY,
        "competitors": _names.company(),
        "notes": _pick(_SENTENCES),
    }


def _task(owner: str, accounts: list[str], _stages: list[str]) -> dict[str, Value]:
    return {
        "subject": _pick(_SENTENCES),
        "priority": _pick(("urgent", "high", "medium", "low")),
        "due_at": NOW + _random.randrange(60) * DAY,
        "zone": "Asia/Shanghai",
        "done": _random.random() < 0.5,
        "account_id": _pick(accounts),
        "owner_id": owner,
        "remind_at": NOW,
        "notes": _pick(_SENTENCES),
    }


_MAKERS = {"account": _account, "contact": _contact, "opportunity": _opportunity, "task": _task}
