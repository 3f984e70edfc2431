"""What a start does not spend time on."""

from __future__ import annotations

import subprocess
import sys


def test_no_source_is_read_for_a_switch_that_nobody_uses() -> None:
    """Counted in a process of its own, since here everything is imported already."""
    told = subprocess.run([sys.executable, "-c", _COUNT], capture_output=True, text=True, check=True).stdout.split()
    before, after = map(int, told)
    assert before > 0, "Qt for Python no longer reads along: the module under test can go"
    assert after == 0


_COUNT = """
import inspect
import PySide6.QtCore

told = []
inspect.getsource = lambda module: told.append(module) or ""
import wave
print(len(told))
import crm_desktop.views.quick_imports
told.clear()
import crm_desktop.app
print(len(told))
"""
