"""Above the hours: the names of the days, and what stands on them all day long. One painted widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.views.calendar.blocks import Block
from crm_desktop.views.calendar.hours_grid import HoursGrid
from crm_desktop.views.calendar.hours_keys import Step, act_of
from crm_desktop.views.calendar.painting import Look, left, paint_line
from crm_desktop.views.calendar.spoken import SpokenList
from crm_desktop.views.language.texts import tr
from crm_desktop.views.tables.painting import draw_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component

_HEAD, _ROW, _MOST = 34, 22, 4


@dataclass(frozen=True, slots=True)
class DayName:
    """What stands above a day."""

    words: str
    today: bool = False


class DayRow(Component, QWidget):
    """`row.show_days(names, blocks)`; without names there is only what lasts all day."""

    opened = Signal(object)
    finish_wanted = Signal(object)
    delete_wanted = Signal(object)
    moved = Signal(object, int, int)
    menu_wanted = Signal(object, QPoint)
    day_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[DayName] = ()
        self._days = 1
        self.blocks: list[Block] = []
        self._current = ""
        self._pressed: tuple[QPoint, Block] | None = None
        self._shift: int | None = None
        self.spoken = SpokenList(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.settle()

    @property
    def block(self) -> Block | None:
        """The current one."""
        return next((each for each in self.blocks if each.key == self._current), None)

    def show_days(self, days: int, names: Sequence[DayName], blocks: Sequence[Block]) -> None:
        """Show other days; hidden when there is nothing to show."""
        self._days, self._names = days, names
        rows: dict[int, int] = {}
        self.blocks = [each for each in blocks if each.all_day]
        for each in self.blocks:
            rows[each.day] = rows.get(each.day, 0) + 1
        lines = min(max(rows.values(), default=0), _MOST)
        scaled = current_theme().scaled
        height = (scaled(_HEAD) if names else 0) + lines * scaled(_ROW) + (6 if lines else 0)
        self.setFixedHeight(max(1, height))
        self.setVisible(height > 0)
        self.spoken.show_lines([each.sentence for each in self.blocks])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.blocks else Qt.FocusPolicy.NoFocus)
        self.update()

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(tr("calendar", "All day"))
        self.spoken.setAccessibleName(tr("calendar", "All day"))

    def box_of(self, block: Block) -> QRectF:
        """Return where a block is painted; what has no room is not."""
        same = [each for each in self.blocks if each.day == block.day]
        row = same.index(block)
        scaled, grid = current_theme().scaled, HoursGrid(self.width(), self._days)
        if row >= _MOST:
            return QRectF()
        top = (scaled(_HEAD) if self._names else 3) + row * scaled(_ROW)
        return QRectF(grid.x_of(block.day) + 2, top, grid.column - 6, scaled(_ROW) - 2)

    def choose(self, key: str) -> None:
        """Make one the current one."""
        self._current = key
        block = self.block
        self.setAccessibleDescription(block.sentence if block is not None else "")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go, move by days, open, finish, delete."""
        key, block = event.key(), self.block
        step = act_of(key, event.modifiers())
        if step is Step.GO and self.blocks:
            by = 1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Right) else -1
            at = self.blocks.index(block) + by if block is not None else 0
            self.choose(self.blocks[max(0, min(at, len(self.blocks) - 1))].key)
        elif block is None or step is None:
            super().keyPressEvent(event)
        elif step is Step.MOVE and block.movable and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(block, -1 if key == Qt.Key.Key_Left else 1, 0)
        else:
            said = {Step.OPEN: self.opened, Step.FINISH: self.finish_wanted, Step.DELETE: self.delete_wanted}.get(step)
            if said is not None:
                said.emit(block)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current one as soon as keys arrive."""
        super().focusInEvent(event)
        if self.block is None and self.blocks and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choose(self.blocks[0].key)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, and be ready to drag to another day."""
        block = self._at(event.position())
        self.choose(block.key if block is not None else "")
        if block is not None and block.movable and event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint(), block

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag to another day."""
        if self._pressed is None:
            return
        start, block = self._pressed
        if abs(event.position().x() - start.x()) >= QApplication.startDragDistance():
            self._shift = HoursGrid(self.width(), self._days).spot_of(event.position()).day - block.day
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it down, or open the day whose name was clicked."""
        pressed, shift = self._pressed, self._shift
        self._pressed = self._shift = None
        self.update()
        if pressed is not None and shift:
            self.moved.emit(pressed[1], shift, 0)
        elif pressed is None and self._on_name(event.position()):
            self.day_chosen.emit(HoursGrid(self.width(), self._days).spot_of(event.position()).day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open."""
        block = self._at(event.position())
        if block is not None:
            self.opened.emit(block)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        block = self.block if keyboard else self._at(QPointF(event.pos()))
        if block is not None:
            self.choose(block.key)
            self.menu_wanted.emit(block, self.spot_of(block))

    def spot_of(self, block: Block) -> QPoint:
        """Return where on the screen it is."""
        return self.mapToGlobal(self.box_of(block).center().toPoint())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint names and what lasts all day."""
        painter, theme, grid = QPainter(self), current_theme(), HoursGrid(self.width(), self._days)
        for day, name in enumerate(self._names):
            spot = QRectF(grid.x_of(day) + 8, 0, grid.column - 10, theme.scaled(_HEAD))
            ink = theme.color("accent.text" if name.today else "text.secondary")
            draw_words(painter, spot, name.words, ink, ("bodyStrong" if name.today else "body", None))
        for each in self.blocks:
            held = self._pressed is not None and self._pressed[1].key == each.key and self._shift is not None
            box = self.box_of(each)
            if held and self._shift:
                box.translate(self._shift * grid.column, 0)
            look = Look(current=each.key == self._current, focused=self.hasFocus(), faint=held)
            if not box.isEmpty():
                paint_line(painter, box, look, each.title, each.hue)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("border.subtle"))

    def _on_name(self, point: QPointF) -> bool:
        return bool(self._names) and point.y() < current_theme().scaled(_HEAD) and point.x() >= left()

    def _at(self, point: QPointF) -> Block | None:
        return next((each for each in self.blocks if self.box_of(each).contains(point)), None)
