"""The elements of a swimlane map as typed values: what rows of the kinds pool, lane, node, flow and pain hold.

Fields are named and meant as declared in `records/process.py`; measures are device-independent pixels, times seconds.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import repeat
from typing import Any, ClassVar, Self, TypeAlias

from crm_desktop.models.fields import Value, Values

Point: TypeAlias = tuple[int, int]
"""`along`, `across`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What all elements have."""

    KIND: ClassVar[str] = ""
    id: str
    process_id: str = ""
    account_id: str | None = None
    name: str = ""
    bpmn_id: str | None = None

    @classmethod
    def from_values(cls, record_id: str, values: Values) -> Self:
        """Return the element that a row holds; what the row leaves empty takes the element's default."""
        known = {name: values[name] for name in _NAMES[cls.KIND] if values.get(name) is not None}
        return cls(id=record_id, **_typed(known))

    @classmethod
    def in_columns(cls, count: int, columns: Iterable[Iterable[Any]]) -> list[Self]:
        """Return so many elements from their values, field by field in their order: a fifth of the usual time."""
        made = list(map(object.__new__, repeat(cls, count)))
        for field, column in zip(fields(cls), columns, strict=True):
            # A loop of C from end to end: a slot's `__set__` answers None, so `any` goes on to the last element.
            any(map(getattr(cls, field.name).__set__, made, column))
        return made

    @classmethod
    def made_of(cls, known: Collection[Mapping[str, Any]]) -> list[Self]:
        """Return elements with these fields, the others as by default; as cheap as `in_columns`."""
        told = frozenset[str]().union(*known)
        usual = {field.name: "" if field.name == "id" else field.default for field in fields(cls)}
        if not told <= usual.keys():
            raise TypeError(f"{cls.__name__} has no {sorted(told - usual.keys())}")
        columns = (
            [each.get(name, default) for each in known] if name in told else repeat(default)
            for name, default in usual.items()
        )
        return cls.in_columns(len(known), columns)

    def values(self) -> dict[str, Value]:
        """Return the row that holds the element, without its id; empty texts and sets become None."""
        return {name: _plain(getattr(self, name)) for name in _NAMES[self.KIND]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool(Element):
    """A participant: the client, a partner, a system."""

    KIND: ClassVar[str] = "pool"
    form: str = "client"
    collapsed: bool = False
    several: bool = False
    rank: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane(Element):
    """A department or post."""

    KIND: ClassVar[str] = "lane"
    pool_id: str | None = None
    parent_id: str | None = None
    rank: str = ""
    breadth: int = 196
    hue: str | None = None
    post: str = ""
    staff: int | None = None
    department_id: str | None = None
    post_id: str | None = None
    contact_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node(Element):
    """A step, decision, event, document or note."""

    KIND: ClassVar[str] = "node"
    form: str = "task"
    trigger: str = "none"
    task_type: str = "none"
    gateway_type: str = "exclusive"
    throws: bool = False
    interrupts: bool = True
    markers: frozenset[str] = frozenset()
    expanded: bool = False
    parent_id: str | None = None
    attached_to_id: str | None = None
    linked_process_id: str | None = None
    lane_id: str | None = None
    rank: str = ""
    along: int = 0
    across: int = 0
    width: int = 152
    height: int = 56
    pinned: bool = False
    working_seconds: int | None = None
    waiting_seconds: int | None = None
    frequency: int | None = None
    frequency_per: str = "day"
    cost: int | None = None
    currency: str | None = None
    errors_per_mille: int | None = None
    automation: str | None = None
    systems: frozenset[str] = frozenset()
    contact_id: str | None = None
    post: str = ""
    input: str = ""
    output: str = ""
    data_state: str = ""
    change: str | None = None
    base_node_id: str | None = None
    opportunity_id: str | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Element):
    """A connection between two nodes."""

    KIND: ClassVar[str] = "flow"
    form: str = "sequence"
    source_id: str = ""
    target_id: str = ""
    bends: tuple[Point, ...] = ()
    condition: str = ""
    usual: bool = False
    markers: frozenset[str] = frozenset()
    share: int | None = None
    transfer_seconds: int | None = None
    transfer_distance: str = ""
    permission: str = ""
    change: str | None = None
    base_flow_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain(Element):
    """Something that hurts the client, at a step or in the process as a whole."""

    KIND: ClassVar[str] = "pain"
    node_id: str | None = None
    severity: str = "medium"
    times_per_month: int | None = None
    cost_per_month: int | None = None
    currency: str | None = None
    said_by: str = ""
    state: str = "open"
    solution: str = ""
    opportunity_id: str | None = None
    notes: str = ""


ELEMENTS: Mapping[str, type[Element]] = {kind.KIND: kind for kind in (Pool, Lane, Node, Flow, Pain)}
"""The element classes by record kind, in the order in which others refer to them."""
_NAMES: Mapping[str, tuple[str, ...]] = {
    kind: tuple(each.name for each in fields(of) if each.name not in ({"id", "bpmn_id"} if of is Pain else {"id"}))
    for kind, of in ELEMENTS.items()
}


def encode_bends(bends: tuple[Point, ...]) -> str | None:
    """Return the corners as a row keeps them."""
    return json.dumps(bends, separators=(",", ":")) if bends else None


def decode_bends(text: str) -> tuple[Point, ...]:
    """Return the corners that a row keeps; none where another program wrote something else."""
    try:
        return tuple((int(along), int(across)) for along, across in json.loads(text))
    except (ValueError, TypeError):
        return ()


def _typed(known: dict[str, Any]) -> dict[str, Any]:
    if "bends" in known:
        known["bends"] = decode_bends(known["bends"])
    return {name: frozenset(value) if isinstance(value, list) else value for name, value in known.items()}


def _plain(value: Any) -> Value:
    if isinstance(value, frozenset):
        return sorted(value) or None
    if isinstance(value, tuple):
        return encode_bends(value)
    return None if value == "" else value
