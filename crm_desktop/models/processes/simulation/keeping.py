"""A simulation as text for a row: what was told and what came of it, deflated and bounded. Reading fails in words."""

from __future__ import annotations

import base64
import zlib
from typing import TypeVar

import msgspec

from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.simulation.inputs import Order
from crm_desktop.models.processes.simulation.results import Outcome

MOST_CHARACTERS = 400_000
"""Of the text; also the limit of the fields that hold it."""
MOST_BYTES = 20_000_000
"""Of what it unpacks to."""
_Told = TypeVar("_Told", Order, Outcome)


def pack(told: Order | Outcome) -> str:
    """Return the text; moves are for showing once and are not kept. Raises Refused simulation.too_large_to_keep."""
    if isinstance(told, Outcome):
        still = tuple(msgspec.structs.replace(each, moves=()) for each in told.scenarios)
        told = msgspec.structs.replace(told, scenarios=still)
    text = base64.b64encode(zlib.compress(msgspec.json.encode(told), 9)).decode()
    if len(text) > MOST_CHARACTERS:
        raise Refused("simulation.too_large_to_keep")
    return text


def unpack(text: str, kind: type[_Told]) -> _Told:
    """Return what such a text holds; raises Refused simulation.unreadable."""
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
        if unpacking.unconsumed_tail:
            raise Refused("simulation.unreadable")
        return msgspec.json.decode(data, type=kind)
    except (ValueError, TypeError, zlib.error) as problem:
        raise Refused("simulation.unreadable") from problem
