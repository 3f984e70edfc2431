"""What is said between the program and its writing process: edits as plain values, a length before each message."""

import struct
from collections.abc import Sequence
from typing import IO, Any, TypeAlias, assert_never

import msgspec

from crm_desktop.models.edits import Create, Delete, Edit, Restore, Update

_LENGTH = struct.Struct(">I")
PlainEdit: TypeAlias = tuple[str, str, str, dict[str, Any]]
"""Verb, kind, id, values."""


class Opening(msgspec.Struct, frozen=True, array_like=True):
    """The first message: which replica, and what opens it."""

    path: str
    key: bytes


class Order(msgspec.Struct, frozen=True, array_like=True):
    """An act to commit."""

    act: str
    edits: list[PlainEdit]
    batch: str


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """What became of it: `family` is "" where it was committed, else `Refused` or `Broken`."""

    transaction: str = ""
    kinds: list[str] = []
    ids: list[str] = []
    family: str = ""
    code: str = ""
    facts: dict[str, str | int] = {}


def as_order(act: str, edits: Sequence[Edit], batch: str) -> Order:
    """Return an act as a message."""
    return Order(act, [_plain(edit) for edit in edits], batch)


def edits_of(order: Order) -> list[Edit]:
    """Return the edits of a message."""
    return [_edit(*plain) for plain in order.edits]


def write_message(pipe: IO[bytes], content: bytes) -> None:
    """Send a message; raises OSError where nobody reads any more."""
    pipe.write(_LENGTH.pack(len(content)) + content)
    pipe.flush()


def read_message(pipe: IO[bytes]) -> bytes:
    """Return the next message, b"" at the end."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return b""
    (length,) = _LENGTH.unpack(head)
    content = pipe.read(length)
    return content if len(content) == length else b""


def _plain(edit: Edit) -> PlainEdit:
    match edit:
        case Create():
            return "create", edit.kind, edit.id, dict(edit.values)
        case Update():
            return "update", edit.kind, edit.id, dict(edit.values)
        case Delete():
            return "delete", edit.kind, edit.id, {}
        case Restore():
            return "restore", edit.kind, edit.id, {}
        case _:
            assert_never(edit)


def _edit(verb: str, kind: str, record_id: str, values: dict[str, Any]) -> Edit:
    if verb == "create":
        return Create(kind, values, record_id)
    if verb == "update":
        return Update(kind, record_id, values)
    return Delete(kind, record_id) if verb == "delete" else Restore(kind, record_id)
