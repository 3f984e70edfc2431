"""The ground of a row: ticked, current, under the pointer, with the line below and the ring of the focus."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from crm_desktop.views.tables.list_table import ListTable
from crm_desktop.views.theme.current import current_theme


def paint_grounds(painter: QPainter, view: ListTable, rect: QRect) -> None:
    """Fill what lies in `rect` as each row stands; cells then paint only what they say."""
    theme, width = current_theme(), view.viewport().width()
    painter.fillRect(rect, theme.color("bg.surface"))
    line, last = view.rowAt(rect.top()), view.rowAt(rect.bottom())
    if line < 0:
        return
    last = last if last >= 0 else view.list_model.rows.lines - 1
    for each in range(line, last + 1):
        box = QRectF(0, view.rowViewportPosition(each), width, view.rowHeight(each))
        _paint_ground(painter, box, view, each)


def _paint_ground(painter: QPainter, box: QRectF, view: ListTable, line: int) -> None:
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
        _paint_current(painter, box, view)


def _paint_current(painter: QPainter, box: QRectF, view: ListTable) -> None:
    theme = current_theme()
    if view.keyed and view.hasFocus():
        ink = theme.color("accent.focus")
        for edge in (
            QRectF(box.x(), box.y(), box.width(), 2),
            QRectF(box.x(), box.bottom() - 2, box.width(), 2),
            QRectF(box.right() - 2, box.y(), 2, box.height()),
        ):
            painter.fillRect(edge, ink)
    painter.fillRect(QRectF(box.x(), box.y(), 3, box.height()), theme.color("accent.solid"))
