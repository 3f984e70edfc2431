"""The table of a list: rows under keys and pointer, the ground of a row, ticks, and what stays in place.

What a person wants is said by signals; which list is shown is decided by the screen.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyleOptionViewItem, QWidget

from crm_desktop.views.tables.frozen import frozen_width, paint_frozen
from crm_desktop.views.tables.ground import paint_grounds
from crm_desktop.views.tables.list_columns import ListColumns
from crm_desktop.views.tables.list_header import ListHeader
from crm_desktop.views.tables.list_keys import ListKeys
from crm_desktop.views.tables.list_model import ListModel
from crm_desktop.views.tables.list_place import ListPlace
from crm_desktop.views.tables.list_table import ListTable
from crm_desktop.views.widgets.component import Component

_Index = QModelIndex | QPersistentModelIndex


class ListView(Component, ListTable):
    """`view = ListView(model)`; the current row, ticks and scrolling survive every refresh."""

    def __init__(self, model: ListModel, *, people: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(model, people=people, parent=parent)
        self._keys = ListKeys(self)
        self._pressed: QPoint | None = None
        """Where the button went down on a row, until it goes up."""
        self._set_up()
        self.setModel(model)
        self.shape = ListColumns(self)
        self._place = ListPlace(self)
        self.ticks.changed.connect(self._ticked)
        self.header().all_toggled.connect(self._toggle_all)
        self.shape.take()
        self.settle()

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grounds, then the cells; all is covered, so that scrolling can move what is there already."""
        painter = QPainter(self.viewport())
        paint_grounds(painter, self, event.rect())
        painter.end()
        super().paintEvent(event)
        if frozen_width(self):
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            paint_frozen(QPainter(self.viewport()), self, option, event.rect())

    def visualRect(self, index: _Index) -> QRect:
        """Return where a cell stands; one of the first column at the left edge, however far the others are scrolled."""
        rect = super().visualRect(index)
        if frozen_width(self) and index.isValid() and index.column() == 0:
            rect.moveLeft(0)
        return rect

    def indexAt(self, spot: QPoint) -> QModelIndex:
        """Return the cell under a point; the first column lies above the others."""
        found = super().indexAt(spot)
        if found.isValid() and spot.x() < frozen_width(self):
            return found.siblingAtColumn(0)
        return found

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Have a cell in sight, and not under the first column."""
        super().scrollTo(index, hint)
        covered = frozen_width(self) - self.columnViewportPosition(index.column()) if index.column() > 0 else 0
        if covered > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - covered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of lists do, else move."""
        self.keyed = True
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Jump to the name that begins as typed."""
        self._keys.type(search)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick at the check box or with Ctrl, extend with Shift, fold a group, else go to the row."""
        self.keyed, self._pressed = False, None
        if event.button() is Qt.MouseButton.LeftButton and self._keys.click(event):
            event.accept()
            return
        self._pressed = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show the row that was clicked; one that was dragged away leaves everything where it is."""
        clicked, self._pressed = self._pressed is not None, None
        super().mouseReleaseEvent(event)
        if clicked and event.button() is Qt.MouseButton.LeftButton and self.current_row is not None:
            self.panel_wanted.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the page."""
        if event.button() is Qt.MouseButton.LeftButton and self._keys.click(event):
            return
        row = self.list_model.row_at(self.rowAt(event.position().toPoint().y()))
        if event.button() is Qt.MouseButton.LeftButton and row is not None:
            self.page_wanted.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer; a row that is dragged is carried away, nothing is selected by that."""
        here, begun = event.position().toPoint(), self._pressed
        if begun is not None and not event.buttons() & Qt.MouseButton.LeftButton:
            self._pressed = begun = None
        if begun is not None and (here - begun).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            row = self.list_model.row_at(self.rowAt(begun.y()))
            if row is not None:
                self.lifted.emit(row)
                return
        self._hover(self.rowAt(event.position().toPoint().y()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the row's menu: at the pointer, or below the current row where a key asked."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        line = self.current_line if by_key else self.rowAt(event.pos().y())
        if self.list_model.row_at(line) is not None:
            self.menu_wanted.emit(QPoint() if by_key else event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current row as soon as keys arrive."""
        super().focusInEvent(event)
        self.keyed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if self.current_line < 0:
            self.go_to(0, 0, scroll=False)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the ring no longer."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns what room there is."""
        super().resizeEvent(event)
        self.shape.spread()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell who is current now; take input methods even where nothing can be edited."""
        super().currentChanged(current, previous)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        if current.row() != previous.row():
            self._update_line(previous.row())
            self._update_line(current.row())
            self._place.moved_to(current.row())
            self.row_changed.emit(self.current_row)

    def restyle(self) -> None:
        """Take heights and widths from the theme."""
        self.shape.size_lines()
        self.shape.spread()

    def header(self) -> ListHeader:
        """Return the header."""
        header = self.horizontalHeader()
        assert isinstance(header, ListHeader)
        return header

    # Inside

    def _set_up(self) -> None:
        self.setHorizontalHeader(ListHeader(self))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # What is frozen was scrolled along with the rest; it is painted anew.
        self.horizontalScrollBar().valueChanged.connect(self._ticked)

    def _toggle_all(self) -> None:
        if self.all_state == "off":
            self.ticks.tick_all()
        else:
            self.ticks.clear()

    def _ticked(self) -> None:
        self.viewport().update()
        self.header().viewport().update()

    def _hover(self, line: int) -> None:
        if line != self.hovered:
            before, self.hovered = self.hovered, line
            self._update_line(before)
            self._update_line(line)

    def _update_line(self, line: int) -> None:
        if 0 <= line < self.list_model.rows.lines:
            top = self.rowViewportPosition(line)
            self.viewport().update(0, top, self.viewport().width(), self.rowHeight(line))
