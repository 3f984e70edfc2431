"""Walking through a screen as assistive technology and a ruler do: what has no name, no role, no way by Tab, no room.

Used by the test of all screens; `python -m tools.walking [NAME …]` says what it finds. Each screen is built once, in
the smallest window it may stand in, and then read in both languages at 100, 150 and 200 per cent of text.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QRect, Qt
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
from tools.screens import SCREENS, Screen

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
_IDLE = 1
"""The width of a field that waits, unseen, for the first letter."""
WAYS = (("en", 1.0), ("zh", 1.0), ("en", 1.5), ("en", 2.0), ("zh", 2.0))
"""Languages and text scales, in an order that changes one at a time: each change dresses the whole screen anew."""
QUICK_WAYS = (("zh", 1.5), ("en", 2.0))
"""Each language once, where there is less room than usual: for the tests, of which the rest would be a tenth."""
_SMALLEST = {600: (1100, 760), 1440: (1100, 680), 1384: (1044, 680), 1232: (1044, 628), 900: (1100, 760)}
"""Width and height of a window, of a page with a top line of its own, of a page, and of a dialog on its ground, where
the window is smallest."""
_CALM_MS, _ROUND_MS, _MOST_MS = 60, 20, 2_000


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
    """Tell whether it is a choice of a group of which Tab reaches one, and arrows the others."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return False
    parent = widget.parentWidget()
    group = parent.children() if parent is not None else []
    return any(isinstance(each, type(widget)) and each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in group)


def faults_for_the_eye(screen: QWidget) -> list[str]:
    """Return texts that do not fit into the room they have, and controls beyond the edge of what holds them."""
    found = []
    for widget in [screen, *screen.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        if isinstance(widget, _CONTROLS) and not isinstance(widget, _PARTS) and _lies_outside(widget, screen):
            found.append(f"{_called(widget)} lies outside the window")
        elif not widget.visibleRegion().isEmpty() and _is_cut(widget) and not _scrolls_sideways(widget):
            found.append(f"{_called(widget)} does not fit: {widget.width()} of {widget.sizeHint().width()}")
    return found


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + _TOLERANCE
        low = widget.height() + _TOLERANCE < widget.fontMetrics().height()
        return low or (not _may_elide(widget) and widget.sizeHint().width() > widget.width() + _TOLERANCE)
    if isinstance(widget, QAbstractButton) and widget.text():
        least = widget.minimumSizeHint()
        return least.width() > widget.width() + _TOLERANCE or least.height() > widget.height() + _TOLERANCE
    if isinstance(widget, QLineEdit) and not _is_inside(widget) and widget.width() > _IDLE:
        return widget.height() + _TOLERANCE < widget.fontMetrics().height()
    return False


def _lies_outside(widget: QWidget, screen: QWidget) -> bool:
    """Tell whether some of a control is cut off by what holds it, and no scrolling brings it into sight."""
    rect, part = widget.rect(), widget
    while part is not screen:
        above = part.parentWidget()
        if above is None:
            return False
        rect.translate(part.pos())
        area = above.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            return False
        if part.isWindow() or not _holds(above.rect(), rect):
            return not part.isWindow()
        part = above
    return False


def _holds(room: QRect, rect: QRect) -> bool:
    return room.adjusted(-_TOLERANCE, -_TOLERANCE, _TOLERANCE, _TOLERANCE).contains(rect)


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


def walk(screen: Screen, ways: Sequence[tuple[str, float]] = WAYS) -> Iterator[str]:
    """Yield the faults of one screen in these languages and sizes, each once for the ear and once for the eye.

    One that is found after a change counts if it is there, too, where the screen is built that way: settings are not
    reached from under a dialog.
    """
    dress(*ways[0])
    widget, known = _build(screen), set[str]()
    for language, scale in ways:
        dress(language, scale)
        come_to_rest(widget, _CALM_MS // 2)
        if faults_of(widget):
            _take_down(widget)
            widget = _build(screen)
        for fault in faults_of(widget):
            if fault not in known:
                known.add(fault)
                yield f"{screen.name} {language} {scale:.0%} {fault}"
    _take_down(widget)


def _build(screen: Screen) -> QWidget:
    widget = screen.build()
    widget.resize(*_SMALLEST.get(screen.width, (screen.width, screen.height)))
    widget.show()
    # What is measured is laid out, not painted.
    widget.setUpdatesEnabled(False)
    come_to_rest(widget, 2 * _CALM_MS)
    if faults_of(widget):
        come_to_rest(widget, 10 * _CALM_MS)
    return widget


def _take_down(widget: QWidget) -> None:
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def faults_of(widget: QWidget) -> list[str]:
    """Return each fault of a screen as it stands, with the sense that finds it."""
    told = [f"ear: {each}" for each in faults_for_the_ear(widget)]
    return list(dict.fromkeys([*told, *(f"eye: {each}" for each in faults_for_the_eye(widget))]))


def dress(language: str, scale: float) -> None:
    """Speak a language and write at a scale, from now on."""
    if current_theme().text_scale != scale:
        current_theme().set_text_scale(scale)
    if current_language().code != language:
        current_language().use(language)


def come_to_rest(widget: QWidget, calm_ms: int) -> None:
    """Let answers arrive and layouts settle: until nothing of a screen changes any more."""
    deadline, seen, since = QDeadlineTimer(_MOST_MS), -1, QDeadlineTimer(calm_ms)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _ROUND_MS)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        now = hash(tuple((each.isVisible(), each.geometry().getRect()) for each in widget.findChildren(QWidget)))
        if now != seen:
            seen = now
            since.setRemainingTime(calm_ms)
        elif since.hasExpired():
            return


def main(arguments: list[str]) -> int:
    """Say what is wrong with the screens.

    `--quick` leaves the gallery of components out and goes fewer ways; `--part 1/2` takes every second screen.
    """
    parser = argparse.ArgumentParser(prog="walking")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--part", default="1/1")
    asked = parser.parse_args(arguments)
    part, parts = map(int, asked.part.split("/"))
    chosen = [each for each in SCREENS if each.name in asked.names or not asked.names]
    if asked.quick:
        chosen = [each for each in chosen if not each.name.startswith("k-")]
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    current_theme().install(application)
    faults = 0
    for screen in chosen[part - 1 :: parts]:
        for fault in walk(screen, QUICK_WAYS if asked.quick else WAYS):
            faults += 1
            print(fault, flush=True)
    return faults > 0


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    # Screens are pictures that nobody takes down in order: their threads would be waited for.
    os._exit(status)
