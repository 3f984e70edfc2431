"""The recording as a pill in the top bar: red dot and time, the wave, pause, mark; and plainly why nobody records.

bar = RecordingBar(desk, page)      # offers its actions for the page: F7, F8, Ctrl Shift M, Ctrl Shift P
bar.begin(interview_id)             # the talk's time runs; it records at once where somebody has agreed already
bar.set_question(question_id, speaker_id)
bar.elapsed_ms()                    # what entries are marked with
bar.voice_note(); bar.add_photo(); bar.add_pictures(sources)
bar.pause(); bar.resume(); bar.stop()
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.texts import text
from crm_desktop.views.recording.consent import ConsentAsking
from crm_desktop.views.recording.photos import Photos
from crm_desktop.views.recording.talk import Talk, TalkState
from crm_desktop.views.recording.talk_clock import clock_text
from crm_desktop.views.recording.wave import Wave
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import rounded_box

if TYPE_CHECKING:
    from crm_desktop.views.files.sources import Source

_HIGH, _ROUND, _EDGE, _TICK_MS = 40, 28, 6, 250
_LOOKS = {
    TalkState.NONE: ("bg.subtle", "border.default", "text.secondary", "mic"),
    TalkState.NOTES: ("bg.subtle", "border.default", "text.secondary", "mic"),
    TalkState.RECORDING: ("danger.tint", "danger.line", "danger.solid", ""),
    TalkState.PAUSED: ("warning.tint", "warning.line", "warning.text", "pause"),
}
"""Ground, line and ink, and the icon before the time; recording shows the red dot instead."""


class RecordingBar(Component, QWidget):
    """The pill. Hidden until a talk begins."""

    marked = Signal(int)
    """A moment was marked; milliseconds of the talk's own time. The bar writes its entry, see `talk.writes_marks`."""
    state_changed = Signal()
    ticked = Signal(int)
    """The talk's own time, some times a second while it runs."""

    def __init__(self, desk: Desk, page: QWidget, *, offers: bool = True) -> None:
        """Make the bar for a page; without `offers` the page offers the actions itself."""
        super().__init__(page)
        self.desk = desk
        self.talk = Talk(desk, self)
        self.photos = Photos(self.talk, page)
        self.asking = ConsentAsking(self.talk, self)
        self._sign = _Sign(self.talk)
        self.time = Label("", "title", weight=600)
        self.wave = Wave()
        self.word = Label("", "body", "text.secondary")
        self.listen = Button(text("recording", "Record"), self.talk.record, icon="mic", small=True)
        self.halt = _Round(text("recording", "Pause"), "pause", self.talk.toggle, shortcut="F7")
        self.flag = _Round(text("recording", "Mark this moment"), "flag", self.talk.mark, shortcut="F8")
        self.note = Button(text("recording", "Voice note"), self.talk.voice_note, icon="square", small=True)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._lay_out()
        self._connect()
        if offers:
            desk.actions.contribute(page, self.actions_offered())
        self.hide()
        self.settle()

    @property
    def state(self) -> TalkState:
        """How the talk stands."""
        return self.talk.state

    def begin(self, interview_id: str, elapsed_ms: int = 0) -> None:
        """Begin a talk, or go on with it where it was."""
        self.talk.begin(interview_id, elapsed_ms)

    def pause(self) -> None:
        """Let talk and recording stand still."""
        self.talk.pause()

    def resume(self) -> None:
        """Let them go on."""
        self.talk.resume()

    def stop(self) -> None:
        """End the talk; what was recorded becomes its entry."""
        self.talk.stop()

    def elapsed_ms(self) -> int:
        """Return the talk's own time, without its pauses."""
        return self.talk.elapsed_ms()

    def set_question(self, question_id: str, speaker_id: str = "") -> None:
        """Say what is asked and who speaks now: recordings, notes, photos and marks belong to it."""
        self.talk.set_question(question_id, speaker_id)

    def voice_note(self) -> None:
        """Begin a voice note, or end the one that is being spoken."""
        self.talk.voice_note()

    @property
    def speaking_note(self) -> bool:
        """Whether a voice note is being spoken."""
        return self.talk.voice is not None

    def add_photo(self) -> None:
        """Take a photo, or choose a picture where there is no camera."""
        self.photos.take()

    def add_pictures(self, sources: Sequence[Source]) -> None:
        """Add pictures that were pasted, dropped or chosen, as one entry."""
        self.photos.add(sources)

    def paste_into(self, field: QWidget) -> None:
        """Let a field of the page hand on pictures that are pasted into it."""
        self.photos.paste_into(field)

    def sizeHint(self) -> QSize:
        """Fit what is shown."""
        return QSize(super().sizeHint().width(), self.height())

    def retranslate(self) -> None:
        """Read the words again."""
        self._show()

    def restyle(self) -> None:
        """Take the height from the theme: room for a finger's button with an edge around it."""
        theme = current_theme()
        self.setFixedHeight(max(theme.scaled(_HIGH), _round_side() + theme.scaled(_EDGE)))
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        theme = current_theme()
        fill, edge, _, _ = _LOOKS[self.talk.state]
        box = QRectF(self.rect())
        rounded_box(QPainter(self), box, box.height() / 2, theme.color(fill), theme.color(edge))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 6, 0)
        row.setSpacing(8)
        for each in (self._sign, self.time, self.wave, self.word, self.listen, self.note, self.halt, self.flag):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.talk.state_changed.connect(self._show)
        self.talk.state_changed.connect(self.state_changed)
        self.talk.marked.connect(self.marked)
        self.talk.level.connect(self.wave.show_level)
        self.talk.consent_wanted.connect(self.asking.ask)
        self._tick.timeout.connect(self._show_time)

    def _show(self) -> None:
        """Show how the talk stands."""
        state, problem = self.talk.state, self.talk.problem
        self.setVisible(state is not TalkState.NONE)
        recording = self.talk.recorder is not None
        self.wave.setVisible(state is TalkState.RECORDING)
        self.listen.setVisible(state is TalkState.NOTES)
        self.note.setVisible(self.speaking_note)
        self.halt.set_icon("play" if state is TalkState.PAUSED else "pause")
        self.halt.set_name(text("recording", "Go on") if state is TalkState.PAUSED else text("recording", "Pause"))
        self.halt.setVisible(recording or state is TalkState.PAUSED)
        if state is TalkState.PAUSED:
            self.word.set_wording(text("recording", "Paused"))
        elif problem is not None and not recording:
            self.word.set_wording(explain(problem).title)
            self.word.setToolTip(f"{explain(problem).explanation} {explain(problem).remedy}")
        self.word.setVisible(state is TalkState.PAUSED or (problem is not None and state is TalkState.NOTES))
        if self.talk.clock.running and state is not TalkState.NONE:
            self._tick.start()
        else:
            self._tick.stop()
        if state is not TalkState.RECORDING:
            self.wave.clear()
        self._show_time()
        self._sign.update()
        self.update()
        self.desk.actions.review()

    def _show_time(self) -> None:
        elapsed = self.talk.elapsed_ms()
        self.time.set_wording(clock_text(elapsed, hours=True))
        if self.talk.voice is not None:
            spoken = clock_text(self.talk.voice.recorded_ms)
            self.note.set_wording(text("recording", "Voice note {length}", length=spoken))
        self.setAccessibleName(f"{_STATE_WORDS[self.talk.state]} {clock_text(elapsed, hours=True)}")
        self.ticked.emit(elapsed)

    def actions_offered(self) -> list[Action]:
        """Return what can be done with keys, menu and palette."""

        def going() -> bool:
            return self.talk.state is not TalkState.NONE

        return [
            Action(key="recording.toggle", run=self.talk.toggle, icon="mic", shortcut="F7", enabled=going),
            Action(
                key="recording.stop",
                run=self.talk.stop_recording,
                icon="circle-stop",
                enabled=lambda: self.talk.recorder is not None,
            ),
            Action(key="recording.mark", run=self.talk.mark, icon="flag", shortcut="F8", enabled=going),
            Action(
                key="recording.voice", run=self.voice_note, icon="audio-lines", shortcut="Ctrl+Shift+M", enabled=going
            ),
            Action(key="recording.photo", run=self.add_photo, icon="camera", shortcut="Ctrl+Shift+P", enabled=going),
        ]


_STATE_WORDS = {
    TalkState.NONE: text("recording", "No talk"),
    TalkState.NOTES: text("recording", "Not recording"),
    TalkState.RECORDING: text("recording", "Recording"),
    TalkState.PAUSED: text("recording", "Paused"),
}


class _Sign(Component, QWidget):
    """The red dot while somebody listens, else an icon that says what is the case."""

    def __init__(self, talk: Talk) -> None:
        super().__init__()
        self._talk = talk
        self.settle()

    def restyle(self) -> None:
        """Take the size from the theme."""
        side = current_theme().scaled(16)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        _, _, ink, icon = _LOOKS[self._talk.state]
        if not icon:
            dot = theme.scaled(10)
            spot = QRectF((box.width() - dot) / 2, (box.height() - dot) / 2, dot, dot)
            rounded_box(painter, spot, dot / 2, theme.color(ink))
            return
        if icon == "mic" and self._talk.problem is not None:
            icon = "mic-off"
        paint_icon(painter, icon, box, theme.color(ink))


class _Round(IconButton):
    """An icon button on a disc of its own, as it stands on a coloured pill."""

    def __init__(self, name: object, icon: str, run: Callable[[], object], *, shortcut: str) -> None:
        super().__init__(name, icon, run, shortcut=shortcut, small=True, role="text.primary")  # type: ignore[arg-type]
        self.setProperty("ringRadius", 14)

    def restyle(self) -> None:
        """Take the size from the theme."""
        side = _round_side()
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the disc and the icon."""
        theme, painter, box = current_theme(), QPainter(self), QRectF(self.rect())
        ground = "bg.pressed" if self.isDown() else "bg.hover" if self.underMouse() else "bg.surface"
        rounded_box(painter, box, box.height() / 2, theme.color(ground), theme.color("border.default"))
        side = theme.icon_size("md")
        spot = QRectF((box.width() - side) / 2, (box.height() - side) / 2, side, side)
        paint_icon(painter, self._icon, spot, theme.color(self._role))


def _round_side() -> int:
    theme = current_theme()
    return max(theme.scaled(_ROUND), theme.metric("controlSmall"))
