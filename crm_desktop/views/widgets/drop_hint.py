"""What a drop would do, said beside the place over which something is held; it takes no events itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.shadows import shadow_margins
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.floating import float_box, paint_ground
from crm_desktop.views.widgets.paragraph import Paragraph

_WIDTH, _BESIDE = 320, 8


class DropHint(Component, QWidget):
    """`DropHint(heading, remark, item)`: at the right of the item, in its window; `welcome` False says why not."""

    def __init__(self, heading: Wording, remark: Wording, item: QWidget, *, welcome: bool = True) -> None:
        super().__init__(item.window())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._item = item
        self._edge = "accent.line" if welcome else "border.default"
        self.heading = Paragraph(heading, "bodyStrong", "text.primary")
        self.remark = Paragraph(remark, "caption")
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.remark)
        self.settle()
        self._place()
        self.show()
        self.raise_()

    def restyle(self) -> None:
        """Take the margins that the shadow needs."""
        room = shadow_margins(2)
        self._column.setContentsMargins(room.left() + 12, room.top() + 10, room.right() + 12, room.bottom() + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow and ground."""
        paint_ground(QPainter(self), float_box(self), edge=self._edge)

    def _place(self) -> None:
        room, window = shadow_margins(2), self._item.window()
        self.setFixedWidth(_WIDTH + room.left() + room.right())
        self.setFixedHeight(max(self.heightForWidth(self.width()), self.sizeHint().height()))
        beside = self._item.mapTo(window, QPoint(self._item.width() + _BESIDE, 0))
        lowest = window.height() - self.height()
        self.move(beside.x() - room.left(), max(0, min(beside.y() - room.top(), lowest)))
