"""What attachments hold: the identity of their bytes, in which pieces they travel and lie, how large they may be.

A content is known by the SHA-256 of its bytes, so the same photo is kept and sent once. Which types are taken stands in
`rules/file_types.py`; the messages stand in `file_exchange.py`.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import TypeAlias

from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Values

CHUNK_BYTES = 256 * 1024
"""On the device each chunk is sealed by itself; a cut transfer goes on at a chunk."""
MOST_PIECE_BYTES = 4 * 1024 * 1024
"""Of one request that uploads: a whole number of chunks."""
HEAD_BYTES = 4_096
"""How much of the beginning is enough to tell a type."""
MEGABYTE = 1024 * 1024
USUAL_LIMIT_MB = 100
USUAL_QUOTA_MB = 20 * 1024

_SHAPE = re.compile(r"[0-9a-f]{64}\Z")
_POSSESSION = b"fieldline possession 1"


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that are kept: their SHA-256 in hexadecimal digits, how many they are, and their media type."""

    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Limits:
    """An organisation's limits in bytes: of one file, and of all its files at the server together."""

    file: int = USUAL_LIMIT_MB * MEGABYTE
    quota: int = USUAL_QUOTA_MB * MEGABYTE


Digest: TypeAlias = "hashlib._Hash"


def is_content_id(text: object) -> bool:
    """Tell whether `text` has the shape of a content's id."""
    return isinstance(text, str) and _SHAPE.match(text) is not None


def limits_of(organisation: Values | None) -> Limits:
    """Return the limits that the organisation's record declares, the usual ones where it says nothing."""
    values = organisation or {}
    file, quota = values.get("file_limit_mb"), values.get("file_quota_mb")
    return Limits(
        (file if isinstance(file, int) else USUAL_LIMIT_MB) * MEGABYTE,
        (quota if isinstance(quota, int) else USUAL_QUOTA_MB) * MEGABYTE,
    )


def check_size(size: int, limits: Limits) -> None:
    """Raise Refused for an empty file and for one larger than allowed: content.empty, content.too_large."""
    if size <= 0:
        raise Refused("content.empty")
    if size > limits.file:
        raise Refused("content.too_large", size_mb=-(-size // MEGABYTE), limit_mb=limits.file // MEGABYTE)


def proof_of_possession(user_id: str) -> Digest:
    """Begin the hash that proves that a person holds a content: feed it the bytes and send its hexadecimal digest.

    Whoever knows only the content's id cannot compute it, and it says nothing to anybody else.
    """
    return hashlib.sha256(b"\0".join((_POSSESSION, user_id.encode(), b"")))
