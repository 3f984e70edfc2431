"""Messages of the question whether somebody else has this customer already, and what may be told of the answer.

A hit is masked: the beginning of its name, whose it is and why it may be the same; nothing else leaves the server.
"""

from typing import Annotated

import msgspec

_MASK = "**"


class LookAlikeQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/look-alikes: what stands in a form for a new record of the kind."""

    kind: Annotated[str, msgspec.Meta(max_length=60)]
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    phones: Annotated[list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=4)] = []


class MaskedHit(msgspec.Struct, frozen=True, kw_only=True):
    """A record that the asker does not see. `reasons` are `name` and `phone`; `owner` is a colleague's name or ""."""

    name: str
    owner: str
    reasons: list[str]


class MaskedHits(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, the likeliest first; records that the asker sees are left to their own device."""

    hits: list[MaskedHit]


def masked(name: str) -> str:
    """Return the first sign of each word, at most three words: `恒**`, `H** P**`."""
    return " ".join(f"{word[0]}{_MASK}" for word in name.split()[:3])
