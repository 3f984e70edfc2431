"""Pictures of the simulation on the sample of leads by hand: what it is told, and what came of as-is and to-be."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QScrollArea, QTableWidgetItem, QWidget

from crm_desktop.diagrams.templates import templates
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.money import to_units
from crm_desktop.views.diagram.page import ProcessPage
from crm_desktop.views.diagram.simulation.pane import SimulationPane
from crm_desktop.views.diagram.simulation.results_panel import ResultsPanel
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.processes.beginnings import Whose, begin_as
from tests.support.desk import make_desk
from tests.support.sample import ident
from tools.screens import settle

_MOST_WAITS = 200


def build_results() -> QWidget:
    """Return what came of the sample, with tokens on the map."""
    page, pane = _opened()
    pane.toggle()
    for _ in range(_MOST_WAITS):
        if pane.outcome is not None:
            break
        settle(200)
    pane.sheet.show_second(8.0)
    settle(300)
    return page


def build_costs() -> QWidget:
    """Return the same further down: what the work costs, lane by lane, as-is against to-be."""
    page = build_results()
    settle(300)
    area = next(each for each in page.findChildren(QScrollArea) if each.widget() and each.isVisible()
                and isinstance(each.widget(), ResultsPanel))  # fmt: skip
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    settle(300)
    return page


def build_inputs() -> QWidget:
    """Return what a simulation is told: the second lane has hours and a wage of its own."""
    page, pane = _opened()
    for column, typed in ((2, "8:30–17"), (3, "1–6"), (4, "80")):
        pane.inputs.people.setItem(1, column, QTableWidgetItem(typed))
    return page


def _opened() -> tuple[ProcessPage, SimulationPane]:
    desk = make_desk(Path(mkdtemp()))
    template = next(each for each in templates() if each.key == "lead-to-friend")
    begun = begin_as(template, current_language().code, Whose(account_id=ident("hengchuan"), owner_id=desk.me))
    desk.store.door.commit("diagram.from_template", begun.edits)
    study = Create("study", {"name": "Leads", "account_id": ident("hengchuan"), "hourly_cost": to_units(65)})
    desk.store.door.commit("study.create", [study, Update("process", begun.process_id, {"study_id": study.id})])
    page = ProcessPage(desk)
    page.resize(1384, 900)
    page.show()
    page.visit(Place("processes", begun.process_id), None)
    while page.editor is None:
        settle(100)
    page.editor.simulate()
    while page.editor.simulating is None or page.editor.simulating.pane is None:
        settle(100)
    settle(300)
    return page, page.editor.simulating.pane
