"""One content as a sealed file: nothing readable, nothing changeable, every chunk by itself, going on after a cut."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.models.contents import CHUNK_BYTES, Content
from crm_desktop.models.errors import Broken
from crm_desktop.store.attachments.sealed_files import HEADER_BYTES, ContentStream, SealedReader, SealedWriter
from crm_desktop.store.attachments.sealing import SEAL_BYTES, derive_keys
from tests.store.attachments.samples import bytes_of

KEYS = derive_keys(bytes(range(32)))
SEALED = CHUNK_BYTES + SEAL_BYTES


def content_of(plain: bytes) -> Content:
    return Content(hashlib.sha256(plain).hexdigest(), len(plain), "image/png")


def written(path: Path, plain: bytes) -> Content:
    content = content_of(plain)
    writer = SealedWriter.begin(path, content, KEYS)
    writer.write(plain)
    assert writer.is_whole()
    writer.close()
    return content


def reader_of(path: Path) -> SealedReader:
    return SealedReader(io.BytesIO(path.read_bytes()), KEYS)


@pytest.mark.parametrize("size", [1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 17])
def test_what_is_written_is_read(tmp_path: Path, size: int) -> None:
    plain = bytes_of(size)
    content = written(tmp_path / "a", plain)
    reader = reader_of(tmp_path / "a")
    assert reader.content == content
    assert b"".join(reader.all_chunks()) == plain


@settings(max_examples=50, deadline=None)
@given(offset=st.integers(0, 700_000), length=st.integers(0, 700_000))
def test_any_part_is_read_by_itself(tmp_path_factory: pytest.TempPathFactory, offset: int, length: int) -> None:
    path = tmp_path_factory.getbasetemp() / "parts"
    plain = bytes_of(2 * CHUNK_BYTES + 1_000)
    if not path.exists():
        written(path, plain)
    assert reader_of(path).read(offset, length) == plain[offset : offset + length]
    stream = io.BufferedReader(ContentStream(reader_of(path), lambda: None))
    stream.seek(offset)
    assert stream.read(length) == plain[offset : offset + length]


def test_the_file_shows_neither_content_nor_what_it_is(tmp_path: Path) -> None:
    plain = b"%PDF-1.7 " + "恒川精密 contract".encode() * 40_000
    content = written(tmp_path / "a", plain)
    lying = (tmp_path / "a").read_bytes()
    for part in (
        b"%PDF",
        "恒川".encode(),
        b"contract",
        b"image/png",
        content.sha256.encode(),
        bytes.fromhex(content.sha256),
    ):
        assert part not in lying
    assert KEYS.file_name(content.sha256) != content.sha256
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


def test_the_same_content_lies_differently_each_time(tmp_path: Path) -> None:
    plain = bytes_of(1_000)
    written(tmp_path / "a", plain)
    written(tmp_path / "b", plain)
    assert (tmp_path / "a").read_bytes()[4:] != (tmp_path / "b").read_bytes()[4:]


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    written(tmp_path / "a", bytes_of(1_000))
    with pytest.raises(Broken, match=r"content\.damaged_here"):
        SealedReader(io.BytesIO((tmp_path / "a").read_bytes()), derive_keys(bytes(32)))


def test_one_changed_bit_damages_its_chunk_and_no_other(tmp_path: Path) -> None:
    plain = bytes_of(3 * CHUNK_BYTES)
    written(tmp_path / "a", plain)
    lying = bytearray((tmp_path / "a").read_bytes())
    lying[HEADER_BYTES + SEALED + 1_000] ^= 1
    reader = SealedReader(io.BytesIO(bytes(lying)), KEYS)
    assert reader.chunk(0) + reader.chunk(2) == plain[:CHUNK_BYTES] + plain[2 * CHUNK_BYTES :]
    with pytest.raises(Broken, match=r"content\.damaged_here"):
        reader.chunk(1)


def test_swapped_chunks_are_noticed(tmp_path: Path) -> None:
    written(tmp_path / "a", bytes_of(2 * CHUNK_BYTES))
    lying = (tmp_path / "a").read_bytes()
    first, second = lying[HEADER_BYTES : HEADER_BYTES + SEALED], lying[HEADER_BYTES + SEALED :]
    reader = SealedReader(io.BytesIO(lying[:HEADER_BYTES] + second + first), KEYS)
    for number in (0, 1):
        with pytest.raises(Broken):
            reader.chunk(number)


def test_chunks_of_another_file_of_the_same_content_do_not_fit(tmp_path: Path) -> None:
    plain = bytes_of(CHUNK_BYTES)
    written(tmp_path / "a", plain)
    written(tmp_path / "b", plain)
    mixed = (tmp_path / "a").read_bytes()[:HEADER_BYTES] + (tmp_path / "b").read_bytes()[HEADER_BYTES:]
    with pytest.raises(Broken):
        SealedReader(io.BytesIO(mixed), KEYS).chunk(0)


@pytest.mark.parametrize(
    "left", [0, 100, HEADER_BYTES, HEADER_BYTES + 5, HEADER_BYTES + SEALED, HEADER_BYTES + 2 * SEALED - 1]
)
def test_a_cut_file_goes_on_after_its_last_whole_chunk(tmp_path: Path, left: int) -> None:
    plain, path = bytes_of(3 * CHUNK_BYTES - 9), tmp_path / "a"
    content = written(path, plain)
    path.write_bytes(path.read_bytes()[:left])
    writer = SealedWriter.resume(path, content, KEYS)
    assert writer.received == max(0, (left - HEADER_BYTES) // SEALED) * CHUNK_BYTES
    writer.write(plain[writer.received :])
    assert writer.is_whole()
    writer.close()
    assert b"".join(reader_of(path).all_chunks()) == plain


@pytest.mark.parametrize("size", [1, CHUNK_BYTES, CHUNK_BYTES + 112])
def test_a_file_that_had_come_whole_and_was_not_ended_is_left_as_it_is(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a"
    content = written(path, bytes_of(size))
    lying = path.read_bytes()
    writer = SealedWriter.resume(path, content, KEYS)
    assert writer.is_whole()
    writer.close()
    assert path.read_bytes() == lying
    assert b"".join(reader_of(path).all_chunks()) == bytes_of(size)


def test_a_cut_file_goes_on_before_its_first_damaged_chunk(tmp_path: Path) -> None:
    plain, path = bytes_of(3 * CHUNK_BYTES), tmp_path / "a"
    content = written(path, plain)
    lying = bytearray(path.read_bytes())
    lying[HEADER_BYTES + SEALED + 40] ^= 8
    path.write_bytes(lying)
    writer = SealedWriter.resume(path, content, KEYS)
    assert writer.received == CHUNK_BYTES
    writer.write(plain[CHUNK_BYTES:])
    assert writer.is_whole()
    writer.close()


def test_other_bytes_than_promised_are_not_whole(tmp_path: Path) -> None:
    plain = bytes_of(5_000)
    writer = SealedWriter.begin(tmp_path / "a", content_of(plain), KEYS)
    writer.write(plain[:-1] + b"\0")
    assert writer.received == 5_000
    assert not writer.is_whole()
    writer.close()
