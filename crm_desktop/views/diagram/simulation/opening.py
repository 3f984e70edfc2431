"""Opening the simulation of the open map, and going back to the map."""

from __future__ import annotations

from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.session import Session
from crm_desktop.store.queries.process_page import ProcessPage
from crm_desktop.store.queries.simulations import Wage, wage_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.simulation.pane import SimulationPane


class Room(Protocol):
    """What the editor lets a simulation do."""

    session: Session
    found: ProcessPage

    def show_pane(self, pane: QWidget | None) -> None: ...


class Simulating(QObject):
    """`Simulating(desk, editor, owner)`; `toggle()` shows the simulation or the map."""

    def __init__(self, desk: Desk, room: Room, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._room = desk, room
        self.pane: SimulationPane | None = None

    def toggle(self) -> None:
        """Show the simulation of the map as it is now, or the map again."""
        if self.pane is not None and shiboken6.isValid(self.pane) and self.pane.isVisible():
            self.close()
            return
        map_, other, store = self._room.session.chart.as_map(), self._other(), self._desk.store

        def read() -> tuple[Picture, Wage]:
            return Picture(Chart.of(map_)), store.read(wage_of, (map_.id, other))

        self._desk.background.read(
            read,
            lambda found: self._show(SimulationPane(self._desk, map_, found[0], other, self.close, found[1])),
            self._desk.notices.fail,
            owner=self,
            token="simulation",  # noqa: S106 - names the reading
        )

    def close(self) -> None:
        """Show the map."""
        self.pane = None
        self._room.show_pane(None)

    def _show(self, pane: SimulationPane) -> None:
        self.pane = pane
        self._room.show_pane(pane)

    def _other(self) -> str:
        found, here = self._room.found, self._room.session.chart.process_id
        return found.as_is if found.as_is != here else found.to_be
