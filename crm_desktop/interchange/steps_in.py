"""Step lists as maps: a table of any program, in either language, with a column for the step and what else it has."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from crm_desktop.interchange.fitting import fit_number, fit_text
from crm_desktop.interchange.outline import Outline, OutlineFlow, OutlineLane, OutlineNode, map_of
from crm_desktop.interchange.report import Findings, ReadMaps
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.importing.error_file import plain_cell
from crm_desktop.models.importing.matching import normal
from crm_desktop.models.importing.table import Table
from crm_desktop.models.importing.words import Words
from crm_desktop.models.processes.decisions import asks
from crm_desktop.models.processes.durations import read_duration
from crm_desktop.models.records.process import NODE

MOST_STEPS = 10_000
_OTHER_NAMES = {
    "number": ("no", "no.", "nr", "nr.", "#", "id", "number", "step no", "序号", "编号", "步骤号"),
    "name": ("step", "steps", "activity", "task", "name", "title", "步骤", "步骤名称", "活动", "任务", "名称", "环节"),
    "lane_id": ("lane", "department", "dept", "unit", "team", "部门", "科室", "泳道"),
    "post": ("role", "owner", "responsible", "post", "who", "岗位", "角色", "负责人", "执行角色"),
    "form": ("type", "kind", "form", "类型"),
    "working_seconds": ("time", "duration", "working time", "cycle time", "用时", "耗时", "时长", "处理时长"),
    "waiting_seconds": ("wait", "waiting", "waiting time", "lead time", "等待", "等待时长"),
    "systems": ("system", "systems", "tool", "tools", "software", "系统", "工具"),
    "pains": ("pain", "pains", "problem", "problems", "issue", "issues", "痛点", "问题"),
    "next": (
        "next",
        "next step",
        "next steps",
        "successor",
        "successors",
        "followed by",
        "goto",
        "下一步",
        "后续",
        "去向",
    ),
    "notes": ("note", "notes", "remark", "remarks", "comment", "comments", "备注", "说明"),
    "input": ("input", "inputs", "输入"),
    "output": ("output", "outputs", "输出"),
    "frequency": ("frequency", "频次"),
    "errors_per_mille": ("error rate", "差错率"),
}
_BRANCH = re.compile(r"\s*(.*?)\s*(?:[\[(（［]\s*(.*?)\s*[\])）］])?\s*\Z", re.DOTALL)


def read_steps(table: Table, words: Words, name: str = "") -> ReadMaps:
    """Return the map that a table lists; raises Incompatible("process_file.no_steps") where no column names steps."""
    columns = _columns(table.columns, words)
    if "name" not in columns:
        raise Incompatible("process_file.no_steps")
    findings, outline = Findings(), Outline(name=name, source_format="steps")
    forms = words.choices(NODE, NODE.field("form"))
    leads: list[tuple[str, str]] = []
    numbers: dict[str, str] = {}
    for row in table.rows():
        cells = {field: plain_cell(row.cells[at].strip()) for field, at in columns.items() if at < len(row.cells)}
        if not cells.get("name") and normal(cells.get("form", "")) not in forms:
            findings.add("line_skipped", str(row.line))
            continue
        if len(outline.nodes) >= MOST_STEPS:
            raise Incompatible("process_file.too_large")
        key = str(len(outline.nodes) + 1)
        number = normal(cells.get("number", "") or key)
        if number in numbers:
            findings.add("duplicate_id", cells.get("number", ""))
        numbers.setdefault(number, key)
        _add_step(outline, key, cells, forms, findings)
        leads.append((key, cells.get("next", "")))
    if not outline.nodes:
        raise Incompatible("process_file.no_steps")
    _connect(outline, leads, numbers, findings, told="next" in columns)
    return ReadMaps(maps=[map_of(outline, findings)], findings=findings.all())


def _columns(headers: Iterable[str], words: Words) -> dict[str, int]:
    """Return at which place the column of each field stands; labels of both languages and usual names count."""
    known: dict[str, str] = {}
    for field, names in _OTHER_NAMES.items():
        own = words.field_names(NODE, field) if NODE.has(field) else []
        for each in (*own, *names):
            known.setdefault(normal(each), field)
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        field = known.get(normal(header), "")
        if field:
            found.setdefault(field, place)
    return found


def _add_step(outline: Outline, key: str, cells: dict[str, str], forms: dict[str, str], findings: Findings) -> None:
    name = fit_text("node", "name", cells.get("name", ""))
    form = forms.get(normal(cells.get("form", "")), "")
    if not form or form in ("port", "group"):
        form = "gateway" if asks(name) else "task"
    values: dict[str, Any] = {"name": name, "form": form}
    for field in ("post", "input", "output", "notes"):
        values[field] = fit_text("node", field, cells.get(field))
    for field in ("working_seconds", "waiting_seconds"):
        time = read_duration(cells.get(field, "")) if cells.get(field) else None
        if time is not None and time.end == len(cells[field].rstrip()):
            values[field] = time.seconds
        elif cells.get(field):
            findings.add("value_skipped", cells.get("name", ""))
    values["frequency"] = fit_number("node", "frequency", cells.get("frequency"))
    values["errors_per_mille"] = _per_mille(cells.get("errors_per_mille", ""))
    values["systems"] = frozenset(
        found for each in _parts(cells.get("systems", "")) if (found := fit_text("node", "post", each))
    )
    lane = cells.get("lane_id", "") or cells.get("post", "") * ("lane_id" not in cells)
    if lane and lane not in outline.lanes:
        outline.lanes[lane] = OutlineLane(lane)
    outline.nodes[key] = OutlineNode(values, lane, pains=_parts(cells.get("pains", "")))


def _connect(
    outline: Outline, leads: list[tuple[str, str]], numbers: dict[str, str], findings: Findings, *, told: bool
) -> None:
    """Connect the steps as their rows say; without such a column each leads to the next row."""
    names = {normal(str(node.values["name"])): key for key, node in reversed(outline.nodes.items())}
    if not told:
        keys = [key for key, _ in leads]
        outline.flows += [OutlineFlow(source, target) for source, target in pairwise(keys)]
        return
    for key, text in leads:
        outline.check()
        for part in _parts(text):
            target, branch = _target(part, numbers, names)
            if not target:
                findings.add("dangling_flow", part)
                continue
            outline.flows.append(OutlineFlow(key, target, {"name": fit_text("flow", "name", branch)}))


def _target(part: str, numbers: dict[str, str], names: dict[str, str]) -> tuple[str, str]:
    """Return the step that a part of the "next" column names, by number or name, and the name of the branch."""
    whole = normal(part)
    if whole in numbers or whole in names:
        return numbers.get(whole) or names[whole], ""
    found = _BRANCH.match(part)
    key, branch = (normal(found.group(1)), found.group(2) or "") if found else ("", "")
    if not branch and ":" in part.replace("：", ":"):
        before, _, after = part.replace("：", ":").partition(":")
        key, branch = (normal(before), after) if normal(before) in numbers else (normal(after), before)
    return numbers.get(key) or names.get(key, ""), branch


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;；\n、]", text) if part.strip()]


def _per_mille(text: str) -> int | None:
    found = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*([%％‰]?)\s*", text)
    if not found:
        return None
    number = float(found.group(1).replace(",", ".")) * (1 if found.group(2) == "‰" else 10)
    return round(number) if number <= 1000 else None
