"""The first column of a list stays in sight when the others scroll sideways: painted over them, and hit before them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from crm_desktop.views.tables.ground import paint_grounds
from crm_desktop.views.tables.list_table import ListTable
from crm_desktop.views.theme.current import current_theme


def frozen_width(view: ListTable) -> int:
    """Return how wide the column that covers others is; 0 while nothing is scrolled sideways."""
    return view.columnWidth(0) if view.horizontalScrollBar().value() else 0


def paint_frozen(painter: QPainter, view: ListTable, option: QStyleOptionViewItem, rect: QRect) -> None:
    """Paint the first cells of the rows in `rect` at the left edge, with a line to what lies under them."""
    width, model = frozen_width(view), view.list_model
    if not width or not model.rows.lines:
        return
    part = QRect(0, rect.y(), width, rect.height())
    painter.save()
    painter.setClipRect(part)
    paint_grounds(painter, view, part)
    delegate = view.itemDelegateForColumn(0)
    first, last = view.rowAt(rect.top()), view.rowAt(rect.bottom())
    last = last if last >= 0 else model.rows.lines - 1
    for line in range(first, last + 1) if first >= 0 else ():
        option.rect = QRect(0, view.rowViewportPosition(line), width, view.rowHeight(line))
        delegate.paint(painter, option, model.index(line, 0))
    painter.fillRect(QRectF(width - 1, rect.y(), 1, rect.height()), current_theme().color("border.strong"))
    painter.restore()
