"""The zoom at the bottom right: smaller, how large, larger, all of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.floats.float import Float
from crm_desktop.views.diagram.painting.layers import LAYERS
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.menu import Menu


class ZoomBox(Float):
    """`ZoomBox(canvas)`; follows the canvas's view."""

    toggled = Signal(str)
    """A layer is to be shown, or not."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        smaller = IconButton(text("diagram", "Zoom out"), "minus", canvas.view.zoom_out, shortcut="Ctrl+-", small=True)
        larger = IconButton(text("diagram", "Zoom in"), "plus", canvas.view.zoom_in, shortcut="Ctrl++", small=True)
        fit = IconButton(text("diagram", "Show the whole map"), "fullscreen", canvas.view.fit, shortcut="Ctrl+0",
                         small=True)  # fmt: skip
        self.shown = Button("100%", lambda: canvas.view.zoom_to(1.0), kind="quiet", small=True)
        self.shown.setAccessibleName(str(text("diagram", "Show at full size")))
        layers = IconButton(text("diagram", "What steps show"), "layers", self._open_layers, small=True)
        row = QHBoxLayout(self)
        room = self.room()
        row.setContentsMargins(room.left() + 4, room.top() + 3, room.right() + 4, room.bottom() + 3)
        row.setSpacing(2)
        for widget in (smaller, self.shown, larger, fit, layers):
            row.addWidget(widget)
        canvas.view_changed.connect(self._show)
        self._show()
        self.settle()

    def _open_layers(self) -> None:
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for number, name in enumerate(LAYERS, start=1):
            menu.add_entry(label("layers", name), partial(self.toggled.emit, name), shortcut=f"Ctrl+Alt+{number}",
                           checked=name in self._canvas.layers)  # fmt: skip
        menu.popup(self.mapToGlobal(self.panel().topLeft().toPoint()) - QPoint(0, menu.sizeHint().height() + 4))

    def _show(self) -> None:
        self.shown.set_wording(f"{round(self._canvas.port.zoom * 100)}%")
