"""Presenting a map to a client: nothing but the map, step by step along the flow, without one's own notes and pains."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from crm_desktop.diagrams.pen import Way
from crm_desktop.diagrams.tour import tour
from crm_desktop.views.diagram.editor import Editor

_INTERNAL = frozenset({"note"})
_ARROWS = {Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Left: (0, -1)}
_WAYS = {way.value: way for way in Way}


class Presentation:
    """`Presentation(editor, show)`: `toggle`, and while it is on `take_key`; `show(True)` hides all but the canvas."""

    def __init__(self, editor: Callable[[], Editor | None], show: Callable[[bool], None]) -> None:
        self._editor, self._show_only_map = editor, show
        self.on = False
        self._was_full = False

    def toggle(self) -> None:
        """Begin, or end."""
        editor = self._editor()
        if self.on:
            self.stop()
        elif editor is not None:
            self._start(editor)

    def stop(self) -> None:
        """Show again what was hidden."""
        if self.on:
            self.on = False
            self._show(presenting=False)
            editor = self._editor()
            if editor is not None and not self._was_full:
                editor.window().showNormal()

    def take_key(self, key: int) -> bool:
        """Tell the map step by step with Space and Page keys, look around with the arrows; Escape ends."""
        editor = self._editor()
        if not self.on or editor is None:
            return False
        if key == Qt.Key.Key_Escape:
            self.stop()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_PageDown):
            self._go_on(editor, 1)
        elif key == Qt.Key.Key_PageUp:
            self._go_on(editor, -1)
        elif (arrow := _ARROWS.get(Qt.Key(key))) is not None:
            rows, lanes = arrow if editor.session.chart.vertical else (arrow[1], arrow[0])
            editor.canvas.acts.walk(_WAYS[rows, lanes])
        else:
            return False
        return True

    def _start(self, editor: Editor) -> None:
        self.on = True
        window = editor.window()
        self._was_full = window.isFullScreen()
        self._show(presenting=True)
        window.showFullScreen()
        chart = editor.session.chart
        editor.canvas.view.fit()
        editor.canvas.select(tour(chart, _INTERNAL)[:1])

    def _go_on(self, editor: Editor, by: int) -> None:
        """Go to the next step of the tour, or the one before; at its ends stay."""
        steps = tour(editor.session.chart, _INTERNAL)
        here = next(iter(editor.canvas.selected), "")
        at = steps.index(here) + by if here in steps else 0
        if 0 <= at < len(steps):
            editor.canvas.select((steps[at],))
            editor.canvas.view.show_element(steps[at])

    def _show(self, *, presenting: bool) -> None:
        editor = self._editor()
        if editor is not None:
            editor.present(presenting=presenting, hidden=_INTERNAL if presenting else frozenset())
        self._show_only_map(presenting)
