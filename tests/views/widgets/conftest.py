"""Every component is tested dressed, in English, in a window of the design's size."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _dressed(dressed: None) -> None:
    """Dress every test of this folder."""


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Return a shown window of the design's size."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    return made
