"""The system's word about the network: told once for several in a row, a moment after the last."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from crm_desktop.composition.network_watch import NetworkWatch


def test_a_network_that_flickers_is_told_of_once(qtbot: QtBot) -> None:
    parent, told = QObject(), []
    NetworkWatch(lambda: told.append("changed"), parent)
    said = QNetworkInformation.instance().reachabilityChanged
    for reachability in (
        QNetworkInformation.Reachability.Disconnected,
        QNetworkInformation.Reachability.Local,
        QNetworkInformation.Reachability.Online,
    ):
        said.emit(reachability)
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["changed"]
    parent.deleteLater()
