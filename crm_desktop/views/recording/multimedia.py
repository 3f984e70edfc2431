"""Bringing Qt Multimedia in when somebody records or plays for the first time: a program starts without it.

Its FFmpeg tells on starting what it did not find on this system; that concerns nobody.
"""

from PySide6.QtCore import QLoggingCategory

_RULES = "qt.multimedia*=false\nqt.multimedia*.critical=true"


def quiet_multimedia() -> None:
    """Keep Qt Multimedia and its FFmpeg from chatting; call before the first import of it."""
    QLoggingCategory.setFilterRules(_RULES)
