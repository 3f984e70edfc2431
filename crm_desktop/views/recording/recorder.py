"""One recording: from a source of sound through the encoder into sealed parts, until it ends or has to.

A part is sealed about every ten seconds and at each pause. Nothing here listens before `begin`, and who may call it is
decided by whoever asks for consent. What becomes of the parts afterwards stands in `keeping.py`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from crm_desktop.models.errors import Broken, UserError
from crm_desktop.views.desk import Desk
from crm_desktop.views.recording.keeping import PartFile
from crm_desktop.views.recording.multimedia import quiet_multimedia
from crm_desktop.views.recording.sound import SAMPLE_BYTES, SoundSource, loudness

if TYPE_CHECKING:
    from crm_desktop.store.recordings import RecordingAbout
    from crm_desktop.views.recording.encoder import AacEncoder

PART_MS = 10_000


class RecorderState(StrEnum):
    """Where a recording stands."""

    NEW = "new"
    RECORDING = "recording"
    PAUSED = "paused"
    ENDING = "ending"
    """The last of it is being encoded and sealed."""
    ENDED = "ended"


class Recorder(QObject):
    """Records once. Everything on the UI thread but sealing and encoding."""

    state_changed = Signal()
    level = Signal(float)
    """How loud it is just now, 0 to 1."""
    failed = Signal(object)
    """Why it has to end: an Exception; `ended` follows, with what was recorded until then."""
    ended = Signal()
    """All parts are sealed, and the file is closed."""

    def __init__(self, desk: Desk, about: RecordingAbout, source: SoundSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.about, self.source = desk, about, source
        self.state = RecorderState.NEW
        self._encoder: AacEncoder | None = None
        self._file = PartFile(desk.store, about)
        self._part = bytearray()
        self._samples = self._sealed_samples = 0
        source.setParent(self)
        source.sound.connect(self._take)
        source.ended.connect(self._gone)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._leave)

    @property
    def recorded_ms(self) -> int:
        """How much sound has been taken."""
        return self._samples * 1000 // self.source.rate

    def begin(self) -> None:
        """Begin to listen; raises Broken where there is no microphone, none is allowed, or it cannot be encoded."""
        quiet_multimedia()
        from crm_desktop.views.recording.encoder import AacEncoder

        self.source.start()
        try:
            self._encoder = AacEncoder(self.source.rate, self)
        except Broken:
            self.source.stop()
            raise
        self._encoder.encoded.connect(self._take_encoded)
        self._encoder.finished.connect(self._close)
        self._encoder.failed.connect(self._cannot_encode)
        self.desk.background.write(self._file.begin, None, self._cannot_write)
        self._enter(RecorderState.RECORDING)

    def pause(self) -> None:
        """Stop listening for a while, and seal what is there."""
        if self.state is RecorderState.RECORDING:
            self.source.pause()
            self._enter(RecorderState.PAUSED)
            self.level.emit(0.0)
            self._seal()

    def resume(self) -> None:
        """Listen again."""
        if self.state is RecorderState.PAUSED:
            self.source.resume()
            self._enter(RecorderState.RECORDING)

    def end(self) -> None:
        """End the recording; `ended` tells when everything is sealed."""
        if self.state not in (RecorderState.RECORDING, RecorderState.PAUSED) or self._encoder is None:
            return
        self.source.stop()
        self._enter(RecorderState.ENDING)
        self._encoder.finish()

    def _take(self, sound: bytes) -> None:
        if self.state is not RecorderState.RECORDING or self._encoder is None:
            return
        self._samples += len(sound) // SAMPLE_BYTES
        self._encoder.put(sound)
        self.level.emit(loudness(sound))
        if (self._samples - self._sealed_samples) * 1000 >= PART_MS * self.source.rate:
            self._seal()

    def _take_encoded(self, data: bytes) -> None:
        self._part += data
        if self.state is RecorderState.PAUSED:  # the last of it comes when nobody listens any more
            self._seal()

    def _seal(self) -> None:
        """Hand what was encoded to the disk, in order."""
        self._sealed_samples = self._samples
        if self._part:
            part = bytes(self._part)
            self._part.clear()
            self.desk.background.write(partial(self._file.append, part), None, self._cannot_write)

    def _close(self) -> None:
        self._seal()
        self.desk.background.write(self._file.close, lambda _none: self._over(), lambda _error: self._over())

    def _over(self) -> None:
        if self.state is not RecorderState.ENDED:
            self._enter(RecorderState.ENDED)
            self.ended.emit()

    def _gone(self, code: str) -> None:
        """The microphone has gone: keep what was said."""
        self.failed.emit(Broken(code))
        self.end()

    def _cannot_encode(self) -> None:
        if self.state in (RecorderState.RECORDING, RecorderState.PAUSED):
            self.source.stop()
            self._enter(RecorderState.ENDING)
            self.failed.emit(Broken("recording.not_possible"))
        self._close()

    def _cannot_write(self, error: Exception) -> None:
        if self.state in (RecorderState.RECORDING, RecorderState.PAUSED):
            self.failed.emit(error if isinstance(error, UserError) else Broken("store.disk_failed"))
            self.end()

    def _leave(self) -> None:
        """The program ends: what is here goes to the disk at once, and the next start makes it whole."""
        if self.state in (RecorderState.RECORDING, RecorderState.PAUSED) and self._encoder is not None:
            self.source.stop()
            self._part += self._encoder.drain()
            try:
                self._file.append(bytes(self._part))
                self._file.close()
            except Broken:
                return

    def _enter(self, state: RecorderState) -> None:
        self.state = state
        self.state_changed.emit()
