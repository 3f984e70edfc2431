"""Every component is tested dressed, in English, in a window of the design's size."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.language.language import current_language
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
    """Return a shown window of the design's size."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    return made
