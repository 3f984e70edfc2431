"""The person in front of the screen: real key and mouse events, and eyes that wait until something is to be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDeadlineTimer, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tools.turns import turn

W = TypeVar("W", bound=QWidget)
PATIENCE_SECONDS = 90
"""Far above what it takes: the machine may be slow and busy."""
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


class NotSeenError(AssertionError):
    """Something that should have been on the screen was not, however long one looked."""


class Person:
    """Types and clicks into one window and takes its pictures, numbered, into `album`."""

    def __init__(self, window: QWidget, album: Path) -> None:
        self.window = window
        self._album = album
        self.keystrokes = 0
        self.clicks = 0

    def wait(self, seen: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Look until `seen` is true; raises NotSeenError naming `what`."""
        deadline = QDeadlineTimer(int(seconds * 1000))
        while not seen():
            if deadline.hasExpired():
                self.picture("not-seen")
                raise NotSeenError(f"not seen within {seconds:.0f} s: {what}")
            turn()

    def rest(self, milliseconds: int = 250) -> None:
        """Let what was begun come to rest, before a picture."""
        deadline = QDeadlineTimer(milliseconds)
        while not deadline.hasExpired():
            turn()

    def write(self, words: str) -> None:
        """Type into whatever has the focus; what is not on the keys is committed as an input method does it."""
        self.keystrokes += len(words)
        for plain, part in groupby(words, str.isascii):
            if plain:
                QTest.keyClicks(self.focus(), "".join(part))
            else:
                self._compose("".join(part))

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press one key, with modifiers."""
        self.keystrokes += 1
        QTest.keyClick(self.focus(), key, modifiers)

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget with the left button, in its middle unless told where."""
        self.clicks += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, at or widget.rect().center())

    def tab_to(self, widget: QWidget) -> None:
        """Have the keyboard at a widget, as after some presses of Tab."""
        self.focus()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        self.wait(widget.hasFocus, f"the keyboard at {widget.accessibleName()}")

    def double_click(self, widget: QWidget, at: QPoint) -> None:
        """Double-click into a widget."""
        self.clicks += 2
        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, NONE, at)

    def sees(self, kind: type[W], name: str = "", where: Callable[[W], bool] | None = None) -> W | None:
        """Return a visible widget of a class, by its accessible name or by a condition, or None."""
        for widget in self._all(kind):
            named = not name or widget.accessibleName() == name
            if widget.isVisible() and named and (where is None or where(widget)):
                return widget
        return None

    def finds(self, kind: type[W], name: str = "", where: Callable[[W], bool] | None = None) -> W:
        """Wait for a visible widget and return it."""
        self.wait(lambda: self.sees(kind, name, where) is not None, f"{kind.__name__} {name}".strip())
        found = self.sees(kind, name, where)
        assert found is not None
        return found

    def turns_to(self, kind: type[W]) -> W:
        """Wait for a window of its own, a dialog, and until it has the keyboard."""
        dialog = self.finds(kind)
        dialog.activateWindow()
        self.wait(
            lambda: dialog.isActiveWindow() and dialog.isAncestorOf(self.focus()), f"the keyboard in {kind.__name__}"
        )
        return dialog

    def picture(self, name: str) -> Path:
        """Write what the window shows into the album, under the next number."""
        self.rest()
        self._album.mkdir(parents=True, exist_ok=True)
        number = len(list(self._album.glob("*.png"))) + 1
        path = self._album / f"{number:02d}-{name}.png"
        self.window.grab().save(str(path))
        return path

    def _compose(self, words: str) -> None:
        for event in (QInputMethodEvent(words[:1], []), QInputMethodEvent()):
            event.setCommitString("" if event.preeditString() else words)
            QApplication.sendEvent(self.focus(), event)

    def _all(self, kind: type[W]) -> Iterator[W]:
        everything = QApplication.allWidgets()
        return (widget for widget in everything if isinstance(widget, kind))

    def focus(self) -> QWidget:
        """Return what has the keyboard."""
        if QApplication.activeWindow() is None:
            # There is no window manager here that would do it when a dialog closes.
            self.window.activateWindow()
            QTest.qWaitForWindowActive(self.window)
        return QApplication.focusWidget() or self.window
