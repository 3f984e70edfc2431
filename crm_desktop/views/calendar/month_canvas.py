"""A month: six weeks of days with a few lines each. One painted widget; only what has room is put into words."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.models.calendars.entries import Entry
from crm_desktop.views.calendar.blocks import key_of, sentence_of
from crm_desktop.views.calendar.hours_keys import Step, act_of
from crm_desktop.views.calendar.month_grid import HEAD, WEEKS, Month, MonthGrid, paint_day, paint_ground, paint_names
from crm_desktop.views.calendar.spoken import SpokenList
from crm_desktop.views.language.texts import tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component

_BY_KEY = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_CONTROL = Qt.KeyboardModifier.ControlModifier


class MonthCanvas(Component, QWidget):
    """`canvas.show_month(month_of(view, formats, day))`."""

    opened = Signal(object)
    """An `Entry`."""
    finish_wanted = Signal(object)
    delete_wanted = Signal(object)
    moved = Signal(object, int)
    """An `Entry` and by how many days."""
    create_wanted = Signal(object)
    """A visit is to be planned on this day."""
    menu_wanted = Signal(object, QPoint)
    day_opened = Signal(object)
    left_month = Signal(object)
    """The day to which a key leads, outside of what is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month: Month | None = None
        self.day = 0
        """The current day, counted from the first one shown."""
        self._current = ""
        self._pressed: tuple[QPoint, Entry, int] | None = None
        self._over: int | None = None
        self.spoken = SpokenList(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(300)
        self.settle()

    @property
    def grid(self) -> MonthGrid | None:
        """Where things lie now; None before there is anything."""
        return MonthGrid(self._month, self.width(), self.height()) if self._month is not None else None

    @property
    def entry(self) -> Entry | None:
        """The current entry of the current day."""
        return next((each for each in self.entries(self.day) if key_of(each) == self._current), None)

    @property
    def current_date(self) -> date:
        """The current day."""
        first = self._month.view.first if self._month is not None else date.min
        return first + timedelta(days=self.day)

    def entries(self, day: int) -> list[Entry]:
        """Return a day's entries in order."""
        return self._month.by_day.get(day, []) if self._month is not None else []

    def show_month(self, month: Month, day: date) -> None:
        """Show other entries, with this day as the current one."""
        self._month = month
        self.day = max(0, min(WEEKS * 7 - 1, (day - month.view.first).days))
        self._speak()
        self.update()

    def choose(self, day: int, key: str = "") -> None:
        """Make a day the current one, and perhaps one of its entries."""
        self.day, self._current = day, key
        self._speak()
        self.update()

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(tr("calendar", "Month"))
        self._speak()

    # Keys

    def event(self, event: QEvent) -> bool:
        """Take the arrows with Alt before anybody else does, where an entry is to be moved."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.entry is not None:
            held = act_of(event.key(), event.modifiers()) is Step.MOVE
            if held:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from day to day, with Ctrl from entry to entry; move, open, finish, delete, plan."""
        key, entry = event.key(), self.entry
        step, by = act_of(key, event.modifiers()), _BY_KEY.get(Qt.Key(key), 0)
        if step is Step.GO:
            self._go(by)
        elif by in (-7, 7) and event.modifiers() & _CONTROL:
            self._step(by // 7)
        elif step is Step.NEW:
            self.create_wanted.emit(self.current_date)
        elif step is Step.OPEN and entry is None:
            self.day_opened.emit(self.current_date)
        elif entry is None or step is None:
            super().keyPressEvent(event)
        elif step is Step.MOVE:
            self.moved.emit(entry, by)
        else:
            said = {Step.OPEN: self.opened, Step.FINISH: self.finish_wanted, Step.DELETE: self.delete_wanted}.get(step)
            if said is not None:
                said.emit(entry)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the ring no longer."""
        super().focusOutEvent(event)
        self.update()

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, and be ready to drag to another day."""
        grid = self.grid
        if grid is None:
            return
        day, entry = grid.day_at(event.position()), grid.entry_at(event.position())
        self.choose(day, key_of(entry) if entry is not None else "")
        movable = entry is not None and entry.record.kind != "activity"
        if entry is not None and movable and event.button() is Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint(), entry, day

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag to another day."""
        grid = self.grid
        if self._pressed is None or grid is None:
            return
        far = (event.position().toPoint() - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance()
        if far or self._over is not None:
            self._over = grid.day_at(event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it down; a click on what has no room opens the day."""
        pressed, over = self._pressed, self._over
        self._pressed = self._over = None
        self.update()
        if pressed is not None and over is not None and over != pressed[2]:
            self.moved.emit(pressed[1], over - pressed[2])
        elif pressed is None and self.grid is not None and self.grid.more_at(event.position()):
            self.day_opened.emit(self.current_date)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the entry, or plan a visit on the day."""
        grid = self.grid
        entry = grid.entry_at(event.position()) if grid is not None else None
        if entry is not None:
            self.opened.emit(entry)
        elif grid is not None and event.position().y() > current_theme().scaled(HEAD):
            self.create_wanted.emit(grid.date(grid.day_at(event.position())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the entry's menu."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        grid = self.grid
        if grid is None:
            return
        entry = self.entry if keyboard else grid.entry_at(QPointF(event.pos()))
        if entry is not None:
            self.menu_wanted.emit(entry, self.spot() if keyboard else event.globalPos())

    def aim(self, spot: QPointF | None) -> tuple[int, int | None] | None:
        """Show on which day something carried from elsewhere would land, None for none; return the day."""
        grid = self.grid
        self._over = grid.day_at(spot) if grid is not None and spot is not None else None
        self.update()
        return (self._over, None) if self._over is not None else None

    def spot(self) -> QPoint:
        """Return where on the screen the current day is."""
        grid = self.grid
        return self.mapToGlobal(grid.cell(self.day).center().toPoint() if grid is not None else QPoint())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the names of the days, the days, and their lines."""
        grid, painter = self.grid, QPainter(self)
        if grid is None:
            return
        paint_names(painter, grid)
        for day in range(WEEKS * 7):
            here = day == self.day
            ring = ("accent.focus" if self.hasFocus() else "accent.line") if here else ""
            paint_ground(painter, grid, day, over=day == self._over, ring=ring)
            paint_day(painter, grid, day, self._current if here else "", focused=self.hasFocus())

    def _go(self, by: int) -> None:
        day = self.day + by
        if 0 <= day < WEEKS * 7:
            self.choose(day)
        else:
            self.left_month.emit(self.current_date + timedelta(days=by))

    def _step(self, by: int) -> None:
        keys = [key_of(each) for each in self.entries(self.day)]
        if keys:
            at = keys.index(self._current) + by if self._current in keys else (0 if by > 0 else len(keys) - 1)
            self.choose(self.day, keys[max(0, min(at, len(keys) - 1))])

    def _speak(self) -> None:
        month, entry = self._month, self.entry
        if month is None:
            return
        day = month.formats.day(self.current_date)
        self.spoken.setAccessibleName(tr("calendar", "Entries of {day}", day=day))
        said = [sentence_of(each, month.view, month.formats) for each in self.entries(self.day)]
        self.spoken.show_lines(said)
        count = tr("calendar", "%n entr(y|ies)", n=len(said) + month.view.more.get(self.day, 0))
        self.setAccessibleDescription(sentence_of(entry, month.view, month.formats) if entry else f"{day}, {count}")
