"""The keys of the canvas, as the design system lists them: which key does what, naming and not naming."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent

from crm_desktop.diagrams.pen import Pen, Way
from crm_desktop.diagrams.whither import Beside, NewLane, Nth
from crm_desktop.views.diagram.surface import Surface

Key, Mod = Qt.Key, Qt.KeyboardModifier
_Stroke: TypeAlias = tuple[Qt.Key, Qt.KeyboardModifier]
_Deed: TypeAlias = Callable[["Surface"], object]
_ARROWS = {Key.Key_Down: (1, 0), Key.Key_Up: (-1, 0), Key.Key_Right: (0, 1), Key.Key_Left: (0, -1)}
_WAYS = {way.value: way for way in Way}
_NUMBERS = (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5, Key.Key_6, Key.Key_7, Key.Key_8, Key.Key_9)


@dataclass(frozen=True, slots=True)
class _Binding:
    """What a key does, and whether it does so only while no name is typed."""

    deed: _Deed
    idle_only: bool = False


def find_deed(canvas: Surface, event: QKeyEvent) -> _Deed | None:
    """Return what a key means now, None where it is text or somebody else's."""
    combination: QKeyCombination = event.keyCombination()
    modifiers = combination.keyboardModifiers() & ~Mod.KeypadModifier
    key = combination.key()
    if key in _ARROWS:
        return _arrow(canvas, key, modifiers)
    if key == Key.Key_Backtab:
        key, modifiers = Key.Key_Tab, Mod.ShiftModifier
    if key == Key.Key_Enter:
        key = Key.Key_Return
    binding = _BINDINGS.get((key, modifiers))
    if binding is None or (binding.idle_only and canvas.pen.naming):
        return None
    return binding.deed


def _arrow(canvas: Surface, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> _Deed | None:
    """Return what an arrow does: along or across the flow, as the map lies."""
    rows, lanes = _ARROWS[key]
    if not canvas.picture.vertical:
        rows, lanes = lanes, rows
    if modifiers == Mod.AltModifier:
        # Along the flow the next step needs no arrow: there is Tab.
        return (lambda canvas: canvas.pen.next_step(Beside(lanes))) if lanes else None
    if canvas.pen.naming:
        return None
    if modifiers == Mod.ControlModifier:
        return lambda canvas: canvas.acts.move_selected(lanes, rows)
    return (lambda canvas: canvas.acts.walk(_WAYS[rows, lanes])) if modifiers == Mod.NoModifier else None


def _pen(deed: Callable[[Pen], object]) -> _Binding:
    return _Binding(lambda canvas: deed(canvas.pen))


_BINDINGS: Mapping[_Stroke, _Binding] = {
    (Key.Key_Tab, Mod.NoModifier): _pen(lambda pen: pen.next_step()),
    (Key.Key_Tab, Mod.ShiftModifier): _pen(lambda pen: pen.insert_before()),
    (Key.Key_Return, Mod.NoModifier): _Binding(lambda canvas: canvas.acts.enter()),
    (Key.Key_Return, Mod.ControlModifier): _pen(lambda pen: pen.branch()),
    (Key.Key_F2, Mod.NoModifier): _pen(lambda pen: pen.edit_name()),
    (Key.Key_B, Mod.ControlModifier): _Binding(lambda canvas: canvas.acts.next_loose_end()),
    (Key.Key_E, Mod.ControlModifier): _pen(lambda pen: pen.end_here()),
    (Key.Key_G, Mod.ControlModifier): _pen(lambda pen: pen.change_form()),
    (Key.Key_J, Mod.ControlModifier): _Binding(lambda canvas: canvas.acts.ask_connection()),
    (Key.Key_Escape, Mod.NoModifier): _Binding(lambda canvas: canvas.acts.escape()),
    (Key.Key_Delete, Mod.NoModifier): _Binding(lambda canvas: canvas.acts.remove_selected(), idle_only=True),
    (Key.Key_Backspace, Mod.NoModifier): _Binding(lambda canvas: canvas.acts.remove_selected(), idle_only=True),
    (Key.Key_Delete, Mod.ControlModifier): _Binding(
        lambda canvas: canvas.acts.remove_selected(join=False), idle_only=True
    ),
    (Key.Key_Z, Mod.ControlModifier): _Binding(lambda canvas: canvas.acts.undo()),
    (Key.Key_Z, Mod.ControlModifier | Mod.ShiftModifier): _Binding(lambda canvas: canvas.acts.redo()),
    (Key.Key_Y, Mod.ControlModifier): _Binding(lambda canvas: canvas.acts.redo()),
    (Key.Key_A, Mod.ControlModifier): _Binding(lambda canvas: canvas.acts.select_all(), idle_only=True),
    (Key.Key_C, Mod.ControlModifier): _Binding(lambda canvas: canvas.clip.copy(), idle_only=True),
    (Key.Key_X, Mod.ControlModifier): _Binding(lambda canvas: canvas.clip.cut(), idle_only=True),
    (Key.Key_V, Mod.ControlModifier): _Binding(lambda canvas: canvas.clip.paste(), idle_only=True),
    (Key.Key_D, Mod.ControlModifier): _Binding(lambda canvas: canvas.clip.duplicate(), idle_only=True),
    (Key.Key_0, Mod.ControlModifier): _Binding(lambda canvas: canvas.view.fit()),
    (Key.Key_Plus, Mod.ControlModifier): _Binding(lambda canvas: canvas.view.zoom_in()),
    (Key.Key_Equal, Mod.ControlModifier): _Binding(lambda canvas: canvas.view.zoom_in()),
    (Key.Key_Plus, Mod.ControlModifier | Mod.ShiftModifier): _Binding(lambda canvas: canvas.view.zoom_in()),
    (Key.Key_Minus, Mod.ControlModifier): _Binding(lambda canvas: canvas.view.zoom_out()),
    (Key.Key_F10, Mod.ShiftModifier): _Binding(lambda canvas: canvas.acts.open_menu()),
    (Key.Key_Menu, Mod.NoModifier): _Binding(lambda canvas: canvas.acts.open_menu()),
    (Key.Key_I, Mod.ControlModifier | Mod.ShiftModifier): _Binding(lambda canvas: canvas.acts.fold()),
    (Key.Key_O, Mod.ControlModifier | Mod.ShiftModifier): _Binding(lambda canvas: canvas.acts.turn()),
    (Key.Key_0, Mod.AltModifier): _pen(lambda pen: pen.next_step(NewLane())),
    **{
        (key, Mod.AltModifier): _pen(lambda pen, number=number: pen.next_step(Nth(number)))  # type: ignore[misc]
        for number, key in enumerate(_NUMBERS, start=1)
    },
}
