"""Dragging a department under another, before or after one, or a post into another department."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from crm_desktop.models.studies.organisation_edits import may_stand
from crm_desktop.views.studies.roles.chart_painter import Drop, Shown
from crm_desktop.views.studies.roles.pen import Pen
from crm_desktop.views.studies.roles.state import Roles

_SIDE = 0.18
"""Share of a box at its edges where a drop means beside it and not under it."""


class Dragging:
    """`press`, `move`, `release` or `cancel`; what is painted meanwhile stands in `shown`."""

    def __init__(self, roles: Roles, pen: Pen, shown: Shown) -> None:
        self._roles, self._pen, self._shown = roles, pen, shown
        self._pressed: QPointF | None = None

    def press(self, point: QPointF) -> None:
        """Be ready to drag what is current, from a point of the window."""
        self._pressed = point if self._roles.current and self._roles.may_edit else None

    def move(self, point: QPointF, spot: QPointF) -> bool:
        """Drag to a point of the window, a spot of the chart; tell whether something is dragged."""
        if self._pressed is None:
            return False
        far = (point - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if far or self._shown.dragged:
            self._shown.dragged = self._roles.current
            self._shown.drop = self._drop_at(spot)
        return bool(self._shown.dragged)

    def release(self) -> None:
        """Put what was dragged where it was let go, if it may stand there."""
        drop, dragged = self._shown.drop, self._shown.dragged
        self.cancel()
        if dragged and drop is not None and drop.good:
            self._put(dragged, drop)

    def cancel(self) -> None:
        """Leave everything where it was."""
        self._pressed, self._shown.dragged, self._shown.drop = None, "", None

    def _put(self, dragged: str, drop: Drop) -> None:
        organisation = self._roles.organisation
        if dragged in organisation.posts:
            self._pen.put(dragged, drop.department_id, len(organisation.staffed.get(drop.department_id, ())))
        elif drop.side == "into":
            self._pen.put(dragged, drop.department_id, len(organisation.children(drop.department_id)))
        else:
            beside = [each for each in organisation.siblings(drop.department_id) if each != dragged]
            place = beside.index(drop.department_id) + (drop.side == "after")
            self._pen.put(dragged, organisation.parent(drop.department_id), place)

    def _drop_at(self, spot: QPointF) -> Drop | None:
        """Return where the dragged one would go; None over empty ground and over itself."""
        organisation, dragged = self._roles.organisation, self._shown.dragged
        box = self._roles.chart.at(spot.x(), spot.y())
        if box is None or box.id == dragged:
            return None
        if dragged in organisation.posts:
            return Drop(box.id, good=organisation.posts[dragged].department_id != box.id)
        part = (spot.y() - box.y) / box.height if box.hangs else (spot.x() - box.x) / box.width
        side = "before" if part < _SIDE else "after" if part > 1 - _SIDE else "into"
        above = box.id if side == "into" else organisation.parent(box.id)
        return Drop(box.id, side, may_stand(organisation, dragged, above))
