"""Which key does what on the hours and in the month; the canvases ask, and know what is current."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt

from crm_desktop.views.calendar.blocks import Block

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


def block_beyond(blocks: Sequence[Block], block: Block | None, key: int) -> Block | None:
    """Return the block before or after one, with left and right the nearest of another day; the first for no block."""
    if not blocks or block is None:
        return blocks[0] if blocks else None
    by = 1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Right) else -1
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        beyond = [each for each in blocks if (each.day - block.day) * by > 0]
        return min(beyond, key=lambda each: (abs(each.day - block.day), abs(each.begin - block.begin)), default=None)
    at = blocks.index(block) + by
    return blocks[max(0, min(at, len(blocks) - 1))]
