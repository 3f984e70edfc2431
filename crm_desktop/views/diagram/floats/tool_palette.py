"""The tools at the left: pointing, pushing, and what can be drawn. The canvas says what each of them does."""

from __future__ import annotations

from itertools import chain

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.floats.float import Float
from crm_desktop.views.diagram.tools.tool import far_enough
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.icon_button import IconButton

_TOOLS: tuple[tuple[tuple[str, str, Text], ...], ...] = (
    (
        ("select", "mouse-pointer-2", text("diagram", "Select")),
        ("hand", "hand", text("diagram", "Push the map")),
    ),
    (
        ("task", "rectangle-horizontal", text("diagram", "Step")),
        ("gateway", "diamond", text("diagram", "Decision")),
        ("start", "circle", text("diagram", "Start")),
        ("intermediate", "clock", text("diagram", "Event on the way")),
        ("end", "circle-dot", text("diagram", "End")),
        ("subprocess", "square-plus", text("diagram", "Sub-process")),
        ("flow", "spline", text("diagram", "Connect")),
    ),
    (
        ("data_object", "file-text", text("diagram", "Document")),
        ("data_store", "database", text("diagram", "Data store")),
        ("note", "sticky-note", text("diagram", "Note")),
        ("group", "group", text("diagram", "Group")),
        ("lane", "columns-3", text("diagram", "Lane")),
    ),
)


_ENDLESS, _MOST_COLUMNS = 100_000, 7


class ToolPalette(Float):
    """`ToolPalette(canvas)`; shows the canvas's tool."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._group = QButtonGroup(self)
        self.buttons: dict[str, IconButton] = {}
        self._pressed: QPointF | None = None
        self._dragged = False
        self._grid, self._columns = QGridLayout(self), 0
        room = self.room()
        self._grid.setContentsMargins(room.left() + 5, room.top() + 5, room.right() + 5, room.bottom() + 5)
        self._grid.setSpacing(2)
        self._rules = [line() for _ in _TOOLS[1:]]
        for tool, icon, name in chain.from_iterable(_TOOLS):
            self._button(tool, icon, name)
        self.fit(_ENDLESS)
        canvas.tool_changed.connect(self.show_tool)
        self.setAccessibleName(str(text("diagram", "Tools")))
        self.show_tool()
        self.settle()

    def show_tool(self) -> None:
        """Show which tool the canvas uses."""
        button = self.buttons.get(self._canvas.tool_name)
        if button is not None:
            button.setChecked(True)

    def fit(self, height: int) -> None:
        """Put the tools below each other, or beside each other where a low window has not the height for that."""
        for columns in range(1, _MOST_COLUMNS + 1):
            self._arrange(columns)
            if self.sizeHint().height() <= height:
                break
        self.resize(self.sizeHint())

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for part in (*self.buttons.values(), *self._rules):
            self._grid.removeWidget(part)
        row = 0
        for number, group in enumerate(_TOOLS):
            if number:
                self._grid.addWidget(self._rules[number - 1], row, 0, 1, columns)
                row += 1
            for at, (tool, _, _) in enumerate(group):
                self._grid.addWidget(self.buttons[tool], row + at // columns, at % columns)
            row += -(-len(group) // columns)

    def _button(self, tool: str, icon: str, name: Text) -> IconButton:
        button = IconButton(name, icon, lambda: self._choose(tool))
        button.setCheckable(True)
        self._group.addButton(button)
        self.buttons[tool] = button
        if tool not in ("select", "hand", "flow"):
            button.installEventFilter(self)
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let what is drawn be dragged from its button onto the map."""
        if not isinstance(event, QMouseEvent) or not isinstance(watched, IconButton):
            return super().eventFilter(watched, event)
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._pressed = event.position()
        elif kind == QEvent.Type.MouseMove and self._pressed is not None:
            if self._dragged or far_enough(self._pressed, event.position()):
                self._drag(watched, event)
        elif kind == QEvent.Type.MouseButtonRelease:
            dragged, self._pressed, self._dragged = self._dragged, None, False
            if dragged:
                watched.setDown(False)
                self._drop(watched, event)
                return True
        return super().eventFilter(watched, event)

    def _drag(self, button: IconButton, event: QMouseEvent) -> None:
        if not self._dragged:
            self._dragged = True
            self._canvas.set_tool(next(tool for tool, each in self.buttons.items() if each is button))
            self._canvas.dragging.emit(True)
        self._canvas.mouseMoveEvent(self._there(button, event))

    def _drop(self, button: IconButton, event: QMouseEvent) -> None:
        self._canvas.dragging.emit(False)
        moved = self._there(button, event)
        if self.rect().contains(button.mapTo(self, event.position().toPoint())):
            self._canvas.set_tool("select")
        else:
            self._canvas.mouseReleaseEvent(moved)
        self._canvas.setFocus()

    def _there(self, button: IconButton, event: QMouseEvent) -> QMouseEvent:
        """Return an event on a button as the canvas would have it."""
        at = QPointF(self._canvas.mapFromGlobal(button.mapToGlobal(event.position().toPoint())))
        return QMouseEvent(event.type(), at, event.globalPosition(), event.button(), event.buttons(), event.modifiers())

    def _choose(self, tool: str) -> None:
        self._canvas.set_tool(tool)
        self._canvas.setFocus()
