"""A process inside a picture: a PNG that carries its map, so that the picture can be opened again as one."""

import base64
import binascii
import struct
import zlib
from collections.abc import Iterator

from crm_desktop.interchange.sources import inflate
from crm_desktop.models.errors import Incompatible

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"fieldline-process"
_CHUNK = b"iTXt"


def embed(png: bytes, payload: bytes) -> bytes:
    """Return the picture with the payload in an iTXt chunk before its end; one that it carried before is replaced."""
    text = zlib.compress(base64.b64encode(payload), 9)
    body = _KEYWORD + b"\0\1\0\0\0" + text
    made = [_SIGNATURE]
    for kind, data in chunks(png):
        if kind == b"IEND":
            made.append(_chunk(_CHUNK, body))
        if not _is_ours(kind, data):
            made.append(_chunk(kind, data))
    return b"".join(made)


def extract(png: bytes) -> bytes | None:
    """Return the payload of a picture, None where it carries none.

    Raises Incompatible (`process_file.not_png`, `process_file.damaged`, `process_file.too_large`).
    """
    for kind, data in chunks(png):
        if _is_ours(kind, data):
            fields = data[len(_KEYWORD) + 3 :].split(b"\0", 2)
            text = inflate(fields[2]) if len(fields) == 3 and data[len(_KEYWORD) + 1] == 1 else fields[-1]
            try:
                return base64.b64decode(text, validate=True)
            except binascii.Error:
                raise Incompatible("process_file.damaged") from None
    return None


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and content of a picture's parts; raises Incompatible (`process_file.not_png`, `.damaged`)."""
    if not png.startswith(_SIGNATURE):
        raise Incompatible("process_file.not_png")
    at = len(_SIGNATURE)
    while at + 12 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if at + 12 + length > len(png):
            raise Incompatible("process_file.damaged")
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _is_ours(kind: bytes, data: bytes) -> bool:
    return kind == _CHUNK and data.startswith(_KEYWORD + b"\0") and len(data) > len(_KEYWORD) + 4
