"""How large the next piece of a file should be: pure, from how long the last one took."""

from crm_desktop.models.contents import CHUNK_BYTES, MOST_PIECE_BYTES

FIRST_BYTES = 2 * CHUNK_BYTES
QUICK_MS = 1_000
SLOW_MS = 5_000
"""A piece that takes longer costs too much when the line is cut, and may meet a time-out."""


def next_piece(size: int, took_ms: int) -> int:
    """Return the size of the next piece, a whole number of chunks, after one of `size` bytes that took so long."""
    if took_ms < QUICK_MS:
        return min(MOST_PIECE_BYTES, size * 2)
    return max(CHUNK_BYTES, size // 2 // CHUNK_BYTES * CHUNK_BYTES) if took_ms > SLOW_MS else size
