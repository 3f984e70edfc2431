"""Invented records in bulk: about fifteen filled fields, half of the texts Chinese, the same on every run."""

from __future__ import annotations

import random

from crm_desktop.models.catalog import kind as declared
from crm_desktop.models.catalog import row_columns
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id

CHUNK = 5_000
DAY = 86_400_000
NOW = 1_790_000_000_000
_random = random.Random(2026)
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
_PLACES = ("恒川", "博瑞", "华东", "远大", "金石", "明德", "东海", "凌云", "天成", "万和", "新港", "宏图")
_TRADES = ("精密", "自动化", "机械", "电子", "材料", "物流", "医药", "化工", "能源", "软件")
_ENDS = ("有限公司", "股份有限公司", "科技有限公司", "集团")
_WORDS = ("Northern", "Summit", "Harbor", "Pioneer", "Granite", "Silver", "Atlas", "Vertex", "Orchard", "Beacon")
_KINDS = ("Tools", "Robotics", "Foods", "Logistics", "Labs", "Motors", "Textiles", "Systems", "Energy", "Media")
_NAMES = ("Anna", "Brian", "Carla", "David", "Elena", "Frank", "Grace", "Henry", "Irene", "James")
_FAMILIES = ("Smith", "Miller", "Novak", "Garcia", "Khan", "Olsen", "Rossi", "Tanaka", "Weber", "Young")
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


def _company() -> str:
    if _random.random() < 0.5:
        return _pick(_PLACES) + _pick(_TRADES) + _pick(_ENDS)
    return f"{_pick(_WORDS)} {_pick(_KINDS)} {_random.randrange(1000)}"


def _person() -> str:
    if _random.random() < 0.5:
        return _pick(_SURNAMES) + _pick(_GIVEN) + (_pick(_GIVEN) if _random.random() < 0.6 else "")
    return f"{_pick(_NAMES)} {_pick(_FAMILIES)}"


def _mobile() -> str:
    return f"1{_random.randrange(30, 99)}{_random.randrange(10**8):08d}"


def _sentence() -> str:
    return _pick(
        (
            "已发报价，等客户确认交期",
            "Wants a demo before the board meets",
            "下周三回访，带样品",
            "Price approval by finance",
        )
    )


def _account(owner: str, _accounts: list[str], _stages: list[str]) -> dict[str, Value]:
    return {
        "name": _company(),
        "short_name": _pick(_PLACES),
        "form": "organisation",
        "level": _pick(("strategic", "key", "standard", "small")),
        "life_stage": _pick(("new", "onboarding", "active", "renewal", "dormant")),
        "industry": _pick(_TRADES),
        "health": _random.randrange(101),
        "annual_value": _random.randrange(10**6) * 10_000,
        "annual_currency": "CNY",
        "next_step": _sentence(),
        "last_contact_at": NOW - _random.randrange(90) * DAY,
        "owner_id": owner,
        "employees": _random.randrange(5_000),
        "phone": f"021-{_random.randrange(10**8):08d}",
        "city": _pick(_CITIES),
        "notes": _sentence(),
    }


def _contact(_owner: str, accounts: list[str], _stages: list[str]) -> dict[str, Value]:
    return {
        "name": _person(),
        "account_id": _pick(accounts),
        "job_title": _pick(("采购经理", "总经理", "Plant manager", "CFO", "工程师")),
        "department": _pick(("采购部", "生产部", "Finance", "IT")),
        "mobile": _mobile(),
        "phone": f"0512-{_random.randrange(10**7):07d}",
        "email": f"{_pick(_NAMES).lower()}.{_random.randrange(10**5)}@example.com",
        "wechat": f"wx_{_random.randrange(10**6)}",
        "buying_role": _pick(("user", "manager", "decider", "technical")),
        "attitude": _pick(("champion", "neutral", "sceptic")),
        "notes": _sentence(),
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
        "next_step": _sentence(),
        "owner_id": owner,
        "opened_on": f"2026-0{_random.randrange(1, 10)}-11",
        "last_activity_at": NOW - _random.randrange(30) * DAY,
        "competitors": _pick(_WORDS),
        "notes": _sentence(),
    }


def _task(owner: str, accounts: list[str], _stages: list[str]) -> dict[str, Value]:
    return {
        "subject": _sentence(),
        "priority": _pick(("urgent", "high", "medium", "low")),
        "due_at": NOW + _random.randrange(60) * DAY,
        "zone": "Asia/Shanghai",
        "done": _random.random() < 0.5,
        "account_id": _pick(accounts),
        "owner_id": owner,
        "remind_at": NOW,
        "notes": _sentence(),
    }


_MAKERS = {"account": _account, "contact": _contact, "opportunity": _opportunity, "task": _task}
