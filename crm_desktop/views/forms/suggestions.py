"""A list under a line that is typed on: what could be meant. The line keeps the focus and the keys.

A child of the window, not a window: no other program's window ever lies between, and an input method keeps working.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.theme.shadows import shadow_margins
from crm_desktop.views.widgets.avatar import paint_avatar
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.floating import float_box, paint_ground
from crm_desktop.views.widgets.paint import draw_text, rounded_box

_MOST_SHOWN = 7
_PAD = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line: what it stands for, its name, a quiet remark, and an icon or (with neither) an avatar."""

    key: str
    name: str
    remark: str = ""
    icon: str = ""
    face: str = ""
    """`disc` for people, `tile` for organisations, "" for none."""


class Suggestions(Component, QWidget):
    """`show_under(line, entries)`; give it the line's keys by `take_key`; `chosen` tells the key that was taken."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[Suggestion] = ()
        self._current = 0
        self._top = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self.settle()

    @property
    def entries(self) -> Sequence[Suggestion]:
        """What is listed."""
        return self._entries

    def show_under(self, line: QWidget, entries: Sequence[Suggestion]) -> None:
        """List entries under a line; none hide the list."""
        self._entries, self._current, self._top = entries, 0, 0
        if not entries or not line.isVisible():
            self.hide()
            return
        window, margins = line.window(), shadow_margins(2)
        if self.parentWidget() is not window:
            self.setParent(window)
        height = len(entries[:_MOST_SHOWN]) * self._row() + 2 * _PAD
        width = max(line.width(), current_theme().scaled(240))
        place = line.mapTo(window, QPoint(0, line.height() + 4))
        if place.y() + height > window.height() - 8:
            place = line.mapTo(window, QPoint(0, -4 - height))
        self.setGeometry(
            min(place.x(), window.width() - width - 8) - margins.left(),
            place.y() - margins.top(),
            width + margins.left() + margins.right(),
            height + margins.top() + margins.bottom(),
        )
        self.show()
        self.raise_()
        self._name_current()
        self.update()

    def take_key(self, event: QKeyEvent) -> bool:
        """Move with the arrows, take with Enter or Tab, close with Escape; tell whether the key was for the list."""
        if not self.isVisible():
            return False
        match Qt.Key(event.key()):
            case Qt.Key.Key_Down:
                self._go(self._current + 1)
            case Qt.Key.Key_Up:
                self._go(self._current - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self.take(self._current)
            case Qt.Key.Key_Escape:
                self.hide()
            case _:
                return False
        return True

    def take(self, index: int) -> None:
        """Take an entry."""
        key = self._entries[index].key
        self.hide()
        self.chosen.emit(key)

    def restyle(self) -> None:
        """Close: the sizes are other ones now."""
        self.hide()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Make the entry under the pointer current."""
        index = self._index_at(event.position())
        if index is not None:
            self._current = index
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the entry under the pointer; the line keeps the focus."""
        index = self._index_at(event.position())
        if index is not None:
            self.take(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        self._go(self._current + (1 if event.angleDelta().y() < 0 else -1))

    def event(self, event: QEvent) -> bool:
        """Leave clicks to this list instead of what lies below it."""
        if event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow, ground and entries."""
        theme, painter = current_theme(), QPainter(self)
        box = self._box()
        paint_ground(painter, box)
        for offset, entry in enumerate(self._entries[self._top : self._top + _MOST_SHOWN]):
            row = QRectF(box.x() + _PAD, box.y() + _PAD + offset * self._row(), box.width() - 2 * _PAD, self._row())
            if self._top + offset == self._current:
                rounded_box(painter, row, theme.radius("sm"), theme.color("bg.pressed" if theme.dark else "bg.hover"))
            self._paint_entry(painter, row, entry)

    def _paint_entry(self, painter: QPainter, row: QRectF, entry: Suggestion) -> None:
        theme, side = current_theme(), current_theme().scaled(20)
        x = row.x() + 8
        spot = QRectF(x, row.center().y() - side / 2, side, side)
        if entry.face:
            paint_avatar(painter, spot, entry.name, entry.key, tile=entry.face == "tile")
        elif entry.icon:
            inner = spot.adjusted(2, 2, -2, -2)
            paint_icon(painter, entry.icon, inner, theme.color("text.secondary"))
        x += side + 8 if entry.face or entry.icon else 0
        rest = QRectF(x, row.y(), row.right() - x - 8, row.height())
        draw_text(painter, rest, entry.name, theme.font("body"), theme.color("text.primary"))
        if entry.remark:
            width = painter.fontMetrics().horizontalAdvance(entry.name) + 8
            tail = rest.adjusted(width, 0, 0, 0)
            if tail.width() > 40:
                draw_text(painter, tail, entry.remark, theme.font("caption"), theme.color("text.secondary"))

    def _go(self, index: int) -> None:
        self._current = max(0, min(index, len(self._entries) - 1))
        self._top = min(max(self._top, self._current - _MOST_SHOWN + 1), self._current)
        self._name_current()
        self.update()

    def _name_current(self) -> None:
        entry = self._entries[self._current]
        self.setAccessibleName(f"{entry.name} {entry.remark}".strip())

    def _index_at(self, place: QPointF) -> int | None:
        box = self._box()
        offset = int((place.y() - box.y() - _PAD) // self._row())
        index = self._top + offset
        inside = box.contains(place) and 0 <= offset < _MOST_SHOWN and index < len(self._entries)
        return index if inside else None

    def _box(self) -> QRectF:
        return float_box(self)

    def _row(self) -> int:
        return current_theme().metric("control")
