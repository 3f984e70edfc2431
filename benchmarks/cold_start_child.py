"""The processes whose start is measured: `bare` shows one label, `program PROFILE` the desktop program.

Each prints a line when its window has been painted and its event loop is free for the first input, and, the program
with open data, another when the first rows of a list are shown. Then it leaves at once.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PAINTED, ROWS = "painted", "rows"
SIZE = (1440, 900)


def run_bare() -> None:
    """Show one label."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

    class Bare(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
            super().paintEvent(event)
            QTimer.singleShot(0, _leave)

    application = QApplication([])
    window = Bare()
    QVBoxLayout(window).addWidget(QLabel("Fieldline CRM"))
    window.resize(*SIZE)
    window.show()
    application.exec()


def run_program(folder: str) -> None:
    """Start the program as its `main` does, with ears for its first paint and its first rows."""
    gc.disable()
    from PySide6.QtCore import QTimer

    from crm_desktop import app
    from crm_desktop.composition.diagnostics import Diagnostics
    from crm_desktop.composition.instance import Instance
    from crm_desktop.composition.options import parse
    from crm_desktop.settings import Profile

    options = parse(["--profile", folder, "--language", "en"])
    profile = Profile(Path(folder))
    application = app._application(options)
    profile.prepare()
    Instance(profile.lock).claim()
    diagnostics = Diagnostics(profile)
    diagnostics.open()
    program = app.start(application, options, profile)
    window = program.window
    window.painted.connect(lambda: QTimer.singleShot(0, window, lambda: _say(PAINTED)))
    looking = QTimer(window, interval=5)
    looking.timeout.connect(lambda: _leave_when_rows_are_shown(window))
    looking.start()
    window.show()
    application.exec()


def _leave_when_rows_are_shown(window: QWidget) -> None:
    from PySide6.QtWidgets import QTableView

    for table in window.findChildren(QTableView):
        model = table.model()
        if table.isVisible() and model.rowCount() and model.index(0, 0).data():
            _say(ROWS)
            os._exit(0)


def _say(what: str) -> None:
    print(what, flush=True)


def _leave() -> None:
    _say(PAINTED)
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        run_bare()
    else:
        run_program(sys.argv[2])
