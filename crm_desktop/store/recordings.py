"""Recordings that are being made: sealed part by part as they come, so that a crash costs the newest part at most.

    "FLR1" · salt (16) · length · sealed description · length · sealed part 0 · length · sealed part 1 · …

Each part is sealed together with the recording's id and the part's number. A recording that has ended becomes an
attachment like every other (`attachments/`), and its file here goes. Nothing of it ever lies plain on the disk.
"""

import io
import os
import re
import secrets
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from crm_desktop.models.errors import Broken
from crm_desktop.store.attachments.folder import disk_faults
from crm_desktop.store.attachments.sealing import SALT_BYTES, ContentKeys, Seal

FOLDER = "recordings"
_MAGIC = b"FLR1"
_LENGTH = struct.Struct(">I")
_MOST = 64 * 1024 * 1024
"""Bytes of a part; more is no length of ours."""
_AGAIN = ".again"
_NAME = re.compile(r"[0-9a-f]{32}\Z")


class RecordingAbout(msgspec.Struct, frozen=True):
    """What is recorded, known before its first second. `id` is that of the interview's entry it becomes."""

    id: str
    interview_id: str
    form: str
    """`recording` or `voice`."""
    at_ms: int
    """When it began, in the talk's own time without pauses."""
    begun_at: int
    account_id: str = ""
    question_id: str = ""
    speaker_id: str = ""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A recording that lies here and became no attachment: its program ended first."""

    about: RecordingAbout
    size: int


class Recordings:
    """The folder of recordings. `begin` and what it returns are for one thread at a time, the rest for any."""

    def __init__(self, folder: Path, keys: ContentKeys) -> None:
        self._folder, self._keys = folder / FOLDER, keys
        self._open: set[str] = set()
        self._lock = threading.Lock()

    def begin(self, about: RecordingAbout) -> "SealedRecording":
        """Begin a file; raises Broken("store.disk_full") and its like, and then nothing is left behind."""
        path = self._path(about.id)
        salt = secrets.token_bytes(SALT_BYTES)
        seal = self._keys.seal(salt)
        sealed = seal.close(msgspec.json.encode(about), _covered(about.id, -1))
        with disk_faults():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            stream = _private(path)
            try:
                _write(stream, _MAGIC + salt + _LENGTH.pack(len(sealed)) + sealed)
            except OSError:
                stream.close()
                path.unlink(missing_ok=True)
                raise
        with self._lock:
            self._open.add(about.id)
        return SealedRecording(about.id, stream, seal, self._closed)

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Return what an ended program left behind, oldest first; what is being recorded now is not among it."""
        found = []
        with self._lock:
            busy = set(self._open)
        for path in self._files():
            if path.name in busy:
                continue
            try:
                with path.open("rb") as stream:
                    about = self._about(stream, path.name)[0]
                    found.append(Unfinished(about, path.stat().st_size))
            except (Broken, OSError):
                continue
        return tuple(sorted(found, key=lambda each: each.about.begun_at))

    def read(self, recording_id: str) -> bytes:
        """Return all parts that lie here whole, one after the other.

        Raises Broken("recording.unreadable") where there is no such file, and Broken where the file says nothing.
        """
        path = self._path(recording_id)
        if not path.exists():
            raise Broken("recording.unreadable")
        with disk_faults(), path.open("rb") as stream:
            _, seal = self._about(stream, recording_id)
            return b"".join(_parts(stream, seal, recording_id))

    def remove(self, recording_id: str) -> None:
        """Remove a recording that became an attachment, or that nobody wants."""
        with disk_faults():
            self._path(recording_id).unlink(missing_ok=True)

    def seal_again(self, after: ContentKeys) -> None:
        """Put a copy of each recording under other keys beside it; `settle` with those keys takes the copies."""
        for path in self._files():
            with disk_faults(), path.open("rb") as stream:
                try:
                    about, seal = self._about(stream, path.name)
                except Broken:
                    continue
                self._copy(about, b"".join(_parts(stream, seal, path.name)), after)

    def settle(self) -> None:
        """Take the copies that can be read under these keys, and remove the others."""
        for path in self._files(_AGAIN):
            name = path.name.removesuffix(_AGAIN)
            with disk_faults():
                try:
                    with path.open("rb") as stream:
                        self._about(stream, name)
                except Broken:
                    path.unlink()
                else:
                    path.replace(self._path(name))

    def _copy(self, about: RecordingAbout, data: bytes, keys: ContentKeys) -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        seal = keys.seal(salt)
        sealed = seal.close(msgspec.json.encode(about), _covered(about.id, -1))
        part = seal.close(data, _covered(about.id, 0))
        with _private(self._folder / f"{about.id}{_AGAIN}") as stream:
            _write(stream, _MAGIC + salt + _LENGTH.pack(len(sealed)) + sealed + _LENGTH.pack(len(part)) + part)

    def _about(self, stream: BinaryIO, name: str) -> tuple[RecordingAbout, Seal]:
        head = stream.read(len(_MAGIC) + SALT_BYTES)
        sealed = _piece(stream)
        if not head.startswith(_MAGIC) or sealed is None:
            raise Broken("recording.unreadable")
        seal = self._keys.seal(head[len(_MAGIC) :])
        try:
            return msgspec.json.decode(seal.open(sealed, _covered(name, -1)), type=RecordingAbout), seal
        except msgspec.DecodeError as problem:
            raise Broken("recording.unreadable") from problem

    def _closed(self, recording_id: str) -> None:
        with self._lock:
            self._open.discard(recording_id)

    def _path(self, recording_id: str) -> Path:
        return self._folder / recording_id

    def _files(self, ending: str = "") -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(
            path
            for path in self._folder.iterdir()
            if path.suffix == ending and _NAME.match(path.name.removesuffix(ending or "\0"))
        )


class SealedRecording:
    """One recording that is being made. Close it."""

    def __init__(self, recording_id: str, stream: io.FileIO, seal: Seal, closed: Callable[[str], None]) -> None:
        self.id = recording_id
        self._stream, self._seal, self._closed = stream, seal, closed
        self._parts = 0
        self._end = stream.tell()

    def append(self, data: bytes) -> None:
        """Seal a part and wait until the disk has it.

        Raises Broken("store.disk_full") and its like; everything before is then there as it was, and the same part may
        be tried again.
        """
        sealed = self._seal.close(data, _covered(self.id, self._parts))
        with disk_faults():
            try:
                _write(self._stream, _LENGTH.pack(len(sealed)) + sealed)
            except OSError:
                self._take_back()
                raise
        self._parts += 1
        self._end += _LENGTH.size + len(sealed)

    def close(self) -> None:
        """Close the file; what it holds stays until it is removed."""
        self._stream.close()
        self._closed(self.id)

    def _take_back(self) -> None:
        try:
            os.ftruncate(self._stream.fileno(), self._end)
            self._stream.seek(self._end)
        except OSError:
            return  # a half part is found when it is read


def _parts(stream: BinaryIO, seal: Seal, recording_id: str) -> Iterator[bytes]:
    """Yield the parts up to the first that is cut or damaged."""
    number = 0
    while (sealed := _piece(stream)) is not None:
        try:
            yield seal.open(sealed, _covered(recording_id, number))
        except Broken:
            return
        number += 1


def _piece(stream: BinaryIO) -> bytes | None:
    head = stream.read(_LENGTH.size)
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    if not 0 < length <= _MOST:
        return None
    sealed = stream.read(length)
    return sealed if len(sealed) == length else None


def _covered(recording_id: str, number: int) -> bytes:
    return f"recording {recording_id} {number}".encode()


def _private(path: Path) -> io.FileIO:
    """Open a file without a buffer: what did not reach the disk must not wait for the next attempt."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    return io.FileIO(descriptor, "r+b")


def _write(stream: io.FileIO, data: bytes) -> None:
    """Write all of it, durably; raises OSError. A disk that is nearly full takes a part first."""
    view = memoryview(data)
    while view:
        view = view[stream.write(view) or 0 :]
    os.fsync(stream.fileno())
