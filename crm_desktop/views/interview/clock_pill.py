"""The talk's time in the top line, with pause and mark: what stands there while nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from crm_desktop.views.interview.talk_clock import TalkClock, clock_face
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import rounded_box


class ClockPill(Component, QWidget):
    """`ClockPill(clock, toggle, mark)`."""

    def __init__(self, clock: TalkClock, toggle: Callable[[], object], mark: Callable[[], object]) -> None:
        super().__init__()
        self._clock = clock
        self._sign = QLabel()
        self._time = Label("", "heading", weight=600)
        self.pause_button = IconButton(text("interview", "Pause"), "pause", toggle, shortcut="F7", small=True)
        self.mark_button = IconButton(text("interview", "Mark this moment"), "flag", mark, shortcut="F8", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(8)
        for widget in (self._sign, self._time, self.pause_button, self.mark_button):
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        clock.ticked.connect(self.show_time)
        clock.state_changed.connect(self.show_time)
        self.settle()
        self.show_time()

    def show_time(self) -> None:
        """Show how long the talk has gone on."""
        face = clock_face(self._clock.elapsed_ms())
        self._time.set_wording(face)
        running = self._clock.running
        self.pause_button.set_icon("pause" if running else "play")
        self.pause_button.set_name(text("interview", "Pause") if running else text("interview", "Go on"))
        self.setAccessibleName(str(text("interview", "Talk time {time}", time=face)))
        self._sign.setPixmap(pixmap("timer", 16, "text.secondary" if running else "text.tertiary"))
        self.update()

    def restyle(self) -> None:
        """Read icons again."""
        self.show_time()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        theme, box = current_theme(), QRectF(self.rect())
        rounded_box(QPainter(self), box, box.height() / 2, theme.color("bg.sunken"), theme.color("border.default"))
