"""Pictures of the simulation on the sample of leads by hand: what it is told, and what came of as-is and to-be."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QWidget

from crm_desktop.diagrams.templates import templates
from crm_desktop.views.diagram.page import ProcessPage
from crm_desktop.views.diagram.simulation.pane import SimulationPane
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


def build_inputs() -> QWidget:
    """Return what a simulation is told."""
    return _opened()[0]


def _opened() -> tuple[ProcessPage, SimulationPane]:
    desk = make_desk(Path(mkdtemp()))
    template = next(each for each in templates() if each.key == "lead-to-friend")
    begun = begin_as(template, current_language().code, Whose(account_id=ident("hengchuan"), owner_id=desk.me))
    desk.store.door.commit("diagram.from_template", begun.edits)
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
