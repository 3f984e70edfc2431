"""What a test and its nursery say to each other: one JSON message a line."""

from __future__ import annotations

from typing import Any

import msgspec


class Birth(msgspec.Struct, frozen=True, tag=True):
    """Fork a process and run `module:function` in it; `options` are its keyword arguments, of plain values."""

    number: int
    program: str
    options: dict[str, Any] = {}


class Born(msgspec.Struct, frozen=True, tag=True):
    """It lives."""

    number: int
    pid: int


class Said(msgspec.Struct, frozen=True, tag=True):
    """It has written a line, on either stream."""

    number: int
    line: str


class Died(msgspec.Struct, frozen=True, tag=True):
    """It has ended; `status` as subprocess has it: negative for a signal."""

    number: int
    status: int


News = Born | Said | Died
