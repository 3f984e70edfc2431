"""On or off, at once: for settings. Inside a form that is sent, use a check box."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import rounded_box


class Switch(Component, QAbstractButton):
    """`Switch(text("settings", "Large files on Wi-Fi only"))`; listen to `toggled`. The name is not shown."""

    def __init__(self, name: Wording, *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setCheckable(True)
        self.setChecked(on)
        self.setProperty("ringRadius", 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.settle()

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(str(self._name))

    def restyle(self) -> None:
        """Take the size from the theme."""
        scale = current_theme().scaled
        self.setFixedSize(QSize(scale(34), scale(20)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track and knob."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        role = "accent.solid" if self.isChecked() else "border.control"
        track = theme.color(role if self.isEnabled() else "border.default")
        rounded_box(painter, box, box.height() / 2, track)
        side = box.height() - 4
        x = box.width() - side - 2 if self.isChecked() else 2
        rounded_box(painter, QRectF(x, 2, side, side), side / 2, theme.color("text.onAccent"))
