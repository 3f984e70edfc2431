"""Chapter 3: what hurts and costs, what our product does about it, and what that is worth: to-be, simulation."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QToolButton

from crm_desktop.views.diagram.page import ProcessPage
from crm_desktop.views.diagram.simulation.pane import SimulationPane
from crm_desktop.views.language.texts import label
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.pains.part import PainsPart
from crm_desktop.views.studies.results.part import ResultsPart
from tools.journey import readings
from tools.journey.desktop import Desktop
from tools.journey.person import CONTROL, SHIFT
from tools.site_visit.chapters.preparing import go_to_study, study_of


def results_looked_at(stage: Desktop) -> dict[str, object]:
    """See the metrics that were said, with their distance from others."""
    go_to_study(stage, "results")
    part = stage.person.finds(ResultsPart)
    stage.person.wait(lambda: part.model.rowCount() > 0, "the metrics")
    stage.person.picture("results")
    return {"metrics": part.model.rowCount()}


def pain_solved(stage: Desktop) -> dict[str, object]:
    """Lead the dearest pain to a capability, a change in the to-be map, and an opportunity."""
    person, store = stage.person, stage.workspace.store
    go_to_study(stage, "pains")
    part = person.finds(PainsPart)
    person.wait(lambda: part.study is not None and part.study.pains, "the pains")
    person.click(part.register.viewport(), _first_row(part).center())
    person.wait(lambda: part.current is not None, "a pain that is chosen")
    chain, row = part.panel.chain, part.current
    assert row is not None
    person.tab_to(chain.capability)
    person.press(Qt.Key.Key_Down)
    person.wait(lambda: _has(stage, "pain", row.id, "capability_id") or _solver(part), "the capability")
    automate = str(label("options", "proposal.change.automate"))
    person.click(next(each for each in chain.change.findChildren(QToolButton) if each.accessibleName() == automate))
    person.wait(lambda: part.current is not None and part.current.chain.change == "automate", "the change")
    person.wait(chain.to_be.isEnabled, "the way into the to-be map")
    person.click(chain.to_be)
    person.wait(lambda: part.current is not None and part.current.chain.to_be_node_id, "the step of the to-be map")
    chain.amount.setFocus()
    person.press(Qt.Key.Key_A, CONTROL)
    person.write("120000")
    person.click(chain.begin)
    person.wait(lambda: _has(stage, "pain", row.id, "opportunity_id"), "the opportunity")
    person.picture("pain-to-opportunity")
    made = readings.one(store, "opportunity", str(readings.one(store, "pain", row.id).get("opportunity_id")))
    assert made.get("amount") == 120_000 * 10_000
    return {"opportunity": made.get("amount")}


def simulated(stage: Desktop) -> dict[str, object]:
    """Let the to-be map run against the as-is, and keep what comes out."""
    person, store = stage.person, stage.workspace.store
    to_be = readings.first(store, "process", "study_id = ? AND form = 'to_be'", study_of(stage).id)
    stage.program.tools.navigator.go(Place("processes", to_be.id))
    page = person.finds(ProcessPage)
    person.wait(lambda: page.editor is not None, "the to-be map")
    person.picture("to-be")
    person.press(Qt.Key.Key_Y, CONTROL | SHIFT)
    pane = person.finds(SimulationPane)
    person.click(pane.run_button)
    person.wait(lambda: pane.outcome is not None and not pane.runner.running, "the simulation", 120)
    person.picture("simulation")
    person.click(pane.keep_button)
    person.wait(lambda: readings.count(store, "simulation", "process_id = ?", to_be.id) == 1, "the kept simulation")
    return {"kept": 1}


def _first_row(part: PainsPart) -> QRect:
    model = part.register.model()
    return part.register.visualRect(model.index(0, 0))


def _solver(part: PainsPart) -> bool:
    return part.current is not None and bool(part.current.chain.solver)


def _has(stage: Desktop, kind: str, record_id: str, field: str) -> bool:
    return bool(readings.one(stage.workspace.store, kind, record_id).get(field))
