"""Walking through a screen as assistive technology and a ruler do: what has no name, no role, no way by Tab, no room.

Used by the test of all screens; `python -m tools.walking [NAME …]` says what it finds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from crm_desktop.views.language.language import current_language
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.label import Label
from tools.screens import SCREENS, Screen, settle

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
_PARTS = (QScrollBar, QHeaderView)
"""Parts of other controls, which speak for them."""
_TOLERANCE = 2
_WAYS = (("en", 2.0), ("zh", 2.0), ("en", 1.5), ("zh", 1.0))


def visible_parts(screen: QWidget) -> Iterator[QWidget]:
    """Yield what is shown of a screen, layers above it included."""
    for widget in [screen, *screen.findChildren(QWidget)]:
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def faults_for_the_ear(screen: QWidget) -> list[str]:
    """Return the controls without a name or a role, and those that the keyboard does not reach."""
    found = []
    for widget in visible_parts(screen):
        if not isinstance(widget, _CONTROLS) or isinstance(widget, _PARTS) or _is_inside(widget):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        name = spoken.text(QAccessible.Text.Name).strip()
        if not name:
            found.append(f"{_called(widget)} has no name")
        if spoken.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client):
            found.append(f"{_called(widget)} has no role")
        if widget.isEnabled() and _takes_only_clicks(widget) and not _is_one_of_several(widget):
            found.append(f"{_called(widget)} is not reached by Tab")
    return found


def _takes_only_clicks(widget: QWidget) -> bool:
    focus = widget.focusPolicy()
    return bool(focus & Qt.FocusPolicy.ClickFocus) and not focus & Qt.FocusPolicy.TabFocus


def _is_one_of_several(widget: QWidget) -> bool:
    """Tell whether Tab reaches one of a group and arrows the others."""
    parent = widget.parentWidget()
    group = parent.children() if parent is not None else []
    return any(isinstance(each, type(widget)) and each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in group)


def faults_for_the_eye(screen: QWidget) -> list[str]:
    """Return labels and buttons whose text does not fit into the room that they have."""
    found = []
    for widget in visible_parts(screen):
        if isinstance(widget, QLabel) and widget.text() and not _may_elide(widget):
            if widget.wordWrap():
                short = widget.heightForWidth(widget.width()) > widget.height() + _TOLERANCE
            else:
                short = widget.sizeHint().width() > widget.width() + _TOLERANCE
        elif isinstance(widget, QAbstractButton) and widget.text():
            short = widget.minimumSizeHint().width() > widget.width() + _TOLERANCE
        else:
            continue
        if short and not _scrolls_sideways(widget):
            found.append(f"{_called(widget)} does not fit: {widget.width()} of {widget.sizeHint().width()}")
    return found


def _may_elide(widget: QLabel) -> bool:
    return isinstance(widget, Label) and widget.elides


def _is_inside(widget: QWidget) -> bool:
    """Tell whether a control is the inside of another, such as the line of a date field."""
    parent = widget.parentWidget()
    return isinstance(parent, (QAbstractSpinBox, QComboBox, QAbstractItemView))


def _scrolls_sideways(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea) and above.horizontalScrollBar().isVisible():
            return True
        above = above.parentWidget()
    return False


def _called(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} “{str(text)[:40] or widget.accessibleName() or widget.objectName()}”"


def walk(screen: Screen, settle_ms: int) -> tuple[list[str], list[str]]:
    """Return the faults of one screen for the ear and for the eye, as language and text scale are now."""
    widget = screen.build()
    widget.resize(max(1100, screen.width), max(680, screen.height))
    widget.show()
    settle(settle_ms)
    # What was said last may still wait to be laid out, on a busy machine most of all.
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    found = faults_for_the_ear(widget), faults_for_the_eye(widget)
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return found


def main(arguments: list[str]) -> int:
    """Say what is wrong with the screens; with `--quick` only in the hardest of the ways, and without the gallery."""
    quick = "--quick" in arguments
    names = [each for each in arguments if each != "--quick"]
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    current_theme().install(application)
    faults = 0
    for screen in SCREENS:
        if (names and screen.name not in names) or (quick and screen.name.startswith("k-")):
            continue
        for language, scale in _WAYS[: 1 if quick else None]:
            current_language().use(language)
            current_theme().set_text_scale(scale)
            heard, seen = walk(screen, 80 if quick else 300)
            told = [("ear", each) for each in heard] + [("eye", each) for each in seen]
            for sense, fault in dict.fromkeys(told):
                faults += 1
                print(f"{screen.name} {language} {scale:.0%} {sense}: {fault}", flush=True)
    return faults > 0


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    # Screens are pictures that nobody takes down in order: their threads would be waited for.
    os._exit(status)
