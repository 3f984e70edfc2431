"""What keys and clicks do in a list, beyond moving: tick, extend, fold, open, jump to a name."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from crm_desktop.store.queries.lists import GroupHeader
from crm_desktop.views.tables.delegates import CellDelegate
from crm_desktop.views.tables.first_cell import tile_x
from crm_desktop.views.tables.list_table import ListTable

_TYPING_MS = 1_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class ListKeys:
    """The rules of one list view."""

    def __init__(self, view: ListTable) -> None:
        self._view = view
        self._anchor = -1
        """The line from which Shift extends."""
        self._extended: frozenset[int] = frozenset()
        self._typed = ""
        self._since = QElapsedTimer()

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means here; False where it means nothing of ours."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTER:
            return self._open(page=bool(modifiers & _CONTROL))
        if key is Qt.Key.Key_Space and not modifiers and not self._typing:
            return self._tick()
        if key is Qt.Key.Key_Escape:
            return self._escape()
        if key is Qt.Key.Key_A and modifiers == _CONTROL:
            self._view.ticks.tick_all()
            return True
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not modifiers:
            return self._fold(key is Qt.Key.Key_Left)
        if key in _STEPS:
            return self._step(event, extend=bool(modifiers & _SHIFT), far=bool(modifiers & _CONTROL))
        return False

    def type(self, search: str) -> None:
        """Take some typed characters of a name; a pause begins a new name."""
        if not self._typing:
            self._typed = ""
        self._since.restart()
        self._typed += search
        if self._typed.strip():
            self._view.typed.emit(self._typed)

    def click(self, event: QMouseEvent) -> bool:
        """Do what a click means beyond going to a row; False where it means just that."""
        view, spot = self._view, event.position().toPoint()
        index = view.indexAt(spot)
        if not index.isValid():
            return False
        group = view.list_model.rows.group_at(index.row())
        if group is not None:
            view.go_to(index.row(), scroll=False)
            self._toggle(group)
            return True
        modifiers = event.modifiers()
        if modifiers & _SHIFT:
            self._extend(index.row())
        elif index.column() == 0 and self._on_check(QRectF(view.visualRect(index)), spot.x()):
            self._anchor = index.row()
            view.ticks.toggle(view.list_model.rows.rowid_at(index.row()))
        elif not modifiers and self._on_mark(index, event.position()):
            view.go_to(index.row(), scroll=False)
            view.decide_wanted.emit(view.current_row)
        elif modifiers & _CONTROL:
            view.go_to(index.row(), scroll=False)
            view.ticks.toggle(view.list_model.rows.rowid_at(index.row()))
        else:
            self._anchor = -1
            return False
        return True

    @property
    def _typing(self) -> bool:
        return bool(self._typed) and self._since.isValid() and not self._since.hasExpired(_TYPING_MS)

    def _on_check(self, box: QRectF, x: int) -> bool:
        return box.x() <= x < box.x() + tile_x() - 4

    def _on_mark(self, index: QModelIndex, spot: QPointF) -> bool:
        view, delegate = self._view, self._view.itemDelegateForIndex(index)
        cell = view.list_model.cell(index.row(), index.column())
        if cell is None or not isinstance(delegate, CellDelegate):
            return False
        return delegate.mark_rect(QRectF(view.visualRect(index)), cell).adjusted(-4, -6, 4, 6).contains(spot)

    def _open(self, *, page: bool) -> bool:
        view = self._view
        group = view.list_model.rows.group_at(view.current_line)
        if group is not None:
            self._toggle(group)
        elif page and view.current_row is not None:
            view.page_wanted.emit(view.current_row)
        else:
            view.panel_wanted.emit()
        return True

    def _tick(self) -> bool:
        view = self._view
        group = view.list_model.rows.group_at(view.current_line)
        if group is not None:
            self._toggle(group)
        elif view.current_line >= 0:
            view.ticks.toggle(view.list_model.rows.rowid_at(view.current_line))
        return True

    def _escape(self) -> bool:
        self._typed = ""
        if self._view.ticks.any:
            self._view.ticks.clear()
            return True
        return False

    def _fold(self, folded: bool) -> bool:
        view = self._view
        group = view.list_model.rows.group_at(view.current_line)
        if group is None or (group.value in view.list_model.rows.collapsed) is folded:
            return False
        view.list_model.fold(group, folded)
        return True

    def _toggle(self, group: GroupHeader) -> None:
        model = self._view.list_model
        model.fold(group, group.value not in model.rows.collapsed)

    def _step(self, event: QKeyEvent, *, extend: bool, far: bool) -> bool:
        view, lines = self._view, self._view.list_model.rows.lines
        if not lines:
            return True
        key, line = Qt.Key(event.key()), view.current_line
        page = max(1, view.viewport().height() // max(1, view.rowHeight(max(line, 0))) - 1)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            target = 0 if key is Qt.Key.Key_Home else lines - 1
        else:
            target = line + steps[key] if not far else (0 if steps[key] < 0 else lines - 1)
        if extend:
            self._extend(max(0, min(target, lines - 1)))
        else:
            self._anchor = -1
            view.go_to(target)
        return True

    def _extend(self, line: int) -> None:
        """Tick what lies between the anchor and the line, and no more than that."""
        view, rows = self._view, self._view.list_model.rows
        if self._anchor < 0:
            self._anchor, self._extended = max(view.current_line, 0), frozenset()
        first, last = sorted((self._anchor, line))
        between = frozenset(rows.rowid_at(each) for each in range(first, last + 1)) - {-1}
        ticks = view.ticks
        if not ticks.all:
            kept = (ticks.rows - self._extended) | between
            ticks.keep(kept)
        ticks.tick(between)
        self._extended = between
        view.go_to(line)
