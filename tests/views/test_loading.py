"""The modules of a page are found in another thread and loaded in turns on this one, each after those it needs."""

from __future__ import annotations

import subprocess
import sys

from tools.environment import ROOT

PROGRAM = """
import sys, threading
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from crm_desktop.views.loading import load_in_turns, load_what_has_no_screen

application, found = QApplication([]), []
page = "crm_desktop.views.processes.page"
search = threading.Thread(target=lambda: found.extend(load_what_has_no_screen(page)))
search.start()
search.join()
assert found[-1] == page
assert not set(found) & set(sys.modules), "a screen was loaded by the search"
asked = list(found)
before, turns, ended = set(sys.modules), [], []
owner = QObject()
load_in_turns(found, lambda: ended.append(True), owner)
while not ended:
    turns.append(len(found))
    application.processEvents()
assert not found
assert len(turns) > 3, turns
late = {name for name in set(sys.modules) - before if name.startswith("crm_desktop.")} - set(asked)
assert not late, late
"""


def test_a_page_is_loaded_in_turns_and_by_nobody_else() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=120,
                         env={"QT_QPA_PLATFORM": "offscreen", "PATH": ""}, check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
