"""What a store answers about one map: its elements as they stand, or some of them; the editor takes it over."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.models.fields import Value
from crm_desktop.models.processes.elements import Element
from crm_desktop.models.record import SyncState


@dataclass(frozen=True, slots=True, kw_only=True)
class MapReading:
    """A map, or a part of it, read at one moment.

    `asked` names the ids that were looked up; None means the whole map. What was asked for and is not among the
    elements is not part of the map any more.
    """

    process_id: str
    values: Mapping[str, Value] | None
    """The process's own fields; None where it was not asked for, or is not on this device."""
    elements: tuple[Element, ...]
    binned: frozenset[str] = frozenset()
    """Ids of this map's elements that lie in the bin."""
    states: Mapping[str, SyncState] = field(default_factory=dict)
    """Elements that have something to say about sync."""
    asked: frozenset[str] | None = None
