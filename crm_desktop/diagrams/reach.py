"""How far the boxes of a map reach, kept up to date box by box; what else a map takes up is the picture's business."""

from collections.abc import Mapping

from crm_desktop.models.processes.routing.spots import Box, Spot


class Reach:
    """The furthest right and bottom edge of boxes that somebody else keeps; all are looked at only when it shrinks."""

    def __init__(self, boxes: Mapping[str, Box]) -> None:
        self._boxes = boxes
        self._known: Spot | None = None

    def furthest(self) -> Spot:
        """Return the right and the bottom edge, 0 without any box."""
        if self._known is None:
            boxes = self._boxes.values()
            self._known = (
                max([box.right for box in boxes], default=0.0),
                max([box.bottom for box in boxes], default=0.0),
            )
        return self._known

    def forget(self) -> None:
        """Look at all boxes again: many are elsewhere."""
        self._known = None

    def change(self, before: Box | None, after: Box | None) -> None:
        """Take over that a box came, moved or went."""
        if self._known is None:
            return
        right, bottom = self._known
        if before is not None and (before.right >= right or before.bottom >= bottom):
            self._known = None
        elif after is not None:
            self._known = max(right, after.right), max(bottom, after.bottom)
