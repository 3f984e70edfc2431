"""A study's report with a map of 60 steps: as DOCX and as PDF, from what was read to the finished file."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QApplication

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most
from benchmarks.sample_maps import structured_map
from crm_desktop.models.money import to_units
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.record import Record
from crm_desktop.models.studies.content import StudyContent
from crm_desktop.models.studies.report_material import Material
from crm_desktop.models.studies.report_template import shipped
from crm_desktop.views.studies.report.making import Wish, make

NAME = "report"
_STEPS, _PAINS, _ROUNDS = 60, 40, 5
_MOST_S = 3.0
_NOW = 1_773_309_600_000


def run(options: Options) -> list[Measurement]:
    """Make the report several times; the limit holds for the median."""
    application = QApplication.instance() or QApplication([])
    assert application is not None
    material = _material(max(6, int(_STEPS * options.scale)))
    wish = Wish(shipped("zh"), _NOW, "UTC")
    found = []
    for ending in (".docx", ".pdf"):
        work = partial(make, material, wish, ending)
        work()
        seconds = sorted(_timed(work) for _ in range(_ROUNDS))
        found.append(at_most(f"a study of {_STEPS} steps as {ending}", seconds[_ROUNDS // 2], "s", _MOST_S, seconds))
    return found


def _timed(work: partial[bytes]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _material(steps: int) -> Material:
    as_is = structured_map(steps)
    to_be = _to_be(as_is)
    tasks = [each for each in as_is.nodes if each.form == "task"]
    pains = tuple(
        Record("pain", f"{number:032x}", {
            "name": f"痛点 {number}", "process_id": as_is.id, "node_id": tasks[number % len(tasks)].id, "state": "open",
            "severity": "severe", "times_per_month": 20 + number, "minutes_each": 10, "people": 2,
        })
        for number in range(_PAINS)
    )  # fmt: skip
    study = Record("study", "s", {"name": "研究", "hourly_cost": to_units(60), "currency": "CNY"})
    content = StudyContent(
        study=study,
        maps=tuple(Record("process", each.id, dict(each.values)) for each in (as_is, to_be)),
        nodes=tuple(Record("node", each.id, each.values()) for each in as_is.nodes),
        pains=pains,
    )
    return Material(content=content, maps={as_is.id: as_is, to_be.id: to_be}, today=date(2026, 3, 12))


def _to_be(as_is: ProcessMap) -> ProcessMap:
    """Return the to-be of a map with every third step automated."""
    nodes = tuple(
        replace(node, id=f"t{node.id[1:]}", base_node_id=node.id, change="automate" if at % 3 == 0 else "keep")
        for at, node in enumerate(as_is.nodes)
    )
    ids = {old.id: new.id for old, new in zip(as_is.nodes, nodes, strict=True)}
    flows = tuple(
        replace(flow, id=f"t{flow.id[1:]}", source_id=ids[flow.source_id], target_id=ids[flow.target_id])
        for flow in as_is.flows
    )
    values = {**as_is.values, "form": "to_be", "base_process_id": as_is.id}
    return replace(as_is, id="e" * 32, values=values, nodes=nodes, flows=flows, pains=())
