"""Industry processes that ship with the program, to read before a visit and to begin a map from; in both languages.

A template names lanes and steps in reading order (`resources/templates/processes/*.json`). Where steps stand is worked
out here: each below what leads to it in its own lane, beside it in another.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec

from crm_desktop.models.bilingual import Bilingual
from crm_desktop.models.processes.elements import Flow, Lane, Node, Pain
from crm_desktop.models.processes.grid import FIRST, LANE, ROW, SIZES
from crm_desktop.models.processes.name_room import IN_ROW, NAMED_INSIDE, height_needed
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.records.process import HUES
from crm_desktop.models.resources import resource
from crm_desktop.models.rules.ranks import spread


class _Lane(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    name: Bilingual
    staff: int | None = None


class _Pain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Bilingual
    severity: str


class _Next(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    to: str
    name: Bilingual = Bilingual("", "")
    share: int | None = None


class _Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    lane: str
    form: str
    name: Bilingual
    working_minutes: int | None = None
    waiting_minutes: int | None = None
    per_day: int | None = None
    systems: tuple[Bilingual, ...] = ()
    pains: tuple[_Pain, ...] = ()
    next: tuple[_Next, ...] = ()


class _ToBe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the process could become: these steps are done by the system."""

    name: Bilingual
    automate: tuple[str, ...]


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One industry process."""

    key: str
    industry: Bilingual
    name: Bilingual
    summary: Bilingual
    lanes: tuple[_Lane, ...]
    steps: tuple[_Step, ...]
    to_be: _ToBe | None = None


@cache
def templates() -> tuple[Template, ...]:
    """Return all templates that ship with the program, by key."""
    folder: Path = resource("templates", "processes")
    return tuple(msgspec.json.decode(path.read_bytes(), type=Template) for path in sorted(folder.glob("*.json")))


def as_map(template: Template, language: str) -> ProcessMap:
    """Return a template as a map in one language; its ids are its keys."""
    lanes = [
        Lane(
            id=f"lane {lane.key}",
            name=lane.name.text(language),
            rank=rank,
            hue=HUES[place % len(HUES)],
            staff=lane.staff,
        )
        for place, (lane, rank) in enumerate(zip(template.lanes, spread(len(template.lanes)), strict=True))
    ]
    nodes, flows, pains = [], [], []
    for step, row, rank in zip(template.steps, _rows(template), spread(len(template.steps)), strict=True):
        nodes.append(_node(step, row, rank, language))
        pains += [
            Pain(id=f"{step.key} {place}", node_id=step.key, name=each.name.text(language), severity=each.severity)
            for place, each in enumerate(step.pains)
        ]
        flows += [
            Flow(
                id=f"{step.key} {each.to}",
                source_id=step.key,
                target_id=each.to,
                name=each.name.text(language),
                share=each.share,
            )
            for each in step.next
        ]
    values = {
        "name": template.name.text(language),
        "form": "template",
        "industry": template.industry.text(language),
        "summary": template.summary.text(language),
        "orientation": "vertical",
    }
    return ProcessMap(
        id=template.key, values=values, lanes=tuple(lanes), nodes=tuple(nodes), flows=tuple(flows), pains=tuple(pains)
    )


def as_to_be(template: Template, as_is: ProcessMap, language: str) -> ProcessMap | None:
    """Return what a template's process, given as a map, could become; None where the template says nothing of it.

    Steps are known by their names: the map may be a copy of the template's with ids of its own.
    """
    if template.to_be is None:
        return None
    names = {each.name.text(language) for each in template.steps if each.key in template.to_be.automate}
    nodes = tuple(
        replace(each, change="automate", automation="automatic") if each.name in names else each for each in as_is.nodes
    )
    return replace(as_is, values={**as_is.values, "name": template.to_be.name.text(language)}, nodes=nodes)


def _rows(template: Template) -> list[int]:
    """Return the row of each step: below what leads to it in its own lane, beside it in another, each cell once."""
    row_of: dict[str, tuple[str, int]] = {}
    last: dict[str, int] = {}
    for step in template.steps:
        before = [row_of[each.key] for each in template.steps if each.key in row_of and _leads(each, step.key)]
        wanted = max((row + (lane == step.lane) for lane, row in before), default=0)
        row = max(wanted, last.get(step.lane, -1) + 1)
        row_of[step.key], last[step.lane] = (step.lane, row), row
    return [row for _, row in row_of.values()]


def _leads(step: _Step, key: str) -> bool:
    return any(each.to == key for each in step.next)


def _node(step: _Step, row: int, rank: str, language: str) -> Node:
    width, height = SIZES[step.form]
    node = Node(
        id=step.key,
        name=step.name.text(language),
        form=step.form,
        lane_id=f"lane {step.lane}",
        rank=rank,
        along=FIRST + row * ROW,
        across=LANE // 2,
        width=width,
        height=height,
        working_seconds=_seconds(step.working_minutes),
        waiting_seconds=_seconds(step.waiting_minutes),
        frequency=step.per_day,
        systems=frozenset(each.text(language) for each in step.systems),
    )
    return replace(node, height=min(height_needed(node), IN_ROW)) if node.form in NAMED_INSIDE else node


def _seconds(minutes: int | None) -> int | None:
    return None if minutes is None else minutes * 60
