"""The stage: the canvas over the whole place, and what floats over it, each in its corner."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.views.diagram.canvas import LEFT, Canvas
from crm_desktop.views.diagram.floats.entry_bar import SIZE as ENTRY
from crm_desktop.views.diagram.floats.entry_bar import EntryBar
from crm_desktop.views.diagram.floats.float import Float
from crm_desktop.views.diagram.floats.minimap import Minimap
from crm_desktop.views.diagram.floats.tool_palette import ToolPalette
from crm_desktop.views.diagram.floats.zoom_box import ZoomBox
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.component import set_surface
from crm_desktop.views.widgets.label import Label

_EDGE = 14
_LEAST_ENTRY = 360


class Stage(QWidget):
    """`Stage(canvas)`; `show_floats` hides or shows all but the map."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = canvas
        canvas.setParent(self)
        set_surface(self, "app")
        self.tools = ToolPalette(canvas, self)
        self.minimap = Minimap(canvas, self)
        self.zoom = ZoomBox(canvas, self)
        self.entry = EntryBar(canvas, self)
        self.hint = Label(
            text("diagram", "Type the first step, or draw one. Tab makes the next."), "body", "text.secondary"
        )
        self.hint.setParent(self)
        self._floats: list[Float] = [self.tools, self.minimap, self.zoom, self.entry]
        self._shown = True
        canvas.dragging.connect(self._dragging)
        canvas.changed.connect(self._follow)
        self.entry.moved.connect(self._place)
        self._show_hint()

    def show_floats(self, shown: bool) -> None:
        """Hide everything but the map, or show it again."""
        self._shown = shown
        for each in self._floats:
            each.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything into its corner."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Put everything into its corner again when sizes are others; the floats take theirs first."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            QTimer.singleShot(0, self, self._place)

    def _dragging(self, under_way: bool) -> None:
        for each in self._floats:
            each.fade(under_way)

    def _follow(self) -> None:
        self._show_hint()
        if (self.canvas.x() == 0) != self.canvas.picture.vertical:
            self._place()

    def _show_hint(self) -> None:
        empty = not self.canvas.session.chart.nodes
        self.hint.setVisible(empty)
        if empty:
            self._place()

    def _place(self) -> None:
        width, height = self.width(), self.height()
        self._place_canvas(width, height)
        edge = _EDGE - Float.room().left()
        bottom = height - _EDGE + Float.room().bottom()
        self.zoom.resize(self.zoom.sizeHint())
        self.tools.fit(height - _EDGE + Float.room().top() + Float.room().bottom())
        self.tools.move(edge, _EDGE - Float.room().top())
        self.minimap.move(edge, bottom - self.minimap.height())
        self.zoom.move(width - self.zoom.width() - edge, bottom - self.zoom.height())
        self._place_bar(width, bottom)
        self.hint.adjustSize()
        self.hint.move((width - self.hint.width()) // 2, height // 3)

    def _place_canvas(self, width: int, height: int) -> None:
        """Give the canvas the whole place; with lanes as rows their headers begin beside the tools."""
        aside = 0 if self.canvas.picture.vertical else LEFT
        self.canvas.port.left = LEFT - aside
        self.canvas.setGeometry(aside, 0, width - aside, height)

    def _place_bar(self, width: int, bottom: int) -> None:
        room = Float.room()
        bar = self.entry
        wanted = ENTRY.width() + room.left() + room.right()
        most = self.zoom.x() + room.left()
        beside = self.minimap.x() + self.minimap.width() - 2 * room.left()
        tall = self.height() > self.tools.height() + self.minimap.height()
        # The overview gives way where the tools, or the line to type in, need the room.
        self.minimap.setVisible(self._shown and tall and most - beside >= _LEAST_ENTRY)
        begin = beside if self.minimap.isVisibleTo(self) else 0
        bar.resize(min(wanted, most - begin), max(bar.minimumHeight(), bar.sizeHint().height()))
        bar.move(min(max((width - bar.width()) // 2, begin), most - bar.width()), bottom - bar.height())
        choices = self.entry.choices
        choices.move(bar.x() + 40, bar.y() - choices.height() + 2 * room.bottom())
        choices.raise_()
