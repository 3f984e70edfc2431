"""The microphone of this computer as a source of sound: whether there is one, whether it is allowed, when it goes."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QIODevice, QMicrophonePermission, QObject, Qt
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSource, QMediaDevices, QtAudio

from crm_desktop.models.errors import Broken
from crm_desktop.views.recording.sound import RATE, SoundSource, one_channel

_BUFFER_MS = 2_000
"""Kept by the system while this program is busy."""
_KINDS = {
    QAudioFormat.SampleFormat.UInt8: "uint8",
    QAudioFormat.SampleFormat.Int16: "int16",
    QAudioFormat.SampleFormat.Int32: "int32",
    QAudioFormat.SampleFormat.Float: "float",
}


class Microphone(SoundSource):
    """The system's usual microphone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._device: QAudioDevice | None = None
        self._source: QAudioSource | None = None
        self._stream: QIODevice | None = None
        self._kind, self._channels = "int16", 1
        self._watch = QMediaDevices(self)

    def ask(self, context: QObject, then: Callable[[], object]) -> None:
        """Let the system ask the person, where it does that; `then` runs when they have answered, whatever it was."""
        application, permission = QCoreApplication.instance(), QMicrophonePermission()
        if application is not None and application.checkPermission(permission) == Qt.PermissionStatus.Undetermined:
            application.requestPermission(permission, context, lambda _permission: then())
        else:
            then()

    def start(self) -> None:
        """Begin to listen; raises Broken: recording.no_device, recording.refused, recording.not_possible."""
        device = QMediaDevices.defaultAudioInput()
        if device.isNull():
            raise Broken("recording.no_device")
        if _refused():
            raise Broken("recording.refused")
        sound = _format_for(device)
        self._device = device
        self._kind, self._channels, self.rate = _KINDS[sound.sampleFormat()], sound.channelCount(), sound.sampleRate()
        self._source = QAudioSource(device, sound, self)
        self._source.setBufferSize(sound.bytesForDuration(_BUFFER_MS * 1000))
        self._stream = self._source.start()
        if self._source.error() != QtAudio.Error.NoError:
            self.stop()
            raise Broken("recording.not_possible")
        self._stream.readyRead.connect(self._read)
        self._source.stateChanged.connect(self._changed)
        self._watch.audioInputsChanged.connect(self._look)

    def pause(self) -> None:
        """Do not listen for a while; the system shows that nobody listens."""
        if self._source is not None:
            self._read()
            self._source.suspend()

    def resume(self) -> None:
        """Listen again."""
        if self._source is not None:
            self._source.resume()

    def stop(self) -> None:
        """Let go of the microphone."""
        source, self._source, self._stream = self._source, None, None
        if source is not None:
            source.stop()
            source.deleteLater()

    def _read(self) -> None:
        if self._stream is not None:
            data = self._stream.readAll().data()
            if data:
                self.sound.emit(one_channel(bytes(data), self._kind, self._channels))

    def _changed(self, state: QtAudio.State) -> None:
        if self._source is not None and state == QtAudio.State.StoppedState:
            self._gone()

    def _look(self) -> None:
        """See whether the device is still among those that are plugged in."""
        device = self._device
        if self._source is not None and device is not None and device not in QMediaDevices.audioInputs():
            self._gone()

    def _gone(self) -> None:
        self._read()
        self.stop()
        self.ended.emit("recording.unplugged")


def _refused() -> bool:
    """Tell whether the system lets nobody here listen."""
    application = QCoreApplication.instance()
    permission = application.checkPermission(QMicrophonePermission()) if application is not None else None
    return permission == Qt.PermissionStatus.Denied


def _format_for(device: QAudioDevice) -> QAudioFormat:
    wanted = QAudioFormat()
    wanted.setSampleRate(RATE)
    wanted.setChannelCount(1)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return wanted if device.isFormatSupported(wanted) else device.preferredFormat()
