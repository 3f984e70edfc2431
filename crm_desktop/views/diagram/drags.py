"""Drags: steps shown where they would land while a person drags them, and put back afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.views.diagram.surface import Surface


class Drags:
    """`canvas.drags`."""

    def __init__(self, canvas: Surface) -> None:
        self._canvas = canvas
        self._moving: tuple[str, ...] = ()

    def show(self, ids: tuple[str, ...], leader: Node, landing: tuple[str, int, int]) -> None:
        """Show steps where they would land (lane, along, across of the leader); their flows follow."""
        lane_id, along, across = landing
        picture = self._canvas.picture
        goal = picture.box_of(replace(leader, lane_id=lane_id, along=along, across=across))
        home = picture.box_of(leader)
        dx, dy = goal.left - home.left, goal.top - home.top
        boxes = ((each, picture.box_of(picture.chart.nodes[each])) for each in ids if each in picture.chart.nodes)
        picture.drag([(each, Box(b.left + dx, b.top + dy, b.right + dx, b.bottom + dy)) for each, b in boxes])
        if ids != self._moving:
            self._moving = ids
            self._canvas.hold_still(ids)
        self._canvas.update()

    def stop(self, ids: Iterable[str]) -> None:
        """Show steps where they are."""
        self._canvas.picture.stop_dragging(list(ids))
        self._moving = ()
        self._canvas.hold_still(())
        self._canvas.update()
