"""M4A files: what an encoder gave, whole frames only, with a table that says where each one is."""

from __future__ import annotations

import struct

import pytest

from crm_desktop.interchange.m4a import cut, read_adts, write_m4a
from crm_desktop.models.errors import Broken
from crm_desktop.models.rules.file_types import check_type


def _frame(content: bytes, rate: int = 6, channels: int = 1) -> bytes:
    """Return an ADTS frame as ISO/IEC 13818-7 lays it out: AAC-LC, no checksum; rate 6 is 24 kHz."""
    length = len(content) + 7
    bits = (0xFFF << 44) | (1 << 40) | (1 << 38) | (rate << 34) | (channels << 30) | (length << 13) | (0x7FF << 2)
    return bits.to_bytes(7) + content


FRAMES = [bytes([number % 251]) * (20 + number % 7) for number in range(101)]
STREAM = b"".join(map(_frame, FRAMES))


def test_a_stream_gives_its_frames_and_how_long_they_sound() -> None:
    sound = read_adts(STREAM)
    assert (sound.rate, sound.channels, sound.object_type) == (24_000, 1, 2)
    assert list(sound.frames) == FRAMES
    assert sound.length_ms == 101 * 1024 * 1000 // 24_000


@pytest.mark.parametrize("lost", [1, 5, 24, 27])
def test_a_stream_that_was_cut_gives_all_frames_before_the_cut(lost: int) -> None:
    assert list(read_adts(STREAM[:-lost]).frames) in (FRAMES[:-1], FRAMES[:-2])
    assert read_adts(STREAM[:-lost]).frames[:99] == tuple(FRAMES[:99])


@pytest.mark.parametrize("stream", [b"", b"OggS and more", STREAM[:20], b"\xff" * 60])
def test_what_is_no_sound_is_refused(stream: bytes) -> None:
    with pytest.raises(Broken, match=r"recording\.unreadable"):
        read_adts(stream)


def test_the_table_of_a_file_finds_every_frame() -> None:
    file = write_m4a(read_adts(STREAM))
    check_type("audio/mp4", file[:4096])
    sizes = _table(file, b"stsz", 8)
    places = _table(file, b"stco", 4)
    chunks = list(zip(*[iter(_table(file, b"stsc", 4))] * 3, strict=True))
    found: list[bytes] = []
    for number, place in enumerate(places, start=1):
        count = next(count for first, count, _ in reversed(chunks) if number >= first)
        for _ in range(count):
            size = sizes[len(found)]
            found.append(file[place : place + size])
            place += size  # noqa: PLW2901
    assert found == FRAMES


def test_a_sound_that_is_too_large_for_one_file_is_cut_into_several() -> None:
    sound = read_adts(STREAM)
    parts = cut(sound, 5_500)
    assert len(parts) == 3
    assert all(len(write_m4a(part)) <= 5_500 for part in parts)
    assert [frame for part in parts for frame in part.frames] == FRAMES
    assert cut(sound, 100_000) == (sound,)


def _table(file: bytes, name: bytes, before: int) -> tuple[int, ...]:
    """Return the numbers of a table: its count stands `before` bytes after version and name."""
    start = file.index(name) + 4
    count = struct.unpack_from(">I", file, start + before)[0]
    width = 3 if name == b"stsc" else 1
    return struct.unpack_from(f">{count * width}I", file, start + before + 4)
