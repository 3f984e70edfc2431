"""The line in which one hears again what was said: play, place, length, speed. Hidden while nothing is played."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.recording.player import Player
from crm_desktop.views.recording.talk_clock import clock_text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import rounded_box

_HIGH, _JUMP_MS = 44, 10_000
_SPEEDS = (1.0, 1.5, 2.0)


class PlayerBar(Component, QFrame):
    """`bar.player.play_at(interview_id, at_ms)`, `bar.player.play_entry(entry_id)`; the bar shows itself."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.player = Player(desk, self)
        self.play = IconButton(text("recording", "Play"), "play", self.player.toggle, small=True)
        back = IconButton(text("recording", "Back 10 seconds"), "rotate-ccw", self._back, small=True)
        ahead = IconButton(text("recording", "Forward 10 seconds"), "rotate-cw", self._ahead, small=True)
        self.place = SeekLine()
        self.place.wanted.connect(self.player.seek)
        self.time = Label("", "caption", "text.secondary")
        self.silent = Label(text("recording", "This computer has no loudspeaker"), "caption", "warning.text")
        self.speed = Button("", self._faster, kind="quiet", small=True)
        close = IconButton(text("recording", "Close the player"), "x", self.player.stop, small=True)
        set_surface(self, "subtle")
        self.setProperty("edge", "top")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        before: tuple[QWidget, ...] = (back, self.play, ahead)
        behind: tuple[QWidget, ...] = (self.time, self.silent, self.speed, close)
        for widget in before:
            row.addWidget(widget)
        row.addWidget(self.place, 1)
        for widget in behind:
            row.addWidget(widget)
        self.player.changed.connect(self._show)
        self.hide()
        self.settle()

    def retranslate(self) -> None:
        """Read the words again."""
        self._show()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().scaled(_HIGH))

    def _show(self) -> None:
        player = self.player
        self.setVisible(bool(player.entry_id))
        self.play.set_icon("pause" if player.playing else "play")
        self.play.set_name(text("recording", "Pause") if player.playing else text("recording", "Play"))
        at, length = clock_text(player.position), clock_text(player.length)
        self.time.set_wording(text("recording", "{at} of {length}", at=at, length=length))
        self.speed.set_wording(text("recording", "Speed {times}×", times=f"{player.speed:g}"))
        self.silent.setVisible(player.silent)
        self.place.show_place(player.position, player.length)

    def _back(self) -> None:
        self.player.seek(self.player.position - _JUMP_MS)

    def _ahead(self) -> None:
        self.player.seek(self.player.position + _JUMP_MS)

    def _faster(self) -> None:
        at = _SPEEDS.index(self.player.speed) if self.player.speed in _SPEEDS else 0
        self.player.set_speed(_SPEEDS[(at + 1) % len(_SPEEDS)])


class SeekLine(Component, QWidget):
    """Where one is in a sound: a click or a drag goes there, ← and → by five seconds."""

    wanted = Signal(int)
    """A place in milliseconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._position = self._length = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("focusRing", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.settle()

    def show_place(self, position: int, length: int) -> None:
        """Show a place."""
        self._position, self._length = position, length
        self.setAccessibleDescription(f"{clock_text(position)} / {clock_text(length)}")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a line that a finger can meet."""
        return QSize(current_theme().scaled(200), current_theme().metric("controlSmall"))

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(str(text("recording", "Position")))

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(current_theme().metric("controlSmall"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the pointer is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back and ahead with the arrows."""
        steps = {Qt.Key.Key_Left: -5_000, Qt.Key.Key_Right: 5_000}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.wanted.emit(max(0, self._position + step))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, part that was heard, and knob."""
        theme, painter = current_theme(), QPainter(self)
        thick, knob = theme.scaled(4), theme.scaled(12)
        wide = self.width() - knob
        share = min(1.0, self._position / self._length) if self._length else 0.0
        track = QRectF(knob / 2, (self.height() - thick) / 2, wide, thick)
        rounded_box(painter, track, thick / 2, theme.color("border.strong"))
        rounded_box(painter, QRectF(track.x(), track.y(), wide * share, thick), thick / 2, theme.color("accent.solid"))
        spot = QRectF(wide * share, (self.height() - knob) / 2, knob, knob)
        rounded_box(painter, spot, knob / 2, theme.color("accent.solid"))

    def _go(self, point: QPointF) -> None:
        knob = current_theme().scaled(12)
        share = (point.x() - knob / 2) / max(1, self.width() - knob)
        self.wanted.emit(round(max(0.0, min(1.0, share)) * self._length))
