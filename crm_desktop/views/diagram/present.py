"""Presenting a map to a client: nothing but the map, step by step along the flow, without one's own notes and pains."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from crm_desktop.diagrams.chart import in_reading_order
from crm_desktop.diagrams.pen import Way
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
        """Step along the flow with arrows, Space and Page keys; Escape ends."""
        editor = self._editor()
        if not self.on or editor is None:
            return False
        if key == Qt.Key.Key_Escape:
            self.stop()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_PageDown):
            editor.canvas.acts.walk(Way.ON)
        elif key == Qt.Key.Key_PageUp:
            editor.canvas.acts.walk(Way.BACK)
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
        first = in_reading_order(chart, chart.nodes.values())
        editor.canvas.view.fit()
        editor.canvas.select((first[0].id,) if first else ())

    def _show(self, *, presenting: bool) -> None:
        editor = self._editor()
        if editor is not None:
            editor.present(presenting=presenting, hidden=_INTERNAL if presenting else frozenset())
        self._show_only_map(presenting)
