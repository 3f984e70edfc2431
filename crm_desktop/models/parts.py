"""Parts of a replica: the messages by which a device fetches a part alone, or compares it with the server.

A part is a range of ids of one kind. Fetched alone are columns and kinds that a newer version brought, and what a
comparison has found to differ. The checksum is computed by device and server alike, from rows as their tables keep
them: see docs/protocol.md.
"""

import hashlib
from collections.abc import Collection, Sequence
from typing import Annotated, Any, TypeAlias

import msgspec

from crm_desktop.models.catalog import SYSTEM_COLUMNS
from crm_desktop.models.custom_fields import own_values
from crm_desktop.models.exchange import MOST_ROWS, HistoryEntry, Position, Rows
from crm_desktop.models.fields import RecordKind

COMPARED_TOGETHER = 500
"""Rows under one checksum: what differs is found, and fetched again, by so many."""
MOST_COMPARED = 20_000
OWN_FIELDS = "own_fields"
"""Compared in place of `extra`: what it holds of organisations' own fields."""
_SUM_BYTES = 12
_Name: TypeAlias = Annotated[str, msgspec.Meta(max_length=60)]
_Bound: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{32})?$", max_length=32)]


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """The records of a kind whose ids lie after `after`, up to and including `until`; "" is no bound."""

    kind: _Name
    after: _Bound = ""
    until: _Bound = ""


class Wanted(msgspec.Struct, frozen=True):
    """What a device fetches alone next; without columns whole rows."""

    part: Part
    columns: tuple[str, ...] = ()


class FetchRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """POST /v1/sync/fetch. Without `columns` whole rows come, with their history; else only these beside the id."""

    part: Part
    columns: Annotated[list[_Name], msgspec.Meta(max_length=200)] = []
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_ROWS)] = 2_000
    schema: int = 1


class FetchPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the user sees of the part, by ascending id, as it stands at `position`.

    `batch` names only columns that the server has and the user may see; none at all for a kind it does not know.
    """

    position: Position
    batch: Rows
    history: list[HistoryEntry] = []
    reached: str = ""
    """The page covers the part up to this id; "" when it covers all of it."""
    schema: int = 0


class CompareRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """POST /v1/sync/compare: checksums over these columns, as far as server and user have them."""

    part: Part
    columns: Annotated[list[_Name], msgspec.Meta(max_length=200)]
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_COMPARED)] = MOST_COMPARED
    schema: int = 1


class Checksum(msgspec.Struct, frozen=True, array_like=True):
    """The rows after the id before, up to and including `until` ("" for all that follow): how many, and their sum."""

    until: str
    count: int
    sum: str


class ComparePage(msgspec.Struct, frozen=True, kw_only=True):
    """Checksums of consecutive ranges of the part, as the user's rows stand at `position`."""

    position: Position
    columns: list[str]
    """What they are made over: the asked columns that the server has and the user may see, in the asked order."""
    sums: list[Checksum]
    reached: str = ""
    """The page covers the part up to this id; "" when it covers all of it."""
    schema: int = 0


def compared_columns(kind: RecordKind) -> list[str]:
    """Return what is compared: all columns but `extra`, whose content depends on the versions of both sides.

    Of that only organisations' own fields are compared, together, under the name OWN_FIELDS.
    """
    own = [OWN_FIELDS] if kind.custom else []
    return ["id", *(field.name for field in kind.fields), *SYSTEM_COLUMNS, *own]


def kept_columns(columns: Sequence[str]) -> list[str]:
    """Return in which columns of its table what is compared lies."""
    return ["extra" if name == OWN_FIELDS else name for name in columns]


def as_compared(columns: Sequence[str], rows: list[Sequence[Any]], hidden: Collection[str] = ()) -> list[Sequence[Any]]:
    """Return rows, read as `kept_columns` says, with what is compared of `extra`: without what is `hidden`."""
    place = columns.index(OWN_FIELDS) if OWN_FIELDS in columns else -1
    if place < 0 or not any(row[place] for row in rows):
        return rows
    return [[*row[:place], own_values(row[place], hidden), *row[place + 1 :]] for row in rows]


def checksum(rows: Sequence[Sequence[Any]]) -> str:
    """Return the sum of rows by ascending id, values in the order of the columns, as tables keep them.

    As kept means: sets as their JSON text, flags as 0 and 1, nothing as None. Encoding and hashing are one call each
    for all rows, so that a hundred thousand rows cost tenths of a second.
    """
    return hashlib.blake2b(msgspec.json.encode(rows), digest_size=_SUM_BYTES).hexdigest()
