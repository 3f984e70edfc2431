"""A test that is not silent fails: each kind of noise, in a pytest run of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.processes import RunningProgram
from tools.environment import ROOT

NOISE = {
    "warning": ("import warnings; warnings.warn('old habit')", "UserWarning: old habit"),
    "log": ("import logging; logging.getLogger('crm').warning('odd row')", "logged: WARNING crm: odd row"),
    "thread": (
        (
            "import threading; from tests.support import silence; silence.GRACE_SECONDS = 0.2;"
            " threading.Thread(target=threading.Event().wait, args=(9,), name='idle').start()"
        ),
        "thread still runs: idle",
    ),
    "window": (
        "from PySide6.QtWidgets import QLabel; global label; label = QLabel('x'); label.show()",
        "window left open: QLabel",
    ),
    "timer": (
        "from PySide6.QtCore import QTimer; global timer; timer = QTimer(); timer.start(7)",
        "timer still runs: 7 ms timer",
    ),
    "screens": (
        (
            "import threading; screen = 'crm_desktop.views.widgets.progress';"
            " loads = threading.Thread(target=__import__, args=(screen,)); loads.start(); loads.join()"
        ),
        "Qt's classes made outside of the UI thread: crm_desktop.views.widgets.progress",
    ),
    "qt": ("from PySide6.QtCore import qWarning; qWarning('bad style sheet')", "bad style sheet"),
}


@pytest.mark.slow
def test_each_kind_of_noise_fails_the_test_that_makes_it(tmp_path: Path) -> None:
    output = _output_of_tests({kind: statement for kind, (statement, _) in NOISE.items()}, tmp_path)
    for kind, (_, complaint) in NOISE.items():
        assert complaint in output, f"{kind} went unnoticed:\n{output}"


def _output_of_tests(statements: dict[str, str], folder: Path) -> str:
    probe = folder / "probe.py"
    tests = [f"def test_{name}(qapp):\n    {statement}\n" for name, statement in statements.items()]
    probe.write_text("\n\n".join(tests), encoding="utf-8")
    arguments = ["-m", "pytest", "-p", "tests.conftest", "-c", str(ROOT / "pyproject.toml"), "-p", "no:xdist"]
    environment = {"QT_QPA_PLATFORM": "offscreen"}
    with RunningProgram([sys.executable, *arguments, str(probe)], environment, ROOT) as program:
        assert program.wait() == 1, program.output
    return program.output
