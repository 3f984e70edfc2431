"""Sound as files: a stream of AAC frames (ADTS), as an encoder gives it, becomes an M4A file with a table of them.

An ADTS stream may end anywhere, also in the middle of a frame, and what came before is whole: that is how it lies here
while it is recorded. In an M4A (ISO/IEC 14496-14) every player finds length and place at once. Nothing is encoded anew.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from crm_desktop.models.errors import Broken

FRAME_SAMPLES = 1024
"""Samples of one frame of AAC-LC."""
_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)
_HEAD = 7
_FRAMES_OF_CHUNK = 48
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_BOX_BYTES = 8
_ROOM = 4_096
"""More than the boxes take beside the table of frames."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Frames of AAC without their ADTS heads, and what decoding them needs."""

    rate: int
    channels: int
    object_type: int
    frames: tuple[bytes, ...]

    @property
    def length_ms(self) -> int:
        """How long it sounds."""
        return len(self.frames) * FRAME_SAMPLES * 1000 // self.rate

    def part(self, start: int, end: int) -> "Sound":
        """Return some of the frames."""
        return Sound(self.rate, self.channels, self.object_type, self.frames[start:end])


def read_adts(stream: bytes) -> Sound:
    """Return the whole frames at a stream's beginning; raises Broken("recording.unreadable") where there is none."""
    frames = tuple(_frames(stream))
    if not frames:
        raise Broken("recording.unreadable")
    head = stream[:4]
    rate = (head[2] >> 2) & 0xF
    channels = ((head[2] & 1) << 2) | (head[3] >> 6)
    return Sound(_RATES[rate], channels, (head[2] >> 6) + 1, frames)


def cut(sound: Sound, limit: int) -> tuple[Sound, ...]:
    """Return the sound in parts whose files are not larger than `limit` bytes; one part where it fits."""
    parts, start, size = [], 0, _ROOM
    for number, frame in enumerate(sound.frames):
        size += len(frame) + 5
        if size > limit and number > start:
            parts.append(sound.part(start, number))
            start, size = number, _ROOM + len(frame) + 5
    return (*parts, sound.part(start, len(sound.frames)))


def write_m4a(sound: Sound) -> bytes:
    """Return the file."""
    kind = _box(b"ftyp", b"M4A ", struct.pack(">I", 0), b"M4A mp42isom")
    before = len(kind) + len(_movie(sound, 0)) + _BOX_BYTES
    return b"".join((kind, _movie(sound, before), _box(b"mdat", *sound.frames)))


def _frames(stream: bytes) -> Iterator[bytes]:
    place, end = 0, len(stream)
    while place + _HEAD <= end:
        head = stream[place : place + _HEAD]
        if head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or (head[2] >> 2) & 0xF >= len(_RATES):
            return
        length = ((head[3] & 3) << 11) | (head[4] << 3) | (head[5] >> 5)
        begin = _HEAD if head[1] & 1 else _HEAD + 2
        if length <= begin or place + length > end:
            return
        yield stream[place + begin : place + length]
        place += length


def _movie(sound: Sound, offset: int) -> bytes:
    duration = len(sound.frames) * FRAME_SAMPLES
    header = struct.pack(">IIIIIIH10x", 0, 0, 0, sound.rate, duration, 0x10000, 0x100) + _MATRIX + bytes(24)
    track = struct.pack(">IIIIIIQHHH2x", 7, 0, 0, 1, 0, duration, 0, 0, 0, 0x100) + _MATRIX + bytes(8)
    media = _box(
        b"mdia",
        _box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, sound.rate, duration, 0x55C4, 0)),
        _box(b"hdlr", struct.pack(">II4s12x", 0, 0, b"soun"), b"\0"),
        _box(b"minf", _box(b"smhd", bytes(8)), _here(), _table(sound, offset)),
    )
    return _box(
        b"moov",
        _box(b"mvhd", header, struct.pack(">I", 2)),
        _box(b"trak", _box(b"tkhd", track), media),
    )


def _here() -> bytes:
    """Say that the sound is in the same file."""
    return _box(b"dinf", _box(b"dref", struct.pack(">II", 0, 1), _box(b"url ", struct.pack(">I", 1))))


def _table(sound: Sound, offset: int) -> bytes:
    sizes = [len(frame) for frame in sound.frames]
    count = len(sizes)
    chunks = range(0, count, _FRAMES_OF_CHUNK)
    places, place = [], offset
    for start in chunks:
        places.append(place)
        place += sum(sizes[start : start + _FRAMES_OF_CHUNK])
    runs = [(1, _FRAMES_OF_CHUNK, 1)]
    if count % _FRAMES_OF_CHUNK:
        last = (len(places), count % _FRAMES_OF_CHUNK, 1)
        runs = [last] if len(places) == 1 else [*runs, last]
    return _box(
        b"stbl",
        _box(b"stsd", struct.pack(">II", 0, 1), _sample_entry(sound, sizes)),
        _box(b"stts", struct.pack(">IIII", 0, 1, count, FRAME_SAMPLES)),
        _box(b"stsc", struct.pack(">II", 0, len(runs)), *(struct.pack(">III", *run) for run in runs)),
        _box(b"stsz", struct.pack(f">III{count}I", 0, 0, count, *sizes)),
        _box(b"stco", struct.pack(f">II{len(places)}I", 0, len(places), *places)),
    )


def _sample_entry(sound: Sound, sizes: list[int]) -> bytes:
    bits = sum(sizes) * 8 * sound.rate // (len(sizes) * FRAME_SAMPLES)
    config = (sound.object_type << 11) | (_RATES.index(sound.rate) << 7) | (sound.channels << 3)
    specific = _descriptor(5, struct.pack(">H", config))
    decoder = _descriptor(4, struct.pack(">BB", 0x40, 0x15) + bytes(3) + struct.pack(">II", bits, bits) + specific)
    stream = _descriptor(3, struct.pack(">HB", 0, 0) + decoder + _descriptor(6, b"\2"))
    # The rate stands in 16 bits here; faster ones are said by the decoder's description alone.
    rate = sound.rate if sound.rate <= 0xFFFF else 0
    entry = struct.pack(">6xH8xHH4xI", 1, sound.channels, 16, rate << 16)
    return _box(b"mp4a", entry, _box(b"esds", struct.pack(">I", 0), stream))


def _descriptor(tag: int, content: bytes) -> bytes:
    return bytes((tag, len(content))) + content


def _box(name: bytes, *parts: bytes) -> bytes:
    return struct.pack(">I4s", _BOX_BYTES + sum(map(len, parts)), name) + b"".join(parts)
