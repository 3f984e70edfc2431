"""Every screen in the smallest window, in Chinese at 150 and in English at 200 per cent of text.

Each control has a name and a role, Tab reaches it, it lies inside the window, and no text is cut. `python -m
tools.walking [NAME]` goes all ways: both languages at 100 and 200, English at 150, too.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.widgets.icon_button import IconButton
from tools.walking import QUICK_WAYS, faults_of


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", ["1/3", "2/3", "3/3"])
def test_every_screen_is_named_reachable_and_readable(part: str) -> None:
    assert {language for language, _ in QUICK_WAYS} == {"en", "zh"}
    assert {scale for _, scale in QUICK_WAYS} == {1.5, 2.0}
    command = [sys.executable, "-m", "tools.walking", "--quick", "--part", part]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    walked = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    faults = walked.stdout.splitlines()
    assert faults == []
    assert walked.returncode == 0, walked.stderr[-2000:]


def test_what_is_wrong_with_a_screen_is_found(qtbot: QtBot) -> None:
    screen, inner = QWidget(), QWidget()
    qtbot.addWidget(screen)
    column = QVBoxLayout(screen)
    nameless, cut, only_clicked = QPushButton(), QLabel("words that need more room than this"), QPushButton("Press")
    nameless.setFixedSize(24, 24)
    cut.setFixedWidth(30)
    only_clicked.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    row = QHBoxLayout(inner)
    row.addSpacing(900)
    row.addWidget(IconButton("Scrolled to", "x"))
    area = QScrollArea()
    area.setWidget(inner)
    for part in (nameless, cut, only_clicked, area):
        column.addWidget(part)
    beyond = QPushButton("Beyond", screen)
    screen.resize(300, 300)
    beyond.setGeometry(280, 10, 80, 30)
    screen.show()
    qtbot.waitExposed(screen)
    found = "\n".join(faults_of(screen))
    assert "has no name" in found
    assert "“words that need more room than this” does not fit" in found
    assert "“Press” is not reached by Tab" in found
    assert "“Beyond” lies outside the window" in found
    assert "Scrolled to" not in found
