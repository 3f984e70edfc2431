"""The hours of a day with their blocks: one painted widget that hits its own rectangles."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from crm_desktop.views.agenda.blocks import DAY, SHORT, Block
from crm_desktop.views.agenda.day_painting import RIGHT, Look, left, paint_block, paint_hours, paint_now, paint_time
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component

HOUR = 52
_TOP, _GAP = 10, 4
SNAP = 15
"""Minutes to which a dragged block and a double click hold."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DayCanvas(Component, QWidget):
    """`canvas.show_blocks(blocks, now)`; `now` in minutes of this day, -1 on other days."""

    block_changed = Signal(object)
    """The current `Block`, or None."""
    opened = Signal(object)
    finish_wanted = Signal(object)
    delete_wanted = Signal(object)
    moved = Signal(object, int)
    """A `Block` and by how many minutes."""
    create_wanted = Signal(int)
    """A visit is to be planned at this minute."""
    menu_wanted = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: list[Block] = []
        self._current = ""
        self._now = -1
        self._pressed: QPoint | None = None
        self._shift: int | None = None
        """By how many minutes the current block is being dragged; None while it is not."""
        self.spoken = QListWidget(self)
        self.spoken.setGeometry(0, 0, 1, 1)
        self.spoken.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.spoken.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.settle()

    @property
    def block(self) -> Block | None:
        """The current block."""
        return next((each for each in self._blocks if each.record.id == self._current), None)

    @property
    def blocks(self) -> list[Block]:
        """The blocks with a time, in order."""
        return list(self._blocks)

    def show_blocks(self, blocks: list[Block], now: int) -> None:
        """Show other blocks; the current one stays current where it is still here."""
        self._blocks, self._now = [each for each in blocks if not each.all_day], now
        if self.block is None:
            self._current = ""
        self.spoken.clear()
        self.spoken.addItems([each.sentence for each in self._blocks])
        self._speak()
        self.update()

    def choose(self, record_id: str) -> None:
        """Make a block the current one."""
        if record_id != self._current:
            self._current = record_id
            self._speak()
            self.block_changed.emit(self.block)
            self.update()

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(tr("agenda", "Hours of the day"))
        self.spoken.setAccessibleName(tr("agenda", "Visits and tasks of the day"))

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(self.y_of(DAY) + 2 * _TOP)

    def sizeHint(self) -> QSize:
        """Return a usual width."""
        return QSize(380, self.height())

    def y_of(self, minute: int) -> int:
        """Return where a minute of the day lies."""
        return _TOP + round(minute * current_theme().scaled(HOUR) / 60)

    def minute_of(self, y: float) -> int:
        """Return the minute of the day at a height."""
        return max(0, min(DAY, round((y - _TOP) * 60 / current_theme().scaled(HOUR))))

    def box_of(self, block: Block) -> QRectF:
        """Return where a block is painted."""
        room = self.width() - left() - RIGHT
        width = room / block.lanes
        top, bottom = self.y_of(block.begin), self.y_of(max(block.end, block.begin + SHORT - 3))
        return QRectF(left() + block.lane * width, top, width - (_GAP if block.lanes > 1 else 0), bottom - top - 1)

    def block_at(self, spot: QPointF) -> Block | None:
        """Return the block at a point."""
        return next((each for each in self._blocks if self.box_of(each).contains(spot)), None)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Take the arrows with Alt, and Escape while dragging, before anybody else does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            moving = event.modifiers() & Qt.KeyboardModifier.AltModifier
            up_down = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            if (moving and up_down) or (self._shift is not None and event.key() == Qt.Key.Key_Escape):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from block to block, move, open, finish, delete."""
        key, block, modifiers = event.key(), self.block, event.modifiers()
        if key == Qt.Key.Key_Escape and self._shift is not None:
            self._end_drag()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = -1 if key == Qt.Key.Key_Up else 1
            if modifiers & Qt.KeyboardModifier.AltModifier:
                if block is not None and block.movable:
                    self.moved.emit(block, by * SNAP)
            else:
                self._step(by)
        elif block is None:
            super().keyPressEvent(event)
        elif key in _ENTER and not modifiers & Qt.KeyboardModifier.ControlModifier:
            self.opened.emit(block)
        elif key in (*_ENTER, Qt.Key.Key_Space):
            self.finish_wanted.emit(block)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(block)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current block as soon as keys arrive."""
        super().focusInEvent(event)
        if self.block is None and self._blocks and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choose(self._blocks[0].record.id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the ring no longer."""
        super().focusOutEvent(event)
        self.update()

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the block, and be ready to drag it."""
        block = self.block_at(event.position())
        self.choose(block.record.id if block is not None else "")
        if block is not None and block.movable and event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the block in steps of a quarter of an hour."""
        block = self.block
        if self._pressed is None or block is None:
            at = self.block_at(event.position())
            self.setCursor(Qt.CursorShape.PointingHandCursor if at is not None else Qt.CursorShape.ArrowCursor)
            return
        way = event.position().toPoint().y() - self._pressed.y()
        if self._shift is None and abs(way) < QApplication.startDragDistance():
            return
        minutes = round(way * 60 / current_theme().scaled(HOUR))
        begin = round((block.begin + minutes) / SNAP) * SNAP
        self._shift = max(0, min(begin, DAY - (block.end - block.begin))) - block.begin
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the block down."""
        block, shift = self.block, self._shift
        self._end_drag()
        if block is not None and shift:
            self.moved.emit(block, shift)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the block, or plan a visit where there is none."""
        block = self.block_at(event.position())
        if block is not None:
            self.opened.emit(block)
        elif event.position().x() >= left():
            self.create_wanted.emit(self.minute_of(event.position().y()) // SNAP * SNAP)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the block's menu."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        block = self.block if keyboard else self.block_at(QPointF(event.pos()))
        if block is not None:
            self.choose(block.record.id)
            spot = self.mapToGlobal(self.box_of(block).center().toPoint()) if keyboard else event.globalPos()
            self.menu_wanted.emit(block, spot)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint hours, blocks, and the line of now."""
        painter, width = QPainter(self), self.width()
        now_y = self.y_of(self._now) if self._now >= 0 else None
        paint_hours(painter, [self.y_of(hour * 60) for hour in range(25)], width, now_y)
        for each in self._blocks:
            current = each.record.id == self._current
            look = Look(current=current, focused=self.hasFocus(), faint=current and self._shift is not None)
            paint_block(painter, self.box_of(each), each, look)
        block = self.block
        if block is not None and self._shift is not None:
            begin = block.begin + self._shift
            box = self.box_of(block).translated(0, self.y_of(begin) - self.y_of(block.begin))
            paint_block(painter, box, block, Look(current=True, focused=True))
            paint_time(painter, box.y(), begin, "accent.text")
        if now_y is not None:
            paint_now(painter, now_y, width, self._now)

    def _step(self, by: int) -> None:
        ids = [each.record.id for each in self._blocks]
        if not ids:
            return
        at = ids.index(self._current) + by if self._current in ids else 0
        self.choose(ids[max(0, min(at, len(ids) - 1))])

    def _speak(self) -> None:
        block = self.block
        self.setAccessibleDescription(block.sentence if block is not None else "")
        if block is not None:
            self.spoken.setCurrentRow(self._blocks.index(block))

    def _end_drag(self) -> None:
        self._pressed, self._shift = None, None
        self.update()


HINT = text("agenda", "Double-click an empty hour to plan a visit")
