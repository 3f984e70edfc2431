"""Where the parts of a list's first cell lie: check box, tile, name. Shared by cells, header, totals and clicks."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from crm_desktop.views.theme.current import current_theme

EDGE = 24
"""Before the first column's content."""


def tile_side() -> int:
    """Return how large a record's tile is."""
    return 24 if current_theme().density == "comfortable" else 28


def tile_x() -> int:
    """Return where the tile, and a group's name, begin."""
    return EDGE + current_theme().metric("checkbox") + 15


def name_x() -> int:
    """Return where the name begins."""
    return tile_x() + tile_side() + 8


def check_rect(box: QRectF) -> QRectF:
    """Return the check box inside a first cell."""
    side = current_theme().metric("checkbox")
    return QRectF(box.x() + EDGE, round(box.center().y() - side / 2), side, side)


def tile_rect(box: QRectF) -> QRectF:
    """Return the tile inside a first cell."""
    side = tile_side()
    return QRectF(box.x() + tile_x(), box.center().y() - side / 2, side, side)
