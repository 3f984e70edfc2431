"""What a program and its helping process say to each other while a large snapshot is fetched: one JSON value a line.

Secrets travel only here, through pipes: arguments and environment can be read by other programs.
"""

from typing import TypeAlias

import msgspec

from crm_desktop.models.errors import Broken, Denied, Incompatible, Refused, Unreachable, UserError
from crm_desktop.models.exchange import Facts


class Order(msgspec.Struct, frozen=True, kw_only=True, tag="order"):
    """The first line to the helper: what to fetch, where to, as whom."""

    replica: str
    key: str
    address: str
    token: str


class Token(msgspec.Struct, frozen=True, tag="token"):
    """Answer to TokenWanted; "" when nobody is signed in any more."""

    token: str


class Stop(msgspec.Struct, frozen=True, tag="stop"):
    """Stop after the present page."""


class Advanced(msgspec.Struct, frozen=True, tag="advanced"):
    """A page is stored: `done` of `total` records, `received` with this page; kinds whose records changed."""

    done: int
    total: int
    received: int
    kinds: list[str]


class TokenWanted(msgspec.Struct, frozen=True, tag="token_wanted"):
    """The access token was turned down, or will end soon."""

    instead_of: str


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """The last line: complete where `family` is "", else the error; and what went over the line."""

    family: str = ""
    code: str = ""
    facts: Facts = {}
    up: int = 0
    down: int = 0
    requests: int = 0


ToHelper: TypeAlias = Order | Token | Stop
FromHelper: TypeAlias = Advanced | TokenWanted | Ended

STOPPED = "stopped"
_FAMILIES: dict[str, type[UserError]] = {
    family.__name__: family for family in (Refused, Unreachable, Denied, Incompatible, Broken)
}


def line(message: ToHelper | FromHelper) -> bytes:
    """Return the message as one line."""
    return msgspec.json.encode(message) + b"\n"


def family_of(error: UserError) -> str:
    """Return the name of the branch of the tree that the error belongs to."""
    return next(name for name, family in _FAMILIES.items() if isinstance(error, family))


def as_error(ended: Ended) -> UserError:
    """Return the helper's error as one of ours."""
    return _FAMILIES.get(ended.family, Broken)(ended.code, **ended.facts)
