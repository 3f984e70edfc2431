"""A study of the sample's client with everything in it: organisation, map, pains with figures, metrics, goals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crm_desktop.diagrams.new_maps import from_template
from crm_desktop.diagrams.templates import as_map, templates
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.money import to_units
from crm_desktop.models.processes.elements import Element, Lane, Pain
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader
from crm_desktop.views.desk import Desk
from tests.store.server_side import batch, pulled, row
from tests.support.sample import ident

Words = tuple[str, str]
_DEPARTMENTS: tuple[tuple[str, Words, str, str, int, str], ...] = (
    ("board", ("总经办", "Management"), "management", "", 4, "undecided"),
    ("market", ("市场部", "Marketing"), "acquisition", "board", 6, "in"),
    ("rep", ("销售部", "Sales"), "sales", "board", 26, "in"),
    ("service", ("客服部", "Customer service"), "service", "board", 12, "in"),
    ("money", ("财务部", "Finance"), "finance", "board", 5, "out"),
)
_POSTS: tuple[tuple[Words, str, int, int], ...] = (
    (("投放专员", "Ads specialist"), "market", 4, 2),
    (("电话销售", "Sales rep"), "rep", 20, 20),
    (("销售主管", "Sales lead"), "rep", 4, 4),
    (("在线客服", "Service agent"), "service", 10, 6),
)
_CAPABILITIES: tuple[tuple[str, Words, tuple[str, ...], tuple[str, ...]], ...] = (
    ("calls", ("自动外呼与挂机短信", "Automatic calls and texts"), ("sales",), ("automate",)),
    ("assign", ("线索实时分配", "Leads assigned at once"), ("acquisition", "sales"), ("automate", "improve")),
    ("desk", ("统一客服台", "One service desk"), ("service",), ("improve",)),
)
_METRICS: tuple[tuple[Words, str, str, str, int, int, int], ...] = (
    (("添加好友率", "Add-friend rate"), "process", "percent", "higher", 20, 40, 50),
    (("电话接通率", "Call-connect rate"), "process", "percent", "higher", 38, 45, 52),
    (("首次联系等待", "Wait until first contact"), "process", "hours", "lower", 4, 1, 1),
    (("每人每天处理线索", "Leads per rep a day"), "process", "count", "higher", 13, 40, 45),
    (("月成交额", "Revenue a month"), "final", "money", "higher", 820_000, 1_066_000, 1_200_000),
)
_GOALS: tuple[tuple[Words, str, str, Words | None, int | None, Words | None, str | None], ...] = (
    (("一年盈利 1 亿，拓展线上渠道", "A profit of 100 million in a year, through online channels"), "strategic", "goal",
     ("利润", "Profit"), 100_000_000, ("元", "CNY"), "2026-12-31"),
    (("总部集中运营，分公司执行，一个季度跑通", "Head office operates, branches carry out; running within a quarter"),
     "tactical", "control_model", None, None, None, "2026-06-30"),
    (("第一季度线上引流 50 万条线索", "500,000 online leads in the first quarter"), "execution", "target",
     ("线索数", "Leads"), 500_000, ("条", "leads"), "2026-03-31"),
)  # fmt: skip
_SUMMARY: Words = (
    "电话、短信和加好友都靠人工，线索等待四小时后已经放凉。把这三步交给系统后，销售只做关系和成交。",
    "Calls, texts and requests are made by hand. Once the system does these three, reps build relations and sell.",
)
_NEXT_STEPS: Words = (
    "确认目标流程和范围\n在一个小组试点两周\n对比添加好友率后全面上线",
    "Agree on the to-be and its scope\nTry it with one team for two weeks\nCompare the add-friend rate, then roll out",
)
_FIGURES: tuple[tuple[int, int, int], ...] = ((660, 4, 1), (6_600, 4, 1), (4_400, 3, 1), (1_200, 6, 1), (300, 15, 2))


@dataclass(frozen=True, slots=True)
class Studied:
    """The ids of what was made."""

    study_id: str
    process_id: str
    map: ProcessMap
    capabilities: dict[str, str]


def study_in(desk: Desk, language: str = "en", template: str = "lead-to-friend") -> Studied:
    """Make the study on a desk and return what is in it; capabilities come as from the server."""
    at = 0 if language == "zh" else 1
    capabilities = {key: ident(f"capability.{key}") for key, *_ in _CAPABILITIES}
    rows = [
        row(capabilities[key], name=names[1], name_zh=names[0], functions=sorted(functions), changes=sorted(changes),
            position=place, active=True)
        for place, (key, names, functions, changes) in enumerate(_CAPABILITIES)
    ]  # fmt: skip
    _pull(desk, rows)
    study_id = new_id()
    departments = {key: new_id() for key, *_ in _DEPARTMENTS}
    map_ = _map(study_id, departments, language, template)
    edits: list[Edit] = [_study(study_id, at, desk.me), *_organisation(departments, at)]
    edits += [Create("process", dict(map_.values), map_.id)]
    edits += [Create(each.KIND, _element(each, departments, place), each.id)
              for place, each in enumerate(map_.elements())]  # fmt: skip
    edits += [*_goals(study_id, at), *_metrics(study_id, map_, at)]
    desk.store.door.commit("study.create", edits)
    return Studied(study_id, map_.id, map_, capabilities)


def _pull(desk: Desk, rows: list[dict[str, Value]]) -> None:
    """Bring capabilities as the server would: only administrators write them."""
    desk.store.replica.apply_pull_page(pulled(11, batch("capability", rows)))


def _study(study_id: str, at: int, owner: str) -> Create:
    values: dict[str, Value] = {
        "name": ("线上获客到成交研究", "From online lead to sale")[at],
        "account_id": ident("hengchuan"),
        "purpose": ("缩短首次联系的等待，提高添加好友率，让每位销售接待更多线索。",
                    "Shorten the wait until first contact, raise the add-friend rate, serve more leads.")[at],
        "state": "running", "client_stage": "growing", "structure": "line", "owner_id": owner,
        "hourly_cost": to_units(60), "currency": "CNY", "working_days": 22,
        "summary": _SUMMARY[at],
        "next_steps": _NEXT_STEPS[at],
    }  # fmt: skip
    return Create("study", values, study_id)


def _organisation(ids: dict[str, str], at: int) -> list[Edit]:
    account = ident("hengchuan")
    edits: list[Edit] = [
        Create("department", {
            "name": names[at], "account_id": account, "function": function, "parent_id": ids.get(above),
            "head_count": heads, "scope": scope, "rank": f"{place}",
        }, ids[key])
        for place, (key, names, function, above, heads, scope) in enumerate(_DEPARTMENTS)
    ]  # fmt: skip
    edits += [
        Create("post", {"name": names[at], "account_id": account, "department_id": ids[key], "head_count": heads,
                        "users": users, "scope": "in", "rank": f"{place}"})
        for place, (names, key, heads, users) in enumerate(_POSTS)
    ]  # fmt: skip
    return edits


def _map(study_id: str, departments: dict[str, str], language: str, key: str) -> ProcessMap:
    template = next(each for each in templates() if each.key == key)
    made = from_template(as_map(template, language), template.name.text(language), ident("hengchuan"))
    return ProcessMap(
        id=made.map.id,
        values={**made.map.values, "study_id": study_id},
        lanes=made.map.lanes,
        nodes=made.map.nodes,
        flows=made.map.flows,
        pains=made.map.pains,
    )


def _element(element: Element, departments: dict[str, str], place: int) -> dict[str, Value]:
    if isinstance(element, Lane):
        linked = {"市场部": "market", "Marketing": "market", "销售": "rep", "Sales rep": "rep"}.get(element.name, "")
        staff = {"market": 4, "rep": 20}.get(linked)
        return {**element.values(), "department_id": departments.get(linked), "staff": staff}
    if isinstance(element, Pain):
        times, minutes, people = _FIGURES[place % len(_FIGURES)]
        figures: dict[str, Value] = {"times_per_month": times, "minutes_each": minutes, "people": people}
        return {**element.values(), **figures}
    return element.values()


def _goals(study_id: str, at: int) -> list[Edit]:
    edits: list[Edit] = []
    for place, (names, level, aspect, metric, value, unit, due) in enumerate(_GOALS):
        values: dict[str, Value] = {
            "name": names[at], "study_id": study_id, "level": level, "aspect": aspect, "due": due, "rank": f"{place}",
            "metric": metric[at] if metric else None, "value": to_units(value) if value else None,
            "unit": unit[at] if unit else None, "account_id": ident("hengchuan"),
        }  # fmt: skip
        edits.append(Create("goal", values))
    return edits


def _metrics(study_id: str, map_: ProcessMap, at: int) -> list[Edit]:
    steps = [each for each in map_.nodes if each.form == "task"]
    edits: list[Edit] = []
    for place, (names, level, unit, better, present, target, peer) in enumerate(_METRICS):
        moving: Value = sorted(each.id for each in steps[place : place + 2]) if level == "process" else None
        edits.append(Create("metric", {
            "name": names[at], "study_id": study_id, "level": level, "unit": unit, "better": better,
            "present": to_units(present), "target": to_units(target), "peer": to_units(peer), "node_ids": moving,
            "measured_on": "2026-03-01", "source": ("系统导出", "Exported")[at], "account_id": ident("hengchuan"),
            "peer_source": ("同行客户平均", "Average of peers")[at], "rank": f"{place}",
            "currency": "CNY" if unit == "money" else None,
        }))  # fmt: skip
    return edits


def clients_like(desk: Desk, studied: Studied, count: int) -> None:
    """Let so many other clients of the sample be of the same industry, each studied with figures of its own."""
    accounts = [row[0] for row in desk.store.read(_accounts)][:count]
    edits: list[Edit] = [Update("account", each, {"industry": "automotive"}) for each in accounts]
    metrics = desk.store.read(_metrics_of, studied.study_id)
    for number, account_id in enumerate(accounts):
        study_id, process_id = new_id(), new_id()
        edits.append(Create("study", {"name": f"Study {number}", "account_id": account_id}, study_id))
        edits.append(Create("process", {"name": "Leads", "form": "as_is", "account_id": account_id}, process_id))
        steps = [each for each in studied.map.nodes if each.form == "task"]
        edits += [
            Create("node", {"name": each.name, "form": "task", "process_id": process_id, "along": each.along,
                            "automation": "automatic" if number % 2 else "manual"})
            for each in steps
        ]  # fmt: skip
        edits += [
            Create("metric", {"name": each["name"], "unit": each["unit"], "better": each["better"],
                              "currency": each["currency"], "study_id": study_id, "measured_on": "2026-02-01",
                              "present": each["present"] * (70 + 25 * number) // 100})
            for each in metrics
        ]  # fmt: skip
    desk.store.door.commit("study.create", edits)


def _accounts(reader: Reader) -> list[Any]:
    return list(
        reader.all("SELECT id FROM accounts WHERE id <> ? AND deleted_at IS NULL ORDER BY id", ident("hengchuan"))
    )


def _metrics_of(reader: Reader, study_id: str) -> list[Any]:
    return [each.values for each in where(reader, "metric", "study_id = ? AND deleted_at IS NULL", study_id)]
