"""Contents for tests: pictures and documents that begin as such files do, of any size."""

from __future__ import annotations

import random

PNG = b"\x89PNG\r\n\x1a\n"
PDF = b"%PDF-1.7\n"
JPEG = b"\xff\xd8\xff\xe0"


def bytes_of(size: int, seed: int = 0, beginning: bytes = PNG) -> bytes:
    """Return `size` bytes that begin as told and are otherwise random, the same for the same seed."""
    return (beginning + random.Random(seed).randbytes(max(0, size - len(beginning))))[:size]
