"""Sound becomes AAC as it comes: samples in, a stream of ADTS frames out, encoded by FFmpeg in a thread of its own.

The encoder writes into a pipe of this process, so the sound touches no disk before it is sealed.
"""

import os
import sys
from collections import deque

from PySide6.QtCore import QByteArray, QFile, QFileDevice, QIODevice, QObject, QTimer, Signal
from PySide6.QtMultimedia import (
    QAudioBuffer,
    QAudioBufferInput,
    QAudioFormat,
    QMediaCaptureSession,
    QMediaFormat,
    QMediaRecorder,
)

from crm_desktop.models.errors import Broken
from crm_desktop.views.recording.sound import SAMPLE_BYTES

BITS_A_SECOND = 48_000
_DRAIN_MS = 100
_PATIENCE = 20
"""Ticks that the end waits for the beginning: an encoder that is stopped before its first frame gives none at all."""
_PORTION = 65_536
_SINKS: list[QFile] = []
"""Where encoders write that have not ended: their threads go on for a moment where somebody takes the encoder down."""


class AacEncoder(QObject):
    """`put` sound, hear `encoded`; `finish` gives what is left and then `finished`. Raises Broken if there is none."""

    encoded = Signal(object)
    """Bytes of the stream, as they come."""
    finished = Signal()
    failed = Signal()
    """It takes no more; what was encoded until then was sent."""

    def __init__(self, rate: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        kind = QMediaFormat(QMediaFormat.FileFormat.AAC)
        kind.setAudioCodec(QMediaFormat.AudioCodec.AAC)
        if not kind.isSupported(QMediaFormat.ConversionMode.Encode):
            raise Broken("recording.not_possible")
        self._format = QAudioFormat()
        self._format.setSampleRate(rate)
        self._format.setChannelCount(1)
        self._format.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._waiting: deque[bytes] = deque()
        self._samples, self._ending, self._over = 0, False, False
        self._begun, self._waited = False, 0
        self._session, self._input = QMediaCaptureSession(self), QAudioBufferInput(self)
        self._recorder = self._recorder_for(kind)
        self._session.setAudioBufferInput(self._input)
        self._session.setRecorder(self._recorder)
        self._out, inner = os.pipe()
        self._sink = QFile()
        _SINKS.append(self._sink)
        flags = QIODevice.OpenModeFlag.WriteOnly | QIODevice.OpenModeFlag.Unbuffered
        self._sink.open(inner, flags, QFileDevice.FileHandleFlag.AutoCloseHandle)
        self._recorder.setOutputDevice(self._sink)
        self._tick = QTimer(self, interval=_DRAIN_MS)
        self._tick.timeout.connect(self._go_on)
        self._recorder.record()
        self._tick.start()

    def put(self, sound: bytes) -> None:
        """Take sound: 16-bit samples of one channel."""
        if not self._ending and sound:
            self._waiting.append(sound)
            self._feed()

    def finish(self) -> None:
        """Encode what is left; `finished` or `failed` tells when that is done."""
        self._ending = True
        self._go_on()

    def drain(self) -> bytes:
        """Return what has been encoded and was not sent yet."""
        found = bytearray()
        while self._out >= 0 and (ready := _ready(self._out)):
            portion = os.read(self._out, ready)
            if not portion:
                break
            found += portion
        return bytes(found)

    def _recorder_for(self, kind: QMediaFormat) -> QMediaRecorder:
        recorder = QMediaRecorder(self)
        recorder.setMediaFormat(kind)
        recorder.setEncodingMode(QMediaRecorder.EncodingMode.AverageBitRateEncoding)
        recorder.setAudioBitRate(BITS_A_SECOND)
        recorder.errorOccurred.connect(self._fail)
        recorder.recorderStateChanged.connect(self._changed)
        return recorder

    def _go_on(self) -> None:
        self._feed()
        self._send()
        if self._ending and not self._waiting and not self._over:
            self._waited += 1
            if self._begun or not self._samples or self._waited > _PATIENCE:
                self._recorder.stop()

    def _feed(self) -> None:
        while self._waiting and not self._over:
            sound = self._waiting[0]
            start = self._samples * 1_000_000 // self._format.sampleRate()
            if not self._input.sendAudioBuffer(QAudioBuffer(QByteArray(sound), self._format, start)):
                return  # it is full, or has not begun yet; the next tick tries again
            self._waiting.popleft()
            self._samples += len(sound) // SAMPLE_BYTES

    def _send(self) -> None:
        data = self.drain()
        if data:
            self._begun = True
            self.encoded.emit(data)

    def _changed(self, state: QMediaRecorder.RecorderState) -> None:
        if state == QMediaRecorder.RecorderState.StoppedState and not self._over:
            self._end()
            if self._ending:
                self.finished.emit()
            else:
                self.failed.emit()

    def _fail(self, *_about: object) -> None:
        if not self._over:
            self._end()
            self.failed.emit()

    def _end(self) -> None:
        self._over = True
        self._tick.stop()
        self._send()
        self._sink.close()
        _SINKS.remove(self._sink)
        os.close(self._out)
        self._out = -1


def _ready(pipe: int) -> int:
    """Return how many bytes can be read without waiting, at most a portion."""
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        there = ctypes.c_ulong(0)
        ctypes.windll.kernel32.PeekNamedPipe(msvcrt.get_osfhandle(pipe), None, 0, None, ctypes.byref(there), None)
        return min(there.value, _PORTION)
    import select

    return _PORTION if select.select([pipe], [], [], 0)[0] else 0
