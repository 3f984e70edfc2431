"""Turns of the program's loop, for tools that look at its windows from inside its process."""

import threading

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

_PAUSE = threading.Event()
"""Never set."""


def turn() -> None:
    """Do what one turn of the running program's loop does, deletions too, and leave the others a moment.

    A loop without a pause would keep the program's own threads, and the server beside it, from working.
    """
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    _PAUSE.wait(0.005)
