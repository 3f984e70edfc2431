"""All that belongs to one study, as records: what its parts, its progress and its report are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.models.record import Record

Records = tuple[Record, ...]
STEPS = frozenset({"task", "subprocess"})
"""Forms of nodes that are work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyContent:
    """A study with everything around it. What lies in the bin is left out; each kind stands in its own order."""

    study: Record
    account: Record | None = None
    contacts: Records = ()
    opportunities: Records = ()
    """Of the account."""
    maps: Records = ()
    """Processes of the study, as-is before to-be."""
    other_maps: Records = ()
    """Processes of the account that belong to no study yet."""
    lanes: Records = ()
    nodes: Records = ()
    """Of the study's maps; all forms, see `STEPS`."""
    pains: Records = ()
    goals: Records = ()
    metrics: Records = ()
    experiments: Records = ()
    variants: Records = ()
    departments: Records = ()
    """Of the account, as are the posts."""
    posts: Records = ()
    proposals: Records = ()
    interviews: Records = ()
    asked: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """For each interview, how many of its questions were answered, and how many there are."""
    documents: Records = ()
    observations: Records = ()
    capabilities: Records = ()
    """The organisation's own; where it has none, what ships holds."""

    @property
    def id(self) -> str:
        """The study's id."""
        return self.study.id

    @property
    def account_id(self) -> str:
        """The id of the account that is studied, "" where none is named."""
        return str(self.study.get("account_id") or "")

    @property
    def steps(self) -> Records:
        """The steps of all maps."""
        return tuple(each for each in self.nodes if each.get("form") in STEPS)

    def maps_of(self, form: str) -> Records:
        """Return the maps of one form: `as_is`, `to_be`."""
        return tuple(each for each in self.maps if each.get("form") == form)
