"""Which key does what on the hours and in the month; the canvases ask, and know what is current."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALT, _SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
_CONTROL, _NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Step(Enum):
    """What a key asks for."""

    GO = "go"
    MOVE = "move"
    RESIZE = "resize"
    OPEN = "open"
    FINISH = "finish"
    DELETE = "delete"
    NEW = "new"


def act_of(key: int, modifiers: Qt.KeyboardModifier) -> Step | None:
    """Return what a key asks for: arrows go, Alt moves, Alt Shift up and down change the end."""
    pressed = modifiers & ~_KEYPAD
    if key in _ARROWS:
        if pressed == _ALT | _SHIFT and key in _ARROWS[:2]:
            return Step.RESIZE
        return {_ALT: Step.MOVE, _NONE: Step.GO}.get(pressed)
    if key in _ENTER:
        return {_NONE: Step.OPEN, _CONTROL: Step.FINISH}.get(pressed)
    plain: dict[int, Step] = {
        Qt.Key.Key_Space: Step.FINISH,
        Qt.Key.Key_Delete: Step.DELETE,
        Qt.Key.Key_Insert: Step.NEW,
    }
    return plain.get(key) if pressed == _NONE else None
