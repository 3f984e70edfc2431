"""The header of a list: headings that sort by click, move and resize by drag; a check box for all; never measured."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader

from crm_desktop.models.rules.views import Sort
from crm_desktop.views.tables.columns import NARROWEST, WIDEST
from crm_desktop.views.tables.delegates import PAD, paint_check
from crm_desktop.views.tables.first_cell import check_rect, tile_x
from crm_desktop.views.tables.frozen import frozen_width
from crm_desktop.views.tables.list_table import ListTable
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component

HEIGHT = 34


class ListHeader(Component, QHeaderView):
    """`header.sort = Sort("name")` shows the arrow; the signals say what a person wants."""

    sort_wanted = Signal(str)
    """The name of the field that was clicked."""
    order_wanted = Signal(object)
    """The names of the columns in their new order, the first one left out."""
    all_toggled = Signal()
    menu_wanted = Signal(str, QPoint)

    def __init__(self, view: ListTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.sort: Sort | None = None
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(NARROWEST)
        self.setMaximumSectionSize(WIDEST)
        self.setStretchLastSection(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sectionClicked.connect(self._clicked)
        self.sectionMoved.connect(self._moved)
        self._checked_here = False
        self.settle()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().scaled(HEIGHT) + (10 if current_theme().density == "touch" else 0))

    def retranslate(self) -> None:
        """Read the headings again."""
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        return QSize(super().sizeHint().width(), self.height())

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logical_index: int) -> None:
        """Do not look at the selection: over a million rows that costs seconds."""
        option.section = logical_index

    def set_sort(self, sort: Sort | None) -> None:
        """Show by which column the list is sorted."""
        self.sort = sort
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """Paint one heading."""
        theme, box = current_theme(), QRectF(rect)
        columns = self._view.list_model.columns
        painter.save()
        painter.fillRect(box, theme.color("bg.subtle"))
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.color("border.default"))
        if logical_index < len(columns):
            self._paint_heading(painter, box, logical_index)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the headings; the first one stays in sight when the others are scrolled."""
        super().paintEvent(event)
        width = frozen_width(self._view)
        if width:
            self.paintSection(QPainter(self.viewport()), QRect(0, 0, width, self.height()), 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick all, where the check box is pressed; sort by the first column also where it covers another one."""
        spot, left = event.position().toPoint(), event.button() is Qt.MouseButton.LeftButton
        over_check = self._over_check(spot)
        self._checked_here = over_check or self._covers(spot)
        if over_check and left:
            self.all_toggled.emit()
        elif self._checked_here and left:
            self._clicked(0)
        if self._checked_here and left:
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do not sort again after the check box, or the heading that stays in sight, was pressed."""
        if self._checked_here:
            self._checked_here = False
            return
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the column's menu."""
        at = 0 if self._covers(event.pos()) else self.logicalIndexAt(event.pos())
        columns = self._view.list_model.columns
        self.menu_wanted.emit(columns[at].name if 0 <= at < len(columns) else "", event.globalPos())

    def _paint_heading(self, painter: QPainter, box: QRectF, section: int) -> None:
        theme, column = current_theme(), self._view.list_model.columns[section]
        sorted_here = self.sort is not None and self.sort.field == column.name
        ink = theme.color("text.primary" if sorted_here else "text.secondary")
        left = tile_x() if section == 0 else PAD
        if section == 0:
            paint_check(painter, check_rect(box), self._view.all_state)
        side = theme.icon_size("sm") if sorted_here else 0
        words, room = str(column.heading), box.adjusted(left, 0, -PAD - (side + 4 if side else 0), 0)
        right = column.align == Qt.AlignmentFlag.AlignRight
        font = ("body", 600) if sorted_here else ("body", None)
        width = draw_words(painter, room, words, ink, font, right=right)
        if side and self.sort is not None:
            x = room.right() + 4 if right else room.x() + width + 4
            spot = QRectF(x, box.center().y() - side / 2, side, side)
            paint_icon(painter, "arrow-down" if self.sort.descending else "arrow-up", spot, ink)

    def _over_check(self, point: QPoint) -> bool:
        if not self._covers(point) and self.logicalIndexAt(point) != 0:
            return False
        box = QRectF(0, 0, self.sectionSize(0), self.height())
        return check_rect(box).adjusted(-8, -8, 8, 8).contains(point)

    def _covers(self, point: QPoint) -> bool:
        """Tell whether the first heading lies here above another one."""
        return point.x() < frozen_width(self._view)

    def _clicked(self, section: int) -> None:
        columns = self._view.list_model.columns
        if section < len(columns):
            self.sort_wanted.emit(columns[section].name)

    def _moved(self) -> None:
        columns = self._view.list_model.columns
        order = [columns[self.logicalIndex(place)].name for place in range(self.count())]
        self.order_wanted.emit(tuple(name for name in order if name != columns[0].name))


def least_width(heading: str) -> int:
    """Return how narrow a column may start, so that its heading is not cut while the list is sorted by it."""
    return int(word_width(heading, "body", 600)) + 2 * PAD + current_theme().icon_size("sm") + 6
