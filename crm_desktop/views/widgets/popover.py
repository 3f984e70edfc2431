"""A small panel that floats beside what opened it: the sync list, a date picker, the choice of columns.

A child of the window, so that it looks the same on every system and never loses its shadow.
"""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop.views.theme.shadows import shadow_margins
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.floating import GoesWithEscape, float_box, paint_ground


class Popover(GoesWithEscape, Component, QWidget):
    """`Popover(content).open_at(button)`; closes with Escape or a click elsewhere and gives the focus back."""

    closed = Signal()

    def __init__(self, content: QWidget, *, padding: int = 8) -> None:
        super().__init__()
        self._padding = padding
        self._anchor: QWidget | None = None
        self._right = False
        self._back: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.addWidget(content)
        self.content = content
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        self.settle()

    def open_at(self, anchor: QWidget, *, right: bool = False) -> None:
        """Open under `anchor`, at its left or right edge, inside its window."""
        window = anchor.window()
        self._back = QApplication.focusWidget()
        self.setParent(window)
        self._anchor, self._right = anchor, right
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.focusNextChild()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def _place(self) -> None:
        anchor, right = self._anchor, self._right
        if anchor is None or not shiboken6.isValid(anchor):
            return
        window = anchor.window()
        self.adjustSize()
        margins = shadow_margins(2)
        left = anchor.width() - self.width() + margins.right() if right else -margins.left()
        place = anchor.mapTo(window, QPoint(left, anchor.height() + 4 - margins.top()))
        most_x, most_y = window.width() - self.width() + margins.right(), window.height() - self.height()
        self.move(
            max(-margins.left(), min(place.x(), most_x - 8)),
            max(-margins.top(), min(place.y(), most_y + margins.bottom() - 8)),
        )

    def close_popover(self) -> None:
        """Close and give the focus back."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if self.isVisible():
            self.hide()
            if self._back is not None and self._back.isVisible():
                self._back.setFocus(Qt.FocusReason.PopupFocusReason)
            self.closed.emit()

    def restyle(self) -> None:
        """Take the margins that the shadow needs."""
        room, pad = shadow_margins(2), self._padding
        self._column.setContentsMargins(room.left() + pad, room.top() + pad, room.right() + pad, room.bottom() + pad)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close at a click elsewhere in this window; the click itself goes where it was aimed. Stay in the window."""
        if event.type() == QEvent.Type.Resize and watched is self.window():
            self._place()
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            inside = self.rect().marginsRemoved(shadow_margins(2))
            elsewhere = not inside.contains(self.mapFromGlobal(event.globalPosition().toPoint()))
            if elsewhere and isinstance(watched, QWidget) and watched.window() is self.window():
                self.close_popover()
        return False

    def event(self, event: QEvent) -> bool:
        """Grow and shrink with the content."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        return super().event(event)

    def escape(self) -> None:
        """Close with Escape."""
        self.close_popover()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow and ground."""
        paint_ground(QPainter(self), float_box(self))
