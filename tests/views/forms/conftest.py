"""Forms are tested dressed, in English, in a window of the design's size, on a real replica."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.desk import Desk
from crm_desktop.views.lookups import lookups_of


@pytest.fixture(autouse=True)
def _dressed(dressed: None) -> None:
    """Dress every test of this folder."""


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Return a shown window of the design's size with a column to put things into."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    QVBoxLayout(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def ready_desk(desk: Desk, qtbot: QtBot) -> Desk:
    """A desk whose lookups have arrived."""
    lookups = lookups_of(desk)
    qtbot.waitUntil(lambda: lookups.now is not None)
    return desk
