"""How large a process file may be, counted while it is read: what is too large is refused before it costs time."""

import io
import struct
import zipfile
import zlib

from crm_desktop.models.errors import Incompatible

MOST_PARTS = 15_000
"""Lanes, steps, flows and whatever else a file says of itself; a map of 5,000 steps has about 11,000."""
DEEPEST = 255
"""Levels of containers in each other."""
_AT_ONCE = 1_000_000


def check_count(parts: int) -> None:
    """Refuse a file that has more parts; raises Incompatible("process_file.too_large")."""
    if parts > MOST_PARTS:
        raise Incompatible("process_file.too_large")


def check_depth(levels: int) -> None:
    """Refuse a file that goes deeper; raises Incompatible("process_file.too_deep")."""
    if levels > DEEPEST:
        raise Incompatible("process_file.too_deep")


def check_unpacked(data: bytes, most: int) -> None:
    """Refuse a packed file that becomes larger than `most` bytes; what its directory says of sizes is not believed.

    Raises Incompatible("process_file.too_large", "process_file.damaged").
    """
    left = most
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                left -= _unpacked(data, part, left)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError):
        raise Incompatible("process_file.damaged") from None


def _unpacked(data: bytes, part: zipfile.ZipInfo, most: int) -> int:
    """Return how large a part becomes."""
    names, extra = struct.unpack_from("<HH", data, part.header_offset + 26)
    begin = part.header_offset + 30 + names + extra
    packed = memoryview(data)[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    size, unpacking = 0, zlib.decompressobj(-15)
    while packed and not unpacking.eof:
        size += len(unpacking.decompress(packed, _AT_ONCE))
        packed = memoryview(unpacking.unconsumed_tail)
        if size > most:
            raise Incompatible("process_file.too_large")
    return size
