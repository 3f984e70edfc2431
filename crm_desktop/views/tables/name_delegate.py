"""The first cell of each row: check box, tile, name, tags, and what waits to sync."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.store.queries.lists import GroupHeader
from crm_desktop.views.tables.cells import Cell
from crm_desktop.views.tables.delegates import PAD, CellDelegate, paint_badges, paint_check, paint_group_name
from crm_desktop.views.tables.first_cell import check_rect, name_x, tile_rect
from crm_desktop.views.tables.painting import draw_words, paint_face, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.theme.tokens import tokens
from crm_desktop.views.widgets.badge import badge_size

_LEAST_NAME = 72
"""Tags come only where the name keeps this much room."""


class NameDelegate(CellDelegate):
    """Paints the name's cell; where its parts lie stands in `first_cell.py`."""

    def paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, line: int) -> None:
        """Paint check box, tile, name, tags and sync icon."""
        theme, view = current_theme(), self.view
        cellbox = box.adjusted(-PAD, 0, PAD, 0)
        lay = _lay_out(cellbox, cell)
        ticked = view.list_model.rows.rowid_at(line) in view.ticks
        paint_check(painter, check_rect(cellbox), "on" if ticked else "off")
        tile = tile_rect(cellbox)
        round_tile = view.people
        paint_face(painter, tile, cell.words, cell.person, tile=not round_tile)
        draw_words(painter, lay.name, cell.words, theme.color("text.primary"))
        if not lay.tags.isEmpty():
            paint_badges(painter, lay.tags, cell.badges)
        if cell.icon:
            paint_icon(painter, tokens().icon_for("sync", cell.icon), lay.mark, theme.color(f"{cell.tone}.text"))

    def mark_rect(self, box: QRectF, cell: Cell) -> QRectF:
        """Return where the record's mark stands, behind name and tags."""
        return _lay_out(box, cell).mark if cell.icon else QRectF()

    def paint_group(self, painter: QPainter, box: QRectF, group: GroupHeader, column: int) -> None:
        """Paint chevron, name and count."""
        paint_group_name(painter, box, self.view, group)

    def paint_placeholder(self, painter: QPainter, box: QRectF) -> None:
        """Paint a check box and a grey bar where the name will stand."""
        paint_check(painter, check_rect(box), "off")
        super().paint_placeholder(painter, box.adjusted(name_x() - PAD, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class _Laid:
    name: QRectF
    tags: QRectF
    mark: QRectF


def _lay_out(box: QRectF, cell: Cell) -> _Laid:
    """Return where name, tags and sync icon stand in the first cell."""
    room = QRectF(box.x() + name_x(), box.y(), 0, box.height())
    room.setRight(box.right() - PAD)
    side = current_theme().icon_size() if cell.icon else 0
    free = room.width() - (side + 8 if side else 0)
    wanted = word_width(cell.words) + 0.5
    tags = _room_for_tags(cell, free - max(min(wanted, free), _LEAST_NAME) - 8)
    name = QRectF(room.x(), room.y(), free - (tags + 8 if tags else 0) + 1, room.height())
    x = name.x() + min(wanted, name.width()) + 8
    badges = QRectF(x, room.y(), tags, room.height())
    x += tags + 8 if tags else 0
    return _Laid(name, badges, QRectF(x, room.center().y() - side / 2, side, side))


def _room_for_tags(cell: Cell, free: float) -> float:
    """Return how wide the tags may be, 0 where not even one fits."""
    if not cell.badges:
        return 0.0
    widths = [badge_size(word).width() for word, _ in cell.badges]
    least = widths[0] + (26 if len(widths) > 1 else 0)
    return min(free, sum(widths) + 6.0 * (len(widths) - 1) + 1) if free >= least else 0.0
