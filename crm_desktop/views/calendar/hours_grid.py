"""Where things lie on the hours: days side by side, minutes downwards. Pure geometry, for painting and for hitting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from crm_desktop.views.calendar.blocks import DAY, SHORT, Block
from crm_desktop.views.calendar.dragging import Spot
from crm_desktop.views.calendar.painting import RIGHT, left
from crm_desktop.views.theme.current import current_theme

HOUR = 52
TOP, _GAP = 10, 4
EDGE = 7
"""The lower end of a block, by which it is made longer; touch has the keys and the menu."""


@dataclass(frozen=True, slots=True)
class HoursGrid:
    """`width` pixels for `days` days."""

    width: int
    days: int

    @property
    def column(self) -> float:
        """The width of one day."""
        return (self.width - left() - RIGHT) / self.days

    def x_of(self, day: int) -> float:
        """Return where a day begins."""
        return left() + day * self.column

    def y_of(self, minute: int) -> int:
        """Return where a minute of the day lies."""
        return TOP + round(minute * current_theme().scaled(HOUR) / 60)

    def spot_of(self, point: QPointF) -> Spot:
        """Return the day and minute at a point, the nearest ones outside."""
        day = int((point.x() - left()) // self.column) if self.column > 0 else 0
        minute = round((point.y() - TOP) * 60 / current_theme().scaled(HOUR))
        return Spot(max(0, min(self.days - 1, day)), max(0, min(DAY, minute)))

    def box(self, day: int, begin: int, end: int, lane: int = 0, lanes: int = 1) -> QRectF:
        """Return the rectangle of some minutes of a day, in one of its lanes."""
        room = self.column - (_GAP if self.days > 1 else 0)
        width = room / lanes
        top, bottom = self.y_of(begin), self.y_of(end)
        x = self.x_of(day) + (_GAP / 2 if self.days > 1 else 0) + lane * width
        return QRectF(x, top, width - (_GAP if lanes > 1 else 0), bottom - top - 1)

    def box_of(self, block: Block) -> QRectF:
        """Return where a block is painted; a short one is as tall as its one line."""
        return self.box(block.day, block.begin, max(block.end, block.begin + SHORT - 3), block.lane, block.lanes)

    def block_at(self, blocks: Sequence[Block], point: QPointF) -> Block | None:
        """Return the block at a point."""
        return next((each for each in blocks if self.box_of(each).contains(point)), None)

    def on_edge(self, block: Block, point: QPointF) -> bool:
        """Tell whether a point holds the lower end of a block."""
        box = self.box_of(block)
        return block.resizable and box.height() > 2 * EDGE and box.bottom() - point.y() <= EDGE
