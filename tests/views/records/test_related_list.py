"""What belongs to an account is edited in place on its page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.store.queries.records import record
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.related_list import RelatedList
from tests.support.sample import ident
from tests.views.records.test_pages import opened

HOME = ident("hengchuan")


@pytest.fixture
def people(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> RelatedList:
    page = opened(AccountPage, Place("accounts", HOME, tab="people"), ready_desk, window, qtbot)
    part = page._parts["people"]
    assert isinstance(part, RelatedList)
    qtbot.waitUntil(lambda: part.model.complete and part.model.rows.count == 5 and part.model.row_at(4) is not None)
    return part


def test_f2_edits_a_cell_of_a_related_record_and_not_the_page(
    people: RelatedList, ready_desk: Desk, qtbot: QtBot
) -> None:
    titles = [row.title for line in range(5) if (row := people.model.row_at(line)) is not None]
    column = next(at for at, each in enumerate(people.model.columns) if each.name == "job_title")
    people.table.setFocus()
    people.table.go_to(titles.index("Zhou Min"), column)
    qtbot.keyClick(people.table, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: people.editing.editor is not None)
    editor = people.editing.editor
    assert editor is not None
    editor.begin("Head of planning")
    qtbot.keyClick(editor.focusProxy() or editor, Qt.Key.Key_Return)

    def job() -> object:
        found = ready_desk.store.read(record, "contact", ident("zhou"))
        return found.get("job_title") if found is not None else None

    qtbot.waitUntil(lambda: job() == "Head of planning")


def test_a_heading_sorts_and_ctrl_enter_opens_with_the_neighbours(
    people: RelatedList, ready_desk: Desk, qtbot: QtBot
) -> None:
    people._sort_by("job_title")
    qtbot.waitUntil(lambda: people.model.complete and people.model.row_at(4) is not None)
    with qtbot.waitSignal(ready_desk.navigator.requested) as went:
        people.table.setFocus()
        people.table.go_to(1, 0)
        people._open(people.table.current_row)  # type: ignore[arg-type]
    place, neighbours = went.args
    assert place.section == "contacts"
    assert (neighbours.position, neighbours.total) == (1, 5)
