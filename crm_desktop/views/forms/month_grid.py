"""A month to pick a day from: painted, with the arrows moving the day and Enter taking it."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.locale_words import WORDS
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import draw_text, rounded_box

_SIDE = 32
_ROWS = 6


class MonthGrid(Component, QWidget):
    """The days of one month, Monday first; `picked` tells the day that was taken."""

    picked = Signal(object)
    """A date."""
    moved = Signal()
    """Another day is current; perhaps of another month."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = today
        self.current = today
        self._hovered: date | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.settle()

    def go(self, day: date) -> None:
        """Make a day the current one."""
        self.current = day
        self.setAccessibleName(day.isoformat())
        self.update()
        self.moved.emit()

    def restyle(self) -> None:
        """Take the size of a day from the theme."""
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Hold six weeks and the names of the days."""
        side = current_theme().scaled(_SIDE)
        return QSize(7 * side, (_ROWS + 1) * side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by days and weeks with arrows, by months with the page keys; Enter takes the day."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        if key in steps:
            self.go(self.current + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step_month(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.current)
        else:
            super().keyPressEvent(event)

    def step_month(self, by: int) -> None:
        """Go to the same day of another month, or to its last one."""
        month = self.current.month - 1 + by
        first = date(self.current.year + month // 12, month % 12 + 1, 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        self.go(first.replace(day=min(self.current.day, last.day)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._hovered = self.day_at(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the day under the pointer."""
        day = self.day_at(event.position())
        if day is not None:
            self.go(day)
            self.picked.emit(day)

    def day_at(self, place: QPointF) -> date | None:
        """Return the day at a place, None beside the days."""
        side = self.width() / 7
        row, column = int(place.y() // side) - 1, int(place.x() // side)
        if not (0 <= row < _ROWS and 0 <= column < 7):
            return None
        return self._first() + timedelta(days=7 * row + column)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the names of the days and six weeks."""
        theme, painter, side = current_theme(), QPainter(self), self.width() / 7
        middle = Qt.AlignmentFlag.AlignHCenter
        names = WORDS[current_language().code].weekdays
        for column, name in enumerate(names):
            box = QRectF(column * side, 0, side, side)
            draw_text(painter, box, name[-1:] if name[0] == "周" else name[:2], theme.font("caption"),
                      theme.color("text.secondary"), middle)  # fmt: skip
        for number in range(7 * _ROWS):
            day = self._first() + timedelta(days=number)
            box = QRectF(number % 7 * side, (number // 7 + 1) * side, side, side)
            self._paint_day(painter, box, day)

    def _paint_day(self, painter: QPainter, box: QRectF, day: date) -> None:
        theme, inner = current_theme(), box.adjusted(2, 2, -2, -2)
        ink = "text.primary" if day.month == self.current.month else "text.tertiary"
        if day == self.current:
            rounded_box(painter, inner, theme.radius("md"), theme.color("accent.solid"))
            ink = "text.onAccent"
        elif day == self._hovered:
            rounded_box(painter, inner, theme.radius("md"), theme.color("bg.hover"))
        if day == self.today and day != self.current:
            rounded_box(painter, inner, theme.radius("md"), None, theme.color("accent.line"))
            ink = "accent.text"
        font = theme.font("body", weight=600 if day in (self.current, self.today) else 400)
        draw_text(painter, inner, str(day.day), font, theme.color(ink), Qt.AlignmentFlag.AlignHCenter)

    def _first(self) -> date:
        first = self.current.replace(day=1)
        return first - timedelta(days=first.weekday())


class MonthPicker(QWidget):
    """A month grid under its name and two arrows."""

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self.grid = MonthGrid(formats.today)
        self._name = Label("", "bodyStrong")
        back = IconButton(text("forms", "Previous month"), "chevron-left", lambda: self.grid.step_month(-1), small=True)
        on = IconButton(text("forms", "Next month"), "chevron-right", lambda: self.grid.step_month(1), small=True)
        top = QHBoxLayout()
        top.addWidget(self._name, 1)
        top.addWidget(back)
        top.addWidget(on)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.grid)
        self.grid.moved.connect(self._show_name)
        self.setFocusProxy(self.grid)
        self._show_name()

    def _show_name(self) -> None:
        self._name.set_wording(self._formats.month(self.grid.current))
