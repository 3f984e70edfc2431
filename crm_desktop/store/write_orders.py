"""What is said between the program and its writing process: edits as plain values, a length before each message."""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any, TypeAlias, assert_never

import msgspec

from crm_desktop.models.edits import Create, Delete, Edit, Restore, Update
from crm_desktop.models.errors import Broken, Refused
from crm_desktop.store.acts import Committed, UndoLabel
from crm_desktop.store.derived import prepare_entries
from crm_desktop.store.schema import Direction
from crm_desktop.store.search.index import Prepared
from crm_desktop.store.write_door import WriteDoor

_LENGTH = struct.Struct(">I")
PlainEdit: TypeAlias = tuple[str, str, str, dict[str, Any]]
"""Verb, kind, id, values."""
Commit: TypeAlias = Callable[[str, Sequence[Edit], str], Committed]
"""What the write door's `commit` is called like."""
Carry: TypeAlias = Callable[[bytes], bytes]
"""Takes an encoded order to whoever carries it out; returns the encoded answer, b"" where nobody is there any more."""


class Opening(msgspec.Struct, frozen=True, array_like=True):
    """The first message: which replica, and what opens it."""

    path: str
    key: bytes


class Order(msgspec.Struct, frozen=True, array_like=True, tag="commit"):
    """An act to commit."""

    act: str
    edits: list[PlainEdit]
    batch: str
    prepared: list[Prepared] = []
    """Search entries: made by whoever orders, who else would wait for whoever writes."""


class Look(msgspec.Struct, frozen=True, array_like=True, tag="look"):
    """Say whether these acts of a batch can go back."""

    acts: list[str]


class TakeBack(msgspec.Struct, frozen=True, array_like=True, tag="take_back"):
    """An act of a batch to take back, or to do again, as a part of a new batch."""

    act: str
    direction: str
    anyway: bool
    batch: str


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """What became of it: `family` is "" where it was committed, else `Refused` or `Broken`."""

    transaction: str = ""
    kinds: list[str] = []
    ids: list[str] = []
    act: str = ""
    family: str = ""
    code: str = ""
    facts: dict[str, str | int] = {}


_ANSWER = msgspec.msgpack.Decoder(Answer)
_ORDER = msgspec.msgpack.Decoder(Order | Look | TakeBack)


def commit_by(carry: Carry) -> Commit:
    """Return what commits like the write door, by orders that somebody else carries out.

    It raises Refused as the door does, and Broken where nobody carries orders out any more.
    """

    def commit(act: str, edits: Sequence[Edit], batch: str = "") -> Committed:
        return _carried(carry, as_order(act, edits, batch))

    return commit


class OrderLine:
    """Acts on their way to whoever carries orders out, and their answers in the same order.

    `send` gets an encoded order and its turn; `hear` waits for the next answer. Of one turn nothing is carried out
    behind an order that failed (`InTurn`): what comes later may rest on it.
    """

    def __init__(self, send: Callable[[bytes, int], None], hear: Callable[[], bytes]) -> None:
        self._send, self._hear = send, hear
        self._under_way = self._turn = 0

    def begin(self, act: str, edits: Sequence[Edit], batch: str) -> None:
        """Send an act on its way."""
        self._send(msgspec.msgpack.encode(as_order(act, edits, batch)), self._turn)
        self._under_way += 1

    def finish(self) -> Committed:
        """Wait for the act begun first and return what it changed; raises Refused as the door does, and Broken.

        Then what was begun behind it is not written, and forgotten.
        """
        self._under_way -= 1
        try:
            return _committed(self._hear())
        except (Refused, Broken):
            while self._under_way:
                self._under_way -= 1
                self._hear()
            self._turn += 1
            raise

    @property
    def under_way(self) -> int:
        """How many acts were begun and are not finished."""
        return self._under_way


class InTurn:
    """Carries orders out for an `OrderLine`: of one turn none behind one that failed."""

    def __init__(self, carry: Carry) -> None:
        self._carry = carry
        self._failed = -1

    def carry(self, order: bytes, turn: int) -> bytes:
        """Return the encoded answer, b"" where the order was not carried out."""
        if turn == self._failed:
            return b""
        content = self._carry(order)
        if not content or answer_of(content).family:
            self._failed = turn
        return content


@dataclass(frozen=True, slots=True)
class StepsBy:
    """Implements `batches.Steps` by orders that somebody else carries out."""

    carry: Carry

    def look(self, acts: Sequence[str]) -> None:
        """See Steps."""
        _carried(self.carry, Look(list(acts)))

    def take_back(self, act: str, direction: Direction, anyway: bool, batch: str) -> Committed:
        """See Steps."""
        return _carried(self.carry, TakeBack(act, direction, anyway, batch))


def _carried(carry: Carry, order: Order | Look | TakeBack) -> Committed:
    return _committed(carry(msgspec.msgpack.encode(order)))


def _committed(content: bytes) -> Committed:
    """Return what an encoded answer says; raises Refused, and Broken, also where nobody has answered."""
    if not content:
        raise Broken("store.disk_failed")
    answer = answer_of(content)
    if answer.family:
        raise (Refused if answer.family == "Refused" else Broken)(answer.code, **answer.facts)
    label = UndoLabel(answer.act, len(answer.ids))
    return Committed(answer.transaction, frozenset(answer.kinds), frozenset(answer.ids), label)


def carry_out(door: WriteDoor, content: bytes) -> bytes:
    """Carry out an encoded order and return the encoded answer."""
    try:
        done = _done(door, _ORDER.decode(content))
        answer = Answer(done.transaction, sorted(done.kinds), sorted(done.ids), done.undo_label.act)
    except (Refused, Broken) as error:
        answer = refusal(error)
    return msgspec.msgpack.encode(answer)


def _done(door: WriteDoor, order: Order | Look | TakeBack) -> Committed:
    match order:
        case Order():
            return door.commit(order.act, edits_of(order), order.batch, order.prepared)
        case Look():
            door.steps.look(order.acts)
            return Committed()
        case TakeBack():
            return door.steps.take_back(order.act, Direction(order.direction), order.anyway, order.batch)


def refusal(error: Refused | Broken) -> Answer:
    """Return the answer that says why an order was not carried out."""
    return Answer(family=type(error).__name__, code=error.code, facts=dict(error.facts))


def answer_of(content: bytes) -> Answer:
    """Return an encoded answer as a value."""
    return _ANSWER.decode(content)


def as_order(act: str, edits: Sequence[Edit], batch: str) -> Order:
    """Return an act as a message."""
    return Order(act, [_plain(edit) for edit in edits], batch, prepare_entries(edits))


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
