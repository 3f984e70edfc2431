"""Presenting a map to a client: nothing but the map, step by step along the flow, without one's own notes and pains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from crm_desktop.diagrams.chart import in_reading_order
from crm_desktop.diagrams.pen import Way

if TYPE_CHECKING:
    from crm_desktop.views.diagram.page import ProcessPage

_INTERNAL = frozenset({"note"})
_ARROWS = {Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Left: (0, -1)}
_WAYS = {way.value: way for way in Way}


class Presentation:
    """`Presentation(page)`; `toggle`, and while it is on `take_key` of the page."""

    def __init__(self, page: ProcessPage) -> None:
        self._page = page
        self.on = False
        self._was_full = False

    def toggle(self) -> None:
        """Begin, or end."""
        if self.on:
            self.stop()
        elif self._page.editor is not None:
            self._start()

    def stop(self) -> None:
        """Show again what was hidden."""
        if self.on:
            self.on = False
            self._show(presenting=False)
            if not self._was_full:
                self._page.window().showNormal()

    def take_key(self, key: int) -> bool:
        """Step along the flow with arrows, Space and Page keys; Escape ends."""
        editor = self._page.editor
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

    def _start(self) -> None:
        self.on = True
        window = self._page.window()
        self._was_full = window.isFullScreen()
        self._show(presenting=True)
        window.showFullScreen()
        editor = self._page.editor
        if editor is not None:
            chart = editor.session.chart
            first = in_reading_order(chart, chart.nodes.values())
            editor.canvas.view.fit()
            editor.canvas.select((first[0].id,) if first else ())

    def _show(self, *, presenting: bool) -> None:
        page, editor = self._page, self._page.editor
        page.alone = presenting
        page.top.setVisible(not presenting)
        if editor is not None:
            editor.present(presenting=presenting, hidden=_INTERNAL if presenting else frozenset())
            editor.inspector.setVisible(not presenting and page.panel_shown)
        page.setFocusProxy(None if presenting else editor)  # type: ignore[arg-type]
        page.setFocus()
        page.heading_changed.emit()
