"""A choice out of a list that drops down, which never changes when someone only scrolls past it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from crm_desktop.views.widgets.component import Component


class Combo(Component, QComboBox):
    """Qt's own, dressed by the style sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(12)
        self.settle()

    def minimumSizeHint(self) -> QSize:
        """Shrink in narrow panels; the list itself is as wide as its words."""
        return QSize(72, super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page and not the choice, unless the person is in the field."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
