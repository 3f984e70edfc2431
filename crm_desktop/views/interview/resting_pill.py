"""How far a talk has come that is not under way just now, and the button that goes on with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.views.language.texts import text
from crm_desktop.views.recording.talk_clock import clock_text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import rounded_box


class RestingPill(Component, QWidget):
    """`RestingPill(go_on)`, then `show_time`."""

    def __init__(self, go_on: Callable[[], object]) -> None:
        super().__init__()
        self._time = Label("", "title", "text.secondary", weight=600)
        self.button = Button(text("interview", "Go on"), go_on, icon="play", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(self._time)
        row.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_time(self, elapsed_ms: int) -> None:
        """Show how long the talk has gone on."""
        self._time.set_wording(clock_text(elapsed_ms, hours=True))

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().scaled(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        theme, box = current_theme(), QRectF(self.rect())
        line = theme.color("border.default")
        rounded_box(QPainter(self), box, box.height() / 2, theme.color("bg.subtle"), line)
