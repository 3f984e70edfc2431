"""Bringing Qt Multimedia in when somebody records or plays for the first time: a program starts without it.

Its FFmpeg tells on starting what it did not find on this system; that concerns nobody.
"""

from importlib import import_module

from PySide6.QtCore import QLoggingCategory

_RULES = "qt.multimedia*=false\nqt.multimedia*.critical=true"


def quiet_multimedia() -> None:
    """Keep Qt Multimedia and its FFmpeg from chatting; call before the first import of it."""
    QLoggingCategory.setFilterRules(_RULES)


def load_multimedia() -> None:
    """Import it, a tenth of a second; on the UI thread, since it makes Qt's classes (`views/loading.py`)."""
    quiet_multimedia()
    import_module("PySide6.QtMultimedia")
