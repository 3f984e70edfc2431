"""Records are tested dressed, in English, in a window of the design's size, on a real replica."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.theme.current import current_theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Install theme and English."""
    current_theme().install(qapp)
    current_theme().choose("light")
    current_language().use("en")
    yield
    current_language().use("en")


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
