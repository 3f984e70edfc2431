"""The keys of the organisation chart: which does what, and which are taken only while no name is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from crm_desktop.models.studies.chart_walk import DOWN, LEFT, RIGHT, UP
from crm_desktop.views.studies.roles.pen import Pen

Key, Mod = Qt.Key, Qt.KeyboardModifier
_ARROWS = {Key.Key_Left: LEFT, Key.Key_Right: RIGHT, Key.Key_Up: UP, Key.Key_Down: DOWN}


def find_deed(pen: Pen, event: QKeyEvent) -> Callable[[], object] | None:
    """Return what a key means now, None where it is text or somebody else's."""
    key, held = Key(event.key()), event.modifiers() & ~Mod.KeypadModifier
    if key in _ARROWS:
        return _arrow(pen, _ARROWS[key], held)
    if key in (Key.Key_Return, Key.Key_Enter):
        return _enter(pen, held)
    plain: dict[Qt.Key, Callable[[], object]] = {
        Key.Key_Tab: pen.add_below,
        Key.Key_F2: pen.edit,
        Key.Key_F4: pen.next_scope,
    }
    idle: dict[Qt.Key, Callable[[], object]] = {
        Key.Key_Delete: pen.remove,
        Key.Key_Backspace: pen.remove,
        Key.Key_Insert: pen.add_post,
    }
    if held != Mod.NoModifier:
        return None
    if key == Key.Key_Escape:
        return pen.cancel if pen.naming else None
    return plain.get(key) or (None if pen.naming else idle.get(key))


def _arrow(pen: Pen, way: str, held: Qt.KeyboardModifier) -> Callable[[], object] | None:
    if held == Mod.AltModifier:
        return lambda: pen.move(way)
    if held == Mod.NoModifier and (not pen.naming or way in (UP, DOWN)):
        return lambda: pen.walk(way)
    return None


def _enter(pen: Pen, held: Qt.KeyboardModifier) -> Callable[[], object] | None:
    if held == Mod.ControlModifier:
        return pen.add_post
    if held == Mod.ShiftModifier:
        return pen.add_beside
    if held == Mod.NoModifier:
        return pen.finish if pen.naming else pen.add_beside
    return None
