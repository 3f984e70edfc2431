"""The talk's own time as the page sees it: that of the recording's pill, and the one it rests at while nobody talks."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from crm_desktop.views.recording.recording_bar import RecordingBar
from crm_desktop.views.recording.talk import TalkState


class TalkTime(QObject):
    """`TalkTime(bar, interview_id)`; `ticked` while it runs, `state_changed` when it begins or stands still."""

    ticked = Signal()
    state_changed = Signal()

    def __init__(self, bar: RecordingBar, interview_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar, self._interview_id = bar, interview_id
        self._resting = 0
        bar.ticked.connect(self._tick)
        bar.state_changed.connect(self.state_changed)

    @property
    def under_way(self) -> bool:
        """Whether the talk has begun here, running or paused."""
        return self._bar.state is not TalkState.NONE

    @property
    def running(self) -> bool:
        """Whether it runs now."""
        return self._bar.state in (TalkState.NOTES, TalkState.RECORDING)

    def elapsed_ms(self) -> int:
        """Return how long the talk has gone on, without its pauses."""
        return self._bar.elapsed_ms() if self.under_way else self._resting

    def rest_at(self, elapsed_ms: int) -> None:
        """Stand at a time, where the talk is not under way."""
        if not self.under_way:
            self._resting = elapsed_ms
            self.state_changed.emit()

    def resume(self) -> None:
        """Run, or run on; it records where somebody has agreed to that."""
        if self.under_way:
            self._bar.resume()
        else:
            self._bar.begin(self._interview_id, self._resting)

    def pause(self) -> None:
        """Stand still."""
        self._bar.pause()

    def stop(self) -> None:
        """End; what was recorded becomes its entry."""
        if self.under_way:
            self._resting = self._bar.elapsed_ms()
            self._bar.stop()

    def _tick(self, _elapsed: int) -> None:
        self.ticked.emit()
