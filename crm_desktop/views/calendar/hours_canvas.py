"""The hours of one day or several with their blocks: one painted widget that hits its own rectangles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.views.calendar.blocks import DAY, Block, Gap, clock
from crm_desktop.views.calendar.dragging import SNAP, Drag, Grip, Spot
from crm_desktop.views.calendar.hours_grid import TOP, HoursGrid
from crm_desktop.views.calendar.hours_keys import Step, act_of, block_beyond
from crm_desktop.views.calendar.painting import (
    RIGHT,
    Look,
    left,
    paint_block,
    paint_gap,
    paint_hours,
    paint_new,
    paint_now,
    paint_time,
)
from crm_desktop.views.calendar.spoken import SpokenList
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component


class HoursCanvas(Component, QWidget):
    """`canvas.show_days(1, blocks, gaps, (day, minute))`; now is None where none of the days is today."""

    block_changed = Signal(object)
    """The current `Block`, or None."""
    opened = Signal(object)
    finish_wanted = Signal(object)
    delete_wanted = Signal(object)
    moved = Signal(object, int, int)
    """A `Block`, by how many days and minutes."""
    resized = Signal(object, int)
    """A `Block`, and by how many minutes its end moves."""
    create_wanted = Signal(int, int, int)
    """A visit is to be planned on this day from this minute to that."""
    menu_wanted = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocks: list[Block] = []
        """The blocks with a time, in order."""
        self._gaps: Sequence[Gap] = ()
        self._days = 1
        self._current = ""
        self.kept_free: dict[str, int] = {}
        """By key of a block: how much of its lower end its words leave to what stands on it."""
        self._now: tuple[int, int] | None = None
        self._pressed: tuple[QPoint, Drag] | None = None
        self._drag: Drag | None = None
        self.spoken = SpokenList(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.settle()

    @property
    def grid(self) -> HoursGrid:
        """Where things lie now."""
        return HoursGrid(self.width(), self._days)

    @property
    def block(self) -> Block | None:
        """The current block."""
        return next((each for each in self.blocks if each.key == self._current), None)

    def show_days(
        self, days: int, blocks: Sequence[Block], gaps: Sequence[Gap] = (), now: tuple[int, int] | None = None
    ) -> None:
        """Show other blocks; the current one stays current where it is still here."""
        self._days, self._gaps, self._now = days, gaps, now
        self.blocks = [each for each in blocks if not each.all_day]
        if self.block is None:
            self._current = ""
        self.spoken.show_lines([each.sentence for each in self.blocks])
        self._speak()
        self.update()

    def choose(self, key: str) -> None:
        """Make a block the current one."""
        if key != self._current:
            self._current = key
            self._speak()
            self.block_changed.emit(self.block)
            self.update()

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(tr("calendar", "Hours"))
        self.spoken.setAccessibleName(tr("calendar", "Entries of these days"))

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(self.grid.y_of(DAY) + 2 * TOP)

    def sizeHint(self) -> QSize:
        """Return a usual width."""
        return QSize(380, self.height())

    # Keys

    def event(self, event: QEvent) -> bool:
        """Take the arrows with Alt, and Escape while dragging, before anybody else does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            step = act_of(event.key(), event.modifiers())
            held = step in (Step.MOVE, Step.RESIZE) and self.block is not None
            if held or (self._drag is not None and event.key() == Qt.Key.Key_Escape):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from block to block, move, make longer, open, finish, delete, plan."""
        key, block = event.key(), self.block
        step = act_of(key, event.modifiers())
        if key == Qt.Key.Key_Escape and (self._drag is not None or self._pressed is not None):
            self._end_drag()
        elif step is Step.GO:
            beyond = block_beyond(self.blocks, block, key)
            self.choose(beyond.key if beyond is not None else self._current)
        elif step is Step.NEW:
            self._new()
        elif block is None or step is None:
            super().keyPressEvent(event)
        elif step is Step.MOVE and block.movable:
            days = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
            self.moved.emit(block, days, 0 if days else (-SNAP if key == Qt.Key.Key_Up else SNAP))
        elif step is Step.RESIZE and block.resizable:
            self.resized.emit(block, -SNAP if key == Qt.Key.Key_Up else SNAP)
        else:
            said = {Step.OPEN: self.opened, Step.FINISH: self.finish_wanted, Step.DELETE: self.delete_wanted}.get(step)
            if said is not None:
                said.emit(block)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current block as soon as keys arrive."""
        super().focusInEvent(event)
        # A window that comes back, as after a dialog, asks for nothing.
        if self.block is None and self.blocks and event.reason() not in _BY_ITSELF:
            self.choose(self.blocks[0].key)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the ring no longer."""
        super().focusOutEvent(event)
        self.update()

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the block, and be ready to drag it, its end, or a new one."""
        grid, at = self.grid, event.position()
        block = grid.block_at(self.blocks, at)
        self.choose(block.key if block is not None else "")
        if event.button() is not Qt.MouseButton.LeftButton or at.x() < left():
            return
        spot = grid.spot_of(at)
        if block is None:
            self._pressed = at.toPoint(), Drag(Grip.CREATE, None, spot, spot)
        elif block.movable:
            grip = Grip.RESIZE if grid.on_edge(block, at) else Grip.MOVE
            self._pressed = at.toPoint(), Drag(grip, block, spot, spot)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag in steps of a quarter of an hour."""
        at = event.position()
        if self._pressed is None:
            self._show_hand(at)
            return
        start, drag = self._pressed
        if self._drag is None and (at.toPoint() - start).manhattanLength() < QApplication.startDragDistance():
            return
        self._drag = (self._drag or drag).at(self.grid.spot_of(at))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put down what was dragged."""
        drag = self._drag
        self._end_drag()
        if drag is None:
            return
        if drag.grip is Grip.CREATE:
            self.create_wanted.emit(*drag.span)
        elif drag.grip is Grip.RESIZE and drag.minutes:
            self.resized.emit(drag.block, drag.minutes)
        elif drag.grip is Grip.MOVE and (drag.days or drag.minutes):
            self.moved.emit(drag.block, drag.days, drag.minutes)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the block, or plan a visit where there is none."""
        grid = self.grid
        block = grid.block_at(self.blocks, event.position())
        if block is not None:
            self.opened.emit(block)
        elif event.position().x() >= left():
            spot = grid.spot_of(event.position())
            begin = spot.minute // SNAP * SNAP
            self.create_wanted.emit(spot.day, begin, begin + 60)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the block's menu."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        block = self.block if keyboard else self.grid.block_at(self.blocks, QPointF(event.pos()))
        if block is not None:
            self.choose(block.key)
            self.menu_wanted.emit(block, self.spot_of(block) if keyboard else event.globalPos())

    def aim(self, spot: QPointF | None) -> tuple[int, int | None] | None:
        """Show where something carried from elsewhere would land, None for nowhere; return its day and minute."""
        if spot is None:
            self._end_drag()
            return None
        at = self.grid.spot_of(spot)
        begin = min(at.minute // SNAP * SNAP, DAY - 60)
        self._drag = Drag(Grip.CREATE, None, Spot(at.day, begin), Spot(at.day, begin + 60), began=True)
        self.update()
        return at.day, begin

    def spot_of(self, block: Block) -> QPoint:
        """Return where on the screen a block is, for what opens beside it."""
        return self.mapToGlobal(self.grid.box_of(block).center().toPoint())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint hours, ways, blocks, what is dragged, and the line of now."""
        painter, grid, theme = QPainter(self), self.grid, current_theme()
        now = self._now
        now_y = grid.y_of(now[1]) if now is not None else None
        paint_hours(painter, [grid.y_of(hour * 60) for hour in range(25)], self.width(), now_y)
        for day in range(1, self._days):
            painter.fillRect(QRectF(grid.x_of(day), 0, 1, self.height()), theme.color("border.subtle"))
        for gap in self._gaps:
            paint_gap(painter, grid.box(gap.day, gap.begin, gap.end, gap.lane, gap.lanes), gap)
        clip = QRectF(event.rect())
        held = self._drag.block if self._drag is not None else None
        for each in self.blocks:
            box = grid.box_of(each)
            if box.intersects(clip):
                faint = held is not None and held.key == each.key
                current = each.key == self._current
                foot = self.kept_free.get(each.key, 0)
                paint_block(painter, box, each, Look(current=current, focused=self.hasFocus(), faint=faint, foot=foot))
        if self._drag is not None:
            self._paint_drag(painter, grid, self._drag)
        if now is not None and now_y is not None:
            end = self.width() - RIGHT if self._days == 1 else grid.x_of(now[0] + 1)
            paint_now(painter, now_y, (grid.x_of(now[0]), end), now[1])

    def _paint_drag(self, painter: QPainter, grid: HoursGrid, drag: Drag) -> None:
        day, begin, end = drag.span
        if drag.block is None:
            paint_new(painter, grid.box(day, begin, end), f"{clock(begin)}–{clock(end)}")
        else:
            lane = (drag.block.lane, drag.block.lanes) if not drag.days else (0, 1)
            paint_block(
                painter, grid.box(day, begin, max(end, begin + 27), *lane), drag.block, Look(current=True, focused=True)
            )
        resizing = drag.grip is Grip.RESIZE
        paint_time(painter, grid.y_of(end if resizing else begin), end if resizing else begin, "accent.text")

    def _show_hand(self, at: QPointF) -> None:
        block = self.grid.block_at(self.blocks, at)
        edge = block is not None and self.grid.on_edge(block, at)
        hand = Qt.CursorShape.PointingHandCursor if block is not None else Qt.CursorShape.ArrowCursor
        self.setCursor(Qt.CursorShape.SizeVerCursor if edge else hand)

    def _new(self) -> None:
        """Plan an hour after the current block, else now, else at nine."""
        block, now = self.block, self._now
        day, minute = (block.day, block.end) if block is not None else now or (0, 9 * 60)
        begin = min(-(-minute // SNAP) * SNAP, DAY - 60)
        self.create_wanted.emit(day, begin, begin + 60)

    def _speak(self) -> None:
        block = self.block
        self.setAccessibleDescription(block.sentence if block is not None else "")
        if block is not None:
            self.spoken.setCurrentRow(self.blocks.index(block))

    def _end_drag(self) -> None:
        self._pressed = self._drag = None
        self.update()


_BY_ITSELF = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
HINT = text("calendar", "Drag over empty hours to plan a visit")
