"""An editor's page on a real store, with a client's process on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.diagrams.new_maps import from_template
from crm_desktop.diagrams.templates import as_map, templates
from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.page import ProcessPage
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import ident

OpenMap = Callable[[str], ProcessPage]


@pytest.fixture
def open_map(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[OpenMap]:
    """Open a page with a new process: empty, or as the template with this key says."""
    current_theme().install(qapp)
    current_language().use("en")
    pages: list[ProcessPage] = []

    def make(template: str = "") -> ProcessPage:
        process_id = _make(desk, template)
        page = ProcessPage(desk)
        pages.append(page)
        qtbot.addWidget(page)
        desk.navigator.requested.connect(page.visit)
        page.resize(1384, 900)
        page.show()
        page.visit(Place("processes", process_id), None)
        qtbot.waitUntil(lambda: page.editor is not None)
        return page

    yield make
    qtbot.waitUntil(lambda: all(page.editor is None or page.editor.session.saved for page in pages))


def _make(desk: Desk, key: str) -> str:
    if not key:
        process_id = new_id()
        values = {"name": "Returns", "form": "as_is", "account_id": ident("hengchuan")}
        desk.store.door.commit("process.create", [Create("process", values, process_id)])
        return process_id
    template = next(each for each in templates() if each.key == key)
    made = from_template(as_map(template, "en"), template.name.text("en"), ident("hengchuan"), desk.me)
    desk.store.door.commit("diagram.from_template", made.edits)
    return made.map.id
