"""Drags: steps shown where they would land while a person drags them, and put back afterwards.

Each frame paints again only where the steps and their flows were and are, over a kept picture of the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QRectF

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.views.diagram.surface import Surface

_AROUND = 176.0
"""How far names and labels may reach beyond what is dragged."""


class Drags:
    """`canvas.drags`."""

    def __init__(self, canvas: Surface) -> None:
        self._canvas = canvas
        self._moving: tuple[str, ...] = ()
        self._shown: tuple[str, int, int] | None = None
        """Where the leader would land as it is shown; most moves of a pointer change nothing about that."""

    def show(self, ids: tuple[str, ...], leader: Node, landing: tuple[str, int, int]) -> None:
        """Show steps where they would land (lane, along, across of the leader); their flows follow."""
        if ids == self._moving and landing == self._shown:
            return
        self._shown = lane_id, along, across = landing
        picture = self._canvas.picture
        before = self._covered(ids)
        goal = picture.box_of(replace(leader, lane_id=lane_id, along=along, across=across))
        home = picture.box_of(leader)
        dx, dy = goal.left - home.left, goal.top - home.top
        boxes = ((each, picture.box_of(picture.chart.nodes[each])) for each in ids if each in picture.chart.nodes)
        picture.drag([(each, Box(b.left + dx, b.top + dy, b.right + dx, b.bottom + dy)) for each, b in boxes])
        if ids != self._moving:
            self._moving = ids
            self._canvas.hold_still(ids)
            self._canvas.update()
        else:
            self._canvas.update_within(before.united(self._covered(ids)))

    def stop(self, ids: Iterable[str]) -> None:
        """Show steps where they are."""
        self._canvas.picture.stop_dragging(list(ids))
        self._moving, self._shown = (), None
        self._canvas.hold_still(())
        self._canvas.update()

    def _covered(self, ids: Iterable[str]) -> QRectF:
        """Return what the steps and their flows cover, in the window."""
        picture, port = self._canvas.picture, self._canvas.port
        chart = picture.chart
        spots = [spot for each in ids if each in picture.boxes for spot in _corners(picture.boxes[each])]
        flows = (flow.id for each in ids for flow in (*chart.flows_from(each), *chart.flows_to(each)))
        spots += [spot for each in flows for spot in picture.paths.get(each, ())]
        if not spots:
            return QRectF()
        xs, ys = [x for x, _ in spots], [y for _, y in spots]
        return port.rect(Box(min(xs), min(ys), max(xs), max(ys)).grown(_AROUND))


def _corners(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box.left, box.top), (box.right, box.bottom)
