"""The ground of a row: ticked, current, under the pointer, with the line below and the ring of the focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from crm_desktop.views.tables.list_table import ListTable
from crm_desktop.views.theme.current import current_theme


def paint_ground(painter: QPainter, box: QRectF, view: ListTable, line: int, column: int) -> None:
    """Fill a cell as its row stands."""
    theme, current, hovered = current_theme(), line == view.current_line, line == view.hovered
    rows = view.list_model.rows
    group = rows.group_at(line) is not None
    if not group and (current or rows.rowid_at(line) in view.ticks):
        painter.fillRect(box, theme.color("bg.selectedHover" if hovered else "bg.selected"))
    elif hovered:
        painter.fillRect(box, theme.color("bg.hover"))
    elif group:
        painter.fillRect(box, theme.color("bg.subtle"))
    painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.color("border.subtle"))
    if current:
        _paint_current(painter, box, view, column)


def _paint_current(painter: QPainter, box: QRectF, view: ListTable, column: int) -> None:
    theme, visual = current_theme(), view.horizontalHeader().visualIndex(column)
    if view.keyed and view.hasFocus():
        ink = theme.color("accent.focus")
        painter.fillRect(QRectF(box.x(), box.y(), box.width(), 2), ink)
        painter.fillRect(QRectF(box.x(), box.bottom() - 2, box.width(), 2), ink)
        if visual == view.horizontalHeader().count() - 1:
            painter.fillRect(QRectF(box.right() - 2, box.y(), 2, box.height()), ink)
    if visual == 0:
        painter.fillRect(QRectF(box.x(), box.y(), 3, box.height()), theme.color("accent.solid"))
