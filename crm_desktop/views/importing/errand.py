"""What a window and the process of a large import say to each other. No Qt here.

Pickled, which is for parts of one program only: the process is our own child, and nobody else holds its pipes.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from crm_desktop.models.errors import UserError
from crm_desktop.models.importing.mapping import Mapping as ImportMapping
from crm_desktop.store.write_orders import read_message, write_message
from crm_desktop.views.importing.work import Wanted


@dataclass(frozen=True, slots=True)
class Open:
    """Read a file and look it over."""

    wanted: Wanted
    language: str


@dataclass(frozen=True, slots=True)
class Rehearse:
    """Say what the import would do."""

    mapping: ImportMapping


@dataclass(frozen=True, slots=True)
class Write:
    """Import what was rehearsed last."""

    mapping: ImportMapping


@dataclass(frozen=True, slots=True)
class SaveErrors:
    """Write the error file."""

    path: Path


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop what is being done."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An act's order was carried out, in the order in which they came: the encoded answer, b"" where it was not."""

    answer: bytes


@dataclass(frozen=True, slots=True)
class Advanced:
    """So many rows are done; said several times a second, also where nothing has moved."""

    done: int


@dataclass(frozen=True, slots=True)
class Carry:
    """Have this act's encoded order carried out, but not behind one of the same turn that failed."""

    order: bytes
    turn: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The wish is fulfilled, or this is why not."""

    value: Any = None
    family: type[UserError] | None = None
    code: str = ""
    facts: tuple[tuple[str, str | int], ...] = ()

    def result(self) -> Any:
        """Return what came of it, or raise why nothing did."""
        if self.family is not None:
            raise self.family(self.code, **dict(self.facts))
        return self.value


Wish: TypeAlias = Open | Rehearse | Write | SaveErrors
ToHelper: TypeAlias = Wish | Stop | Carried
FromHelper: TypeAlias = Advanced | Carry | Ended


def failed(error: UserError) -> Ended:
    """Return the message that says why a wish was not fulfilled."""
    return Ended(None, type(error), error.code, tuple(error.facts.items()))


def tell(pipe: IO[bytes], message: ToHelper | FromHelper) -> None:
    """Send a message; raises OSError where nobody reads any more."""
    write_message(pipe, pickle.dumps(message, pickle.HIGHEST_PROTOCOL))


def hear_wish(pipe: IO[bytes]) -> ToHelper | None:
    """Return what the helper hears next, None at the end."""
    message: ToHelper | None = _heard(pipe)
    return message


def hear_answer(pipe: IO[bytes]) -> FromHelper | None:
    """Return what the helper says next, None at the end."""
    message: FromHelper | None = _heard(pipe)
    return message


def _heard(pipe: IO[bytes]) -> Any:
    content = read_message(pipe)
    return pickle.loads(content) if content else None  # noqa: S301 - the other end is a part of this program
