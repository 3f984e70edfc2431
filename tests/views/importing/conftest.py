"""A window whose companion imports, on the sample with one more product."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.desk import Desk
from crm_desktop.views.importing.import_dialog import ImportDialog
from crm_desktop.views.importing.importing import Importing
from crm_desktop.views.language.language import current_language
from crm_desktop.views.theme.current import current_theme
from tests.support.import_files import add_product


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """Install theme and English."""
    current_theme().install(qapp)
    current_theme().choose("light")
    current_language().use("en")


@pytest.fixture
def importing(qtbot: QtBot, desk: Desk) -> Iterator[Importing]:
    add_product(desk.store)
    window = QWidget()
    window.resize(1440, 900)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    made = Importing(desk, window)
    qtbot.waitUntil(made.allowed)
    yield made
    if made.dialog is not None:
        made.dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def dialog(importing: Importing) -> ImportDialog:
    importing.open()
    assert importing.dialog is not None
    return importing.dialog
