"""Maps to write into files: the story of the design system, and one of any size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Flow, Lane, Node, Pain, Pool
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.rules.ranks import rank_between


def ranks(count: int) -> list[str]:
    found: list[str] = []
    for _ in range(count):
        following = rank_between(found[-1] if found else "", "")
        assert following is not None
        found.append(following)
    return found


_SIZES = {"gateway": (44, 44), "start": (36, 36), "end": (36, 36), "intermediate": (36, 36), "data_object": (36, 48)}
_PRICE: dict[str, Any] = {
    "task_type": "user",
    "working_seconds": 2700,
    "systems": frozenset({"Excel", "ERP"}),
    "frequency": 18,
    "errors_per_mille": 35,
    "cost": 1_250_000,
    "currency": "CNY",
    "automation": "manual",
    "notes": "一行\n两行",
}
_ENTRY: dict[str, Any] = {
    "task_type": "service",
    "markers": frozenset({"loop"}),
    "post": "内勤",
    "input": "订单",
    "output": "ERP 单",
}
_LATE: dict[str, Any] = {"trigger": "timer", "interrupts": False, "across": 170, "along": 346}
# Key: row, lane, name, form, what else is known of it.
_STEPS: dict[str, tuple[int, int, str, str, dict[str, Any]]] = {
    "start": (0, 0, "采购订单到达", "start", {"trigger": "message"}),
    "check": (1, 1, '核对价格 <45> & "Excel"', "task", _PRICE),
    "same": (2, 1, "价格一致？", "gateway", {}),
    "confirm": (3, 0, "确认改价", "task", {"waiting_seconds": 86_400, "change": "automate"}),
    "enter": (3, 1, "录入 ERP", "task", _ENTRY),
    "plan": (4, 2, "排产", "subprocess", {"markers": frozenset({"ad_hoc"})}),
    "paper": (5, 2, "发货单", "data_object", {}),
    "note": (6, 2, "每周三下午都在对表", "note", {}),
    "last": (6, 1, "", "end", {"trigger": "terminate", "throws": True}),
    "late": (3, 1, "超时", "intermediate", _LATE),
    "buy": (5, 3, "供货", "task", {}),
}
_HAND_OVER: dict[str, Any] = {
    "permission": "主管",
    "transfer_seconds": 600,
    "transfer_distance": "2 km",
    "bends": ((360, 300), (360, 420)),
}
_FLOWS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("start", "check", {}),
    ("check", "same", {}),
    ("same", "confirm", {"name": "否", "share": 30, "condition": "price != offer"}),
    ("same", "enter", {"name": "是", "usual": True, "share": 70}),
    ("confirm", "enter", {}),
    ("enter", "plan", _HAND_OVER),
    ("plan", "last", {}),
    ("plan", "paper", {"form": "data"}),
    ("note", "plan", {"form": "association"}),
    ("plan", "buy", {"form": "message", "name": "订单"}),
    ("buy", "late", {"form": "message"}),
)
_SEVERE: dict[str, Any] = {
    "severity": "severe",
    "times_per_month": 20,
    "said_by": "周敏",
    "cost_per_month": 50_000,
    "currency": "CNY",
}


def order_map(*, vertical: bool = True, pools: bool = True) -> ProcessMap:
    """Return a map with everything our maps know: pools, lanes, times, pains, shares, documents, notes."""
    made, rank = new_id(), ranks(8)
    held = [("恒川精密", "client"), ("ACME & Söhne", "partner")] if pools else []
    owners = [Pool(id=new_id(), process_id=made, name=n, form=f, rank=rank[i]) for i, (n, f) in enumerate(held)]
    lanes = _lanes(made, owners, rank)
    steps = {key: step for key, step in _STEPS.items() if step[1] < len(lanes)}
    nodes = {key: _node(made, lanes, step) for key, step in steps.items()}
    nodes["late"] = replace(nodes["late"], attached_to_id=nodes["enter"].id)
    ends = [flow for flow in _FLOWS if flow[0] in nodes and flow[1] in nodes]
    flows = [
        Flow(id=new_id(), process_id=made, source_id=nodes[source].id, target_id=nodes[target].id, **values)
        for source, target, values in ends
    ]
    check = nodes["check"].id
    pains = [
        Pain(id=new_id(), process_id=made, node_id=check, name="三张表对不上", **_SEVERE),
        Pain(id=new_id(), process_id=made, node_id=check, name="Tippfehler", solution="Scanner"),
        Pain(id=new_id(), process_id=made, name="没有人负责", state="accepted"),
    ]
    values = {
        "name": "订单到交付",
        "orientation": "vertical" if vertical else "horizontal",
        "summary": "从接单到发货",
        "industry": "精密制造",
    }
    return ProcessMap(
        id=made,
        values=values,
        pools=tuple(owners),
        lanes=tuple(lanes),
        nodes=tuple(nodes.values()),
        flows=tuple(flows),
        pains=tuple(pains),
    )


def _lanes(made: str, owners: Sequence[Pool], rank: Sequence[str]) -> list[Lane]:
    names = (("客户", "sky"), ("销售部", "teal"), ("计划部", "amber"))
    client = owners[0].id if owners else None
    lanes = [
        Lane(id=new_id(), process_id=made, name=name, hue=hue, rank=rank[n], pool_id=client, breadth=196 + 20 * n)
        for n, (name, hue) in enumerate(names)
    ]
    if owners:
        supply = Lane(id=new_id(), process_id=made, name="Supply", rank=rank[4], pool_id=owners[1].id, staff=3)
        lanes.append(replace(supply, post="Buyer"))
    return lanes


def _node(made: str, lanes: Sequence[Lane], step: tuple[int, int, str, str, dict[str, Any]]) -> Node:
    row, lane, name, form, values = step
    width, height = _SIZES.get(form, (152, 56))
    node = Node(id=new_id(), process_id=made, name=name, form=form, width=width, height=height)
    node = replace(node, along=66 + 84 * row, across=98, lane_id=lanes[lane].id, rank=f"{row:03d}V")
    return replace(node, **values)


def chain_map(count: int, lanes: int = 6) -> ProcessMap:
    """Return a map of so many steps, each followed by the next, in lanes by turns."""
    made, rank = new_id(), ranks(lanes)
    columns = [Lane(id=new_id(), process_id=made, name=f"部门 {number}", rank=rank[number]) for number in range(lanes)]
    nodes = []
    for number in range(count):
        decision = number % 9 == 8
        nodes.append(
            Node(
                id=new_id(),
                process_id=made,
                name=f"步骤 {number} step",
                form="gateway" if decision else "task",
                lane_id=columns[number % lanes].id,
                along=66 + 84 * (number // lanes),
                across=98,
                width=44 if decision else 152,
                height=44 if decision else 56,
                rank=f"{number:06d}V",
                working_seconds=60 * (number % 50 + 1),
            )
        )
    flows = [
        Flow(id=new_id(), process_id=made, source_id=nodes[at].id, target_id=nodes[at + 1].id)
        for at in range(count - 1)
    ]
    return ProcessMap(
        id=made,
        values={"name": "Chain", "orientation": "vertical"},
        lanes=tuple(columns),
        nodes=tuple(nodes),
        flows=tuple(flows),
    )


def told(map_: ProcessMap) -> dict[str, set[tuple[object, ...]]]:
    """Return all that a map says, apart from ids and ranks: what must survive a file that carries everything."""
    own = {"id", "process_id", "account_id", "bpmn_id", "rank", "pool_id", "parent_id", "lane_id", "attached_to_id"}
    own |= {"source_id", "target_id", "node_id"}
    names = {each.id: f"{each.KIND} {each.name} {getattr(each, 'form', '')}" for each in map_.elements()}
    found: dict[str, set[tuple[object, ...]]] = {}
    for each in map_.elements():
        values = tuple((name, str(value)) for name, value in sorted(each.values().items()) if name not in own)
        links = tuple(
            names.get(getattr(each, link, None) or "", "")
            for link in sorted(own)
            if hasattr(each, link) and link.endswith("_id") and link not in ("process_id", "account_id", "bpmn_id")
        )
        found.setdefault(each.KIND, set()).add((*values, *links))
    return found
