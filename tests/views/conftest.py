"""What every test of the views needs: offscreen windows, and silence about what offscreen windows cannot do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from crm_desktop.views.desk import Desk


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let remarks about what this system lacks, a screen and a sound server, pass; any other warning fails its test."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", "PulseAudioService"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk on a replica of one's own with the English sample, see `tests/support/sample.py`."""
    from tests.support.desk import desk_in

    with desk_in(tmp_path) as made:
        yield made


@pytest.fixture
def dressed(qapp: QApplication) -> None:
    """Install the theme, light, and English; `tests/support/as_it_was.py` takes back what a test makes of them."""
    from crm_desktop.views.language.language import current_language
    from crm_desktop.views.theme.current import current_theme

    current_theme().install(qapp)
    if current_theme().choice != "light":
        current_theme().choose("light")
    if current_language().choice != "en":
        current_language().use("en")
