"""A whole map as text, deflated: what a saved version and a template hold. Reading is bounded and fails in words."""

import base64
import zlib
from collections.abc import Mapping
from typing import Any

import msgspec

from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.processes.elements import Flow, Lane, Node, Pain, Pool
from crm_desktop.models.processes.process_map import ProcessMap

FORMAT = 1
MOST_BYTES = 64_000_000
"""Of the text when it is unpacked."""


class _Plain(msgspec.Struct, frozen=True):
    format: int
    id: str
    process: dict[str, Value]
    pools: dict[str, dict[str, Value]] = {}
    lanes: dict[str, dict[str, Value]] = {}
    nodes: dict[str, dict[str, Value]] = {}
    flows: dict[str, dict[str, Value]] = {}
    pains: dict[str, dict[str, Value]] = {}


def encode_map(map_: ProcessMap) -> str:
    """Return the map as text for a row."""
    plain = _Plain(
        format=FORMAT,
        id=map_.id,
        process=_without_none(map_.values),
        pools={each.id: _without_none(each.values()) for each in map_.pools},
        lanes={each.id: _without_none(each.values()) for each in map_.lanes},
        nodes={each.id: _without_none(each.values()) for each in map_.nodes},
        flows={each.id: _without_none(each.values()) for each in map_.flows},
        pains={each.id: _without_none(each.values()) for each in map_.pains},
    )
    return base64.b64encode(zlib.compress(msgspec.json.encode(plain), 6)).decode()


def decode_map(text: str) -> ProcessMap:
    """Return the map that such a text holds; raises Refused diagram.not_a_version."""
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
        plain = msgspec.json.decode(data, type=_Plain)
        known = plain.format <= FORMAT and not unpacking.unconsumed_tail
        made = _typed(plain) if known else None
    except (ValueError, TypeError, zlib.error) as problem:
        raise Refused("diagram.not_a_version") from problem
    if made is None:
        raise Refused("diagram.not_a_version")
    return made


def _typed(plain: _Plain) -> ProcessMap:
    return ProcessMap(
        id=plain.id,
        values=plain.process,
        pools=tuple(Pool.from_values(each, values) for each, values in plain.pools.items()),
        lanes=tuple(Lane.from_values(each, values) for each, values in plain.lanes.items()),
        nodes=tuple(Node.from_values(each, values) for each, values in plain.nodes.items()),
        flows=tuple(Flow.from_values(each, values) for each, values in plain.flows.items()),
        pains=tuple(Pain.from_values(each, values) for each, values in plain.pains.items()),
    )


def _without_none(values: Mapping[str, Any]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}
