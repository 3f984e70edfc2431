"""Pictures of a study's problems with their solutions, its comparison and its report, on the sample replica."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QWidget

from crm_desktop.models.edits import Update
from crm_desktop.views.language.language import current_language
from crm_desktop.views.method.page import MethodPage
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.pains.part import PainsPart
from crm_desktop.views.studies.report.part import ReportPart
from tests.support.administration import let_administer
from tests.support.desk import make_desk
from tests.support.studied import Studied, clients_like, study_in
from tools.screens import settle

_MOST_WAITS = 100


def build_pains() -> QWidget:
    """Return the register with a pain that has come as far as the to-be."""
    page, studied = _opened("pains")
    part = page.part("pains")
    assert isinstance(part, PainsPart)
    first = part.register.current
    page.desk.store.door.commit(
        "pain.capability", [Update("pain", first, {"capability_id": studied.capabilities["calls"]})]
    )
    page.visit(Place("studies", studied.study_id, tab="pains"), None)
    settle(300)
    assert part.study is not None
    row = part.current
    assert row is not None
    part.acts.propose(part.study, row, "automate")
    settle(400)
    part.panel.chain.put_into_to_be()
    settle(600)
    return page


def build_pains_by_step() -> QWidget:
    """Return the register under its steps, in a small window."""
    page, _ = _opened("pains")
    part = page.part("pains")
    assert isinstance(part, PainsPart)
    part.group.choose("step")
    assert part.study is not None
    part.show_study(part.study)
    settle(200)
    return page


def build_report() -> QWidget:
    """Return the report with its pages, and what it still lacks."""
    page, _ = _opened("report")
    part = page.part("report")
    assert isinstance(part, ReportPart)
    for _ in range(_MOST_WAITS):
        if part.preview.sheets:
            break
        settle(200)
    part.preview.verticalScrollBar().setValue(part.preview.sheets[0].height() + 30)
    settle(200)
    return page


def build_comparison() -> QWidget:
    """Return the map beside its industry, and the figures among five other clients."""
    return _opened("comparison", clients=5)[0]


def build_templates() -> QWidget:
    """Return a report template of the organisation's own, as an administrator writes it."""
    desk = make_desk(Path(mkdtemp()), current_language().code)
    let_administer(desk)
    page = MethodPage(desk)
    page.resize(1232, 848)
    page.show()
    page.visit(Place("method", tab="reports"), None)
    settle(500)
    page.side.list.setCurrentRow(0 if current_language().code == "zh" else 1)
    page.side.copy()
    settle(500)
    return page


def _opened(tab: str, *, clients: int = 0) -> tuple[StudyPage, Studied]:
    language = current_language().code
    desk = make_desk(Path(mkdtemp()), language)
    studied = study_in(desk, language)
    clients_like(desk, studied, clients)
    page = StudyPage(desk)
    page.resize(1232, 848)
    page.show()
    page.visit(Place("studies", studied.study_id, tab=tab), None)
    settle(700)
    return page, studied
