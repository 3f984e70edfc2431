"""One content as a sealed file: a header that says what it is, then its chunks, each sealed and readable by itself.

    "FLC1" · salt (16) · sealed header (256 + 28) · sealed chunk 0 · sealed chunk 1 · …

A chunk is sealed together with the content's id, its size and the chunk's number: chunks cannot be swapped, repeated or
dropped unnoticed. Where files lie and which there are stands in `folder.py`.
"""

import hashlib
import io
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from crm_desktop.models.contents import CHUNK_BYTES, Content
from crm_desktop.models.errors import Broken
from crm_desktop.store.attachments.sealing import DAMAGED, SALT_BYTES, SEAL_BYTES, ContentKeys, Seal

_MAGIC = b"FLC1"
_ABOUT_BYTES = 256
HEADER_BYTES = len(_MAGIC) + SALT_BYTES + _ABOUT_BYTES + SEAL_BYTES
_SEALED_CHUNK = CHUNK_BYTES + SEAL_BYTES


class SealedReader:
    """A content read chunk by chunk, in any order. Not for several threads at once; close it."""

    def __init__(self, stream: BinaryIO, keys: ContentKeys, sha256: str = "") -> None:
        """Read the header; raises Broken where it is none of ours, or not that of the content named."""
        self._stream = stream
        head = stream.read(HEADER_BYTES)
        if len(head) < HEADER_BYTES or not head.startswith(_MAGIC):
            raise Broken(DAMAGED)
        after_salt = len(_MAGIC) + SALT_BYTES
        self._seal = keys.seal(head[len(_MAGIC) : after_salt])
        try:
            self.content = msgspec.json.decode(self._seal.open(head[after_salt:], _MAGIC), type=Content)
        except msgspec.DecodeError as problem:
            raise Broken(DAMAGED) from problem
        if sha256 not in ("", self.content.sha256):
            raise Broken(DAMAGED)
        self.chunks = chunk_count(self.content)

    def chunk(self, number: int) -> bytes:
        """Return one chunk; raises Broken("content.damaged_here") where the disk does not hold it as it was."""
        self._stream.seek(HEADER_BYTES + number * _SEALED_CHUNK)
        return self._seal.open(self._stream.read(_SEALED_CHUNK), covered(self.content, number))

    def all_chunks(self) -> Iterator[bytes]:
        """Yield the whole content; raises Broken at the first chunk that is damaged."""
        for number in range(self.chunks):
            yield self.chunk(number)

    def read(self, offset: int, length: int) -> bytes:
        """Return `length` bytes from `offset` on, fewer at the end."""
        end = min(offset + length, self.content.size)
        if offset >= end:
            return b""
        first, last = offset // CHUNK_BYTES, (end - 1) // CHUNK_BYTES
        plain = b"".join(self.chunk(number) for number in range(first, last + 1))
        return plain[offset - first * CHUNK_BYTES : end - first * CHUNK_BYTES]

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


class SealedWriter:
    """A content being written from its beginning to its end; `received` bytes are there. Close it, or `finish` it."""

    def __init__(self, stream: BinaryIO, content: Content, seal: Seal) -> None:
        self._stream, self._seal, self.content = stream, seal, content
        self._digest = hashlib.sha256()
        self._chunks = 0
        self.received = 0

    @classmethod
    def begin(cls, path: Path, content: Content, keys: ContentKeys) -> "SealedWriter":
        """Begin a new file."""
        salt = secrets.token_bytes(SALT_BYTES)
        stream = _private(path)
        writer = cls(stream, content, keys.seal(salt))
        about = msgspec.json.encode(content).ljust(_ABOUT_BYTES)
        stream.write(_MAGIC + salt + writer._seal.close(about, _MAGIC))
        return writer

    @classmethod
    def resume(cls, path: Path, content: Content, keys: ContentKeys) -> "SealedWriter":
        """Go on with a file that was begun: whole chunks are kept up to the first that is damaged or missing."""
        stream = path.open("r+b")
        try:
            reader = SealedReader(stream, keys, content.sha256)
        except Broken:
            stream.close()
            return cls.begin(path, content, keys)
        writer = cls(stream, content, reader._seal)
        for number in range(reader.chunks):
            try:
                writer._count(reader.chunk(number))
            except Broken:
                break
        # The last chunk is a short one: a file cut behind a full one would grow, and be damaged by that.
        stream.seek(HEADER_BYTES + writer.received + writer._chunks * SEAL_BYTES)
        stream.truncate()
        return writer

    def write(self, piece: bytes) -> None:
        """Append a piece: whole chunks, except at the content's end."""
        view = memoryview(piece)
        for start in range(0, len(view), CHUNK_BYTES):
            chunk = view[start : start + CHUNK_BYTES]
            self._stream.write(self._seal.close(chunk, covered(self.content, self._chunks)))
            self._count(chunk)

    def is_whole(self) -> bool:
        """Tell whether everything is there and is what the content's id says."""
        return self.received == self.content.size and self._digest.hexdigest() == self.content.sha256

    def flush(self) -> None:
        """Hand everything to the operating system, so that it survives this process."""
        self._stream.flush()

    def sync(self) -> None:
        """Wait until the disk has everything."""
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        """Close the file as it is."""
        self._stream.close()

    def _count(self, chunk: bytes | memoryview) -> None:
        self._digest.update(chunk)
        self._chunks += 1
        self.received += len(chunk)


class ContentStream(io.RawIOBase):
    """A content as an ordinary file to read from, with seeking; decrypts what is asked for and nothing else."""

    def __init__(self, reader: SealedReader, damaged: Callable[[], None]) -> None:
        self._reader, self._damaged, self._place = reader, damaged, 0

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer; return how much there was. Tells about a damaged chunk before it raises Broken."""
        number, within = divmod(self._place, CHUNK_BYTES)
        if self._place >= self._reader.content.size:
            return 0
        try:
            part = self._reader.chunk(number)[within : within + len(buffer)]
        except Broken:
            self._damaged()
            raise
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place; return it."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._reader.content.size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def tell(self) -> int:
        """Return the place."""
        return self._place

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._reader.close()
        super().close()


def chunk_count(content: Content) -> int:
    """Return how many chunks the content has."""
    return -(-content.size // CHUNK_BYTES)


def covered(content: Content, number: int) -> bytes:
    """Return what is sealed along with a chunk: whose it is, how long the whole is, and which one."""
    return bytes.fromhex(content.sha256) + content.size.to_bytes(8) + number.to_bytes(8)


def _private(path: Path) -> BinaryIO:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(descriptor, "r+b")
