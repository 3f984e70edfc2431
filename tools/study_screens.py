"""Pictures of a study's page, part by part, on the sample with a study in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.goals.part import GoalsPart
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.studies_page import StudiesPage
from tests.support.studied import study_in
from tools.record_screens import OnDesk


def build_overview() -> QWidget:
    """Return how far the study has come."""
    return _part("overview")


def build_list() -> QWidget:
    """Return the list of studies."""

    def make(desk: Desk) -> QWidget:
        study_in(desk, current_language().code)
        page = StudiesPage(desk)
        page.visit(Place("studies"), None)
        return page

    return OnDesk(make)


def build_goals() -> QWidget:
    """Return the tree of goals, one of them chosen and another being typed."""

    def choose(page: StudyPage) -> None:
        part = page.part("goals")
        assert isinstance(part, GoalsPart)
        part.view.setCurrentIndex(part.model.index_of(part.tree.children("")[0]))
        part.entry.set_level("execution")
        line = "销售部第二季度加好友率 50%" if current_language().code == "zh" else "Sales: add-friend rate 50% in Q2"
        part.entry.line.setText(line)

    return _part("goals", choose)


def _part(key: str, then: Callable[[StudyPage], None] | None = None) -> QWidget:
    def make(desk: Desk) -> QWidget:
        made = study_in(desk, current_language().code)
        page = StudyPage(desk)
        page.visit(Place("studies", made.study_id, tab=key), None)
        if then is not None:
            _wait(lambda: page.study is not None)
            then(page)
        return page

    return OnDesk(make)


def _wait(condition: Callable[[], bool]) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start(10)
    loop.exec()
