"""The file a map came from, as rows of `process_source` keep it: deflated, in base 64, in parts."""

import base64
import zlib
from collections.abc import Iterable

from crm_desktop.interchange.fitting import fit_text
from crm_desktop.interchange.xml_files import MOST_BYTES
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.fields import Value, Values

PART = 400_000
"""Signs in one part; what `process_source.content` allows."""


def pack_source(process_id: str, file_name: str, file_format: str, data: bytes) -> list[dict[str, Value]]:
    """Return the values of the rows that keep a file, one for each part."""
    text = base64.b64encode(zlib.compress(data, 9)).decode("ascii")
    parts = [text[begin : begin + PART] for begin in range(0, len(text), PART)]
    name = fit_text("process_source", "file_name", file_name) or None
    return [
        {"process_id": process_id, "file_name": name, "format": file_format, "part": number, "content": part}
        for number, part in enumerate(parts)
    ]


def unpack_source(rows: Iterable[Values]) -> bytes | None:
    """Return the file that the rows of one map keep; None where there is none or a part of it is missing."""
    parts = sorted((row.get("part") or 0, str(row.get("content") or "")) for row in rows)
    if not parts or [number for number, _ in parts] != list(range(len(parts))):
        return None
    try:
        return inflate(base64.b64decode("".join(text for _, text in parts), validate=True))
    except (ValueError, Incompatible):
        return None


def inflate(data: bytes, *, raw: bool = False) -> bytes:
    """Return what was deflated, with or without zlib's header; refuses what would become too large or is damaged."""
    packer = zlib.decompressobj(-15 if raw else 15)
    try:
        found = packer.decompress(data, MOST_BYTES)
    except zlib.error:
        raise Incompatible("process_file.damaged") from None
    if packer.unconsumed_tail:
        raise Incompatible("process_file.too_large")
    if not packer.eof:
        raise Incompatible("process_file.damaged")
    return found
