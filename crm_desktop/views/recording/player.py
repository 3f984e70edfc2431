"""Playing what was recorded, out of memory: the sealed content is decrypted there and nowhere else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QUrl, Signal

from crm_desktop.models.errors import Refused
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.recording.multimedia import quiet_multimedia

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

    from crm_desktop.store.queries.recordings import SoundPlace


class Player(QObject):
    """`play_entry(id)` or `play_at(interview_id, at_ms)`, then `toggle`, `seek`, `set_speed`, `stop`."""

    changed = Signal()
    """It plays, stands still, has come further, or plays something else."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.entry_id = ""
        """What is played: an interview's entry, "" for nothing."""
        self.silent = False
        """There is no loudspeaker: what is played cannot be heard."""
        self._player: QMediaPlayer | None = None
        self._length = self._wanted = 0
        self._speed = 1.0

    @property
    def playing(self) -> bool:
        """Whether it plays just now."""
        return self._player is not None and self._player.isPlaying()

    @property
    def position(self) -> int:
        """Where it is, in milliseconds."""
        return self._player.position() if self._player is not None and self._wanted < 0 else max(0, self._wanted)

    @property
    def length(self) -> int:
        """How long it is, in milliseconds."""
        return self._length

    @property
    def speed(self) -> float:
        """How many times as fast as it was said."""
        return self._speed

    def play_at(self, interview_id: str, at_ms: int) -> None:
        """Play from a moment of the talk, where that was recorded."""
        from crm_desktop.store.queries.recordings import sound_at

        self.desk.read(self, self._found, sound_at, interview_id, at_ms)

    def play_entry(self, entry_id: str) -> None:
        """Play a recording or voice note from its beginning; once more stops or goes on."""
        from crm_desktop.store.queries.recordings import sound_of

        if entry_id == self.entry_id:
            self.toggle()
        else:
            self.desk.read(self, self._found, sound_of, entry_id)

    def toggle(self) -> None:
        """Play or stand still."""
        if self._player is not None:
            (self._player.pause if self.playing else self._player.play)()

    def seek(self, position: int) -> None:
        """Go to a place."""
        if self._player is not None:
            self._player.setPosition(max(0, min(position, self._length)))
            self.changed.emit()

    def set_speed(self, speed: float) -> None:
        """Play faster or slower; the voices keep their pitch."""
        self._speed = speed
        if self._player is not None:
            self._player.setPlaybackRate(speed)
        self.changed.emit()

    def stop(self) -> None:
        """Stop, and forget the sound."""
        player, self._player = self._player, None
        if player is not None:
            player.stop()
            player.setSource(QUrl())
            player.deleteLater()
        self.entry_id, self._length = "", 0
        self.changed.emit()

    def _found(self, place: SoundPlace | None) -> None:
        if place is None:
            self.desk.notices.inform(text("recording", "Nothing was recorded at that time"))
        elif self._player is not None and place.entry.id == self.entry_id:
            self.seek(place.position)
            self._player.play()
        elif not place.file.can_open:
            self._fetch(place)
        else:
            work = partial(self.desk.store.attachments.read, place.file.sha256)
            self.desk.background.read(work, partial(self._play, place), self._cannot, owner=self, token="sound")  # noqa: S106

    def _fetch(self, place: SoundPlace) -> None:
        """Ask for a sound that is at the server; it can be played once it is here."""
        from crm_desktop.views.files.file_acts import file_acts_of

        file_acts_of(self.desk).fetch(place.file)
        self.desk.notices.inform(text("recording", "The recording is on its way to this computer"))

    def _cannot(self, error: Exception) -> None:
        self.desk.notices.fail(error)

    def _play(self, place: SoundPlace, data: bytes) -> None:
        self.stop()
        quiet_multimedia()
        from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

        self._player = QMediaPlayer(self)
        # The player's own, so that it goes after it: its threads read from it until it has gone.
        sound = QBuffer(self._player)
        sound.setData(QByteArray(data))
        sound.open(QIODevice.OpenModeFlag.ReadOnly)
        self.silent = QMediaDevices.defaultAudioOutput().isNull()
        if not self.silent:
            self._player.setAudioOutput(QAudioOutput(self._player))
        self._wanted, self.entry_id = place.position, place.entry.id
        length = place.entry.get("length_ms")
        self._length = length if isinstance(length, int) else 0
        self._player.mediaStatusChanged.connect(self._loaded)
        self._player.positionChanged.connect(lambda _position: self.changed.emit())
        self._player.playbackStateChanged.connect(lambda _state: self.changed.emit())
        self._player.errorOccurred.connect(lambda *_about: self._fail())
        self._player.setPlaybackRate(self._speed)
        # The name only tells FFmpeg the kind of file; nothing of that name is opened.
        self._player.setSourceDevice(sound, QUrl("sound.m4a"))

    def _loaded(self) -> None:
        """Go to the place that was wanted as soon as there is something to go to."""
        player = self._player
        if player is None or self._wanted < 0 or player.duration() <= 0:
            return
        self._length = player.duration()
        position, self._wanted = self._wanted, -1
        player.setPosition(position)
        player.play()
        self.changed.emit()

    def _fail(self) -> None:
        self.stop()
        self.desk.notices.fail(Refused("recording.unreadable"))
