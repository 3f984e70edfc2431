"""Finding widgets in a test: a missing one fails there, with its name, and not later as None."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

W = TypeVar("W", bound=QWidget)


def child(parent: QWidget, kind: type[W], name: str = "") -> W:
    """Return the first descendant of a kind; with a name, the one whose accessible name begins so."""
    found = [each for each in parent.findChildren(kind) if each.accessibleName().startswith(name)]
    assert found, f"no {kind.__name__} {name!r} in {type(parent).__name__}"
    return found[0]


def focused() -> QWidget:
    """Return what has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget
