"""A whole number to type or step. Amounts of money are typed into a `TextInput` and read by `parse_amount`."""

from PySide6.QtCore import QMargins
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget

from crm_desktop.views.widgets.component import Component


class NumberInput(Component, QSpinBox):
    """`NumberInput(0, 100, 40, suffix="%")`; listen to `valueChanged`."""

    def __init__(
        self, least: int, most: int, value: int = 0, *, suffix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setRange(least, most)
        self.setSuffix(suffix)
        self.setValue(value)
        # The style sheet's padding does not reach the line edit inside.
        self.lineEdit().setTextMargins(QMargins(8, 0, 0, 0))
        self.settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page and not the number, unless the person is in the field."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
