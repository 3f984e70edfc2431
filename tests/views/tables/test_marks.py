"""Cells of a list say which value waits or was not accepted; a click on the mark leads to its decision."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.record import SyncState
from crm_desktop.views.navigation import Place
from crm_desktop.views.tables.delegates import CellDelegate
from tests.support.sample import ident
from tests.support.sync_sample import fill_sync
from tests.views.tables.conftest import Lists


@pytest.fixture
def marked(lists: Lists) -> Lists:
    """The list with acts that wait and one that was refused."""
    assert isinstance(lists.desk.clock, ManualClock)
    fill_sync(lists.desk.store, lists.desk.clock)
    columns = ("name", "owner_id", "health", "next_step", "phone")
    lists.page.change(columns=columns)
    lists.desk.refresh.announce({"account", "opportunity", "conflict"}, {ident("hengchuan"), ident("beichen")})
    lists.rest()
    return lists


def spot_of(lists: Lists, name: str, column: str) -> tuple[int, int, QRectF]:
    model = lists.page.model
    line, at = lists.line_of(name), [each.name for each in model.columns].index(column)
    index = model.index(line, at)
    delegate, cell = lists.table.itemDelegateForIndex(index), model.cell(line, at)
    assert isinstance(delegate, CellDelegate)
    assert cell is not None
    return line, at, delegate.mark_rect(QRectF(lists.table.visualRect(index)), cell)


def test_only_the_values_that_have_something_to_say_are_marked(marked: Lists) -> None:
    model = marked.page.model

    def said() -> dict[str, SyncState]:
        line = marked.line_of("Hengchuan Precision")
        cells = {each.name: model.cell(line, at) for at, each in enumerate(model.columns)}
        return {name: cell.mark for name, cell in cells.items() if cell is not None}

    waits, quiet = SyncState.WAITING, SyncState.SYNCED
    marked.wait_for(said, {"name": waits, "owner_id": quiet, "health": waits, "next_step": waits, "phone": waits})
    line, at, _ = spot_of(marked, "Hengchuan Precision", "next_step")
    spoken = model.data(model.index(line, at), int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Next step MES (Waiting to sync)"


@pytest.mark.parametrize("column", ["name", "owner_id"])
def test_a_click_on_a_mark_leads_to_the_decision_and_resting_on_it_says_so(marked: Lists, column: str) -> None:
    marked.bot.waitUntil(lambda: not spot_of(marked, "Beichen Valves", column)[2].isEmpty())
    *_, rect = spot_of(marked, "Beichen Valves", column)
    view, spot = marked.table.viewport(), rect.center().toPoint()
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, spot, view.mapToGlobal(spot)))
    assert QToolTip.text() == "The server did not accept this. Click to see why."
    QToolTip.hideText()
    with marked.bot.waitSignal(marked.desk.navigator.requested) as asked:
        marked.bot.mouseClick(view, Qt.MouseButton.LeftButton, pos=spot)
    assert asked.args is not None
    assert asked.args[0] == Place("sync", ident("beichen"))


def test_control_d_leads_there_from_the_row(marked: Lists) -> None:
    marked.table.go_to(marked.line_of("Beichen Valves"))
    marked.bot.waitUntil(lambda: (row := marked.table.current_row) is not None and row.state is SyncState.PARKED)
    with marked.bot.waitSignal(marked.desk.navigator.requested) as asked:
        marked.desk.actions.run("record.decide")
    assert asked.args is not None
    assert asked.args[0] == Place("sync", ident("beichen"))
