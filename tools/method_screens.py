"""Pictures of the method's page: as an administrator writes it, and as everybody reads it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.models.interviews.outlines import shipped_outlines
from crm_desktop.models.studies.guide import shipped_rules
from crm_desktop.models.studies.method_edits import copy_catalogue, copy_outline, copy_rule
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.method.page import MethodPage
from crm_desktop.views.navigation import Place
from tests.support.administration import let_administer
from tools.record_screens import OnDesk

_LONGEST_MS = 10_000


def build_capabilities() -> QWidget:
    """Return the organisation's own catalogue."""
    return _page("capabilities", lambda _page: None)


def build_guide() -> QWidget:
    """Return the guide, one rule of it the organisation's own."""
    return _page("guide", lambda page: page.side.list.setCurrentRow(5))


def build_outlines() -> QWidget:
    """Return an own outline with its questions beside those that ship."""

    def choose(page: MethodPage) -> None:
        page.side.list.setCurrentRow(0)

    return _page("outlines", choose)


def build_reading() -> QWidget:
    """Return what ships, for somebody who may only read it."""

    def make(desk: Desk) -> QWidget:
        return _shown(desk, "guide")

    return OnDesk(make)


def _page(key: str, then: Callable[[MethodPage], object]) -> QWidget:
    def make(desk: Desk) -> QWidget:
        let_administer(desk)
        language = current_language().code
        outline = next(each for each in shipped_outlines(language) if each.industry)
        rule = copy_rule(shipped_rules()[5])
        edits = [*copy_catalogue(), *rule, *copy_outline(outline, ("我们的", "Our ")[language == "en"] + outline.name)]
        desk.store.door.commit("method.copy", edits)
        page = _shown(desk, key)
        _wait(lambda: page.side.may and bool(page.side.method.capabilities))
        then(page)
        return page

    return OnDesk(make)


def _shown(desk: Desk, key: str) -> MethodPage:
    page = MethodPage(desk)
    page.visit(Place("method", tab=key), None)
    return page


def _wait(condition: Callable[[], bool]) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start(10)
    QTimer.singleShot(_LONGEST_MS, loop, loop.quit)
    loop.exec()
