"""Every field that waits, is contested or was not accepted carries its mark, says so and leads to the decision."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.record import SyncState
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.detail_panel import DetailPanel
from crm_desktop.views.records.fact import Fact
from tests.support.sample import ident
from tests.support.sync_sample import fill_sync

_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(ready_desk: Desk, window: QWidget) -> DetailPanel:
    assert isinstance(ready_desk.clock, ManualClock)
    fill_sync(ready_desk.store, ready_desk.clock)
    made = DetailPanel(ready_desk)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(made)
    made.setFixedWidth(360)
    return made


def facts(panel: DetailPanel, kind: str, name: str, qtbot: QtBot) -> dict[str, Fact]:
    panel.show_record(kind, ident(name))
    qtbot.waitUntil(lambda: panel.content is not None and panel.content.view.record.id == ident(name))
    return {each.field.name: each for each in panel.findChildren(Fact) if each.kind.name == kind}


@pytest.mark.parametrize(
    ("marked", "state", "said"),
    [
        (("account", "hengchuan", "next_step"), SyncState.WAITING, ("Waiting to sync", "待同步")),
        (("opportunity", "mes2", "amount"), SyncState.CONFLICT, ("To decide", "待决定")),
        (("account", "beichen", "owner_id"), SyncState.PARKED, ("Not accepted", "未被接受")),
    ],
)
def test_a_field_carries_its_mark_with_a_word_and_leads_to_its_decision(
    panel: DetailPanel,
    ready_desk: Desk,
    qtbot: QtBot,
    marked: tuple[str, str, str],
    state: SyncState,
    said: tuple[str, str],
) -> None:
    (kind, name, field), (english, chinese) = marked, said
    shown = facts(panel, kind, name, qtbot)
    fact = shown[field]
    assert fact.state is state
    assert fact.value.accessibleDescription() == english
    carrying = {each.field.name for each in shown.values() if each.state is not SyncState.SYNCED}
    assert shown["city" if kind == "account" else "close_on"].value.mark_rect().isEmpty()
    assert field in carrying
    qtbot.waitUntil(fact.value.isVisible)
    spot = fact.value.mark_rect().center().toPoint()
    QApplication.sendEvent(fact.value, QHelpEvent(QHelpEvent.Type.ToolTip, spot, fact.value.mapToGlobal(spot)))
    assert QToolTip.isVisible()
    assert "lick" in QToolTip.text()
    QToolTip.hideText()
    with qtbot.waitSignal(ready_desk.navigator.requested) as asked:
        QTest.mouseClick(fact.value, _LEFT, pos=QPoint(spot))
    assert asked.args is not None
    assert asked.args[0] == Place("sync", ident(name))
    current_language().use("zh")
    qtbot.waitUntil(lambda: fact.value.accessibleDescription() == chinese)
