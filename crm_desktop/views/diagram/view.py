"""View: zooming, panning and bringing things into sight, for the canvas, its keys and what floats around it."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from crm_desktop.models.processes.routing.spots import Spot
from crm_desktop.views.diagram.surface import Surface
from crm_desktop.views.diagram.viewport import larger, smaller


class View:
    """`canvas.view`."""

    def __init__(self, canvas: Surface) -> None:
        self._canvas = canvas

    def fit(self) -> None:
        """Show the whole map."""
        self._canvas.port.fit(self._canvas.picture.extent())
        self._changed()

    def zoom_to(self, zoom: float, point: QPointF | None = None) -> None:
        """Zoom, around a point of the window or its middle."""
        at = point or QPointF(self._canvas.width() / 2, self._canvas.height() / 2)
        self._canvas.port.zoom_at(zoom, at, self._canvas.picture.extent())
        self._changed()

    def zoom_in(self) -> None:
        """Show things larger."""
        self.zoom_to(larger(self._canvas.port.zoom))

    def zoom_out(self) -> None:
        """Show more of the map."""
        self.zoom_to(smaller(self._canvas.port.zoom))

    def pan(self, dx: float, dy: float) -> None:
        """Push the map by pixels of the window."""
        self._canvas.port.pan(dx, dy, self._canvas.picture.extent())
        self._changed()

    def centre_on(self, spot: Spot) -> None:
        """Bring a spot of the map into the middle."""
        at = self._canvas.port.to_window(spot)
        self.pan(self._canvas.width() / 2 - at.x(), self._canvas.height() / 2 - at.y())

    def show_element(self, element_id: str) -> None:
        """Push the map as little as brings a step, or the beginning of a flow, into sight."""
        picture = self._canvas.picture
        flow = picture.chart.flows.get(element_id)
        box = picture.boxes.get(flow.source_id if flow else element_id)
        if box is not None and self._canvas.port.show_box(box, picture.extent()):
            self._changed()

    def _changed(self) -> None:
        self._canvas.update()
        self._canvas.typing.follow()
        self._canvas.view_changed.emit()
