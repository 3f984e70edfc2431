"""What a reader of process files gives back: the maps, and what it repaired or did not understand.

Findings are codes with facts; their sentences stand in the label files (context `findings`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.models.errors import Fact
from crm_desktop.models.processes.process_map import ProcessMap

REPAIRED = frozenset(
    {
        "xml_repaired",
        "wrong_encoding",
        "wrong_namespace",
        "wrapped",
        "duplicate_id",
        "dangling_flow",
        "dangling_reference",
        "no_layout",
        "shape_missing",
        "edge_missing",
        "bounds_repaired",
        "lane_guessed",
        "loop_cut",
        "line_skipped",
        "value_skipped",
    }
)
"""Codes of what was put right; all other codes say what is kept or left out without being shown."""

_UNCOUNTED = frozenset({"no_layout", "wrapped", "wrong_encoding", "wrong_namespace", "xml_repaired", "only_shown"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was repaired or not understood, with how often and the first place (an id or a line)."""

    code: str
    count: int = 1
    place: str = ""

    @property
    def repaired(self) -> bool:
        """Whether the finding is a repair; otherwise something is kept, or left out, without being shown."""
        return self.code in REPAIRED

    @property
    def sentence(self) -> str:
        """The key of the finding's sentence: those that count have another one for a single case."""
        return f"{self.code}.one" if self.count == 1 and self.code not in _UNCOUNTED else self.code

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What the sentence of the finding speaks of."""
        return {"count": self.count, "place": self.place}


@dataclass(slots=True)
class Findings:
    """Gathers findings while a file is read, one for each code."""

    _found: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, code: str, place: str = "") -> None:
        """Note that `code` happened at `place`."""
        count, first = self._found.get(code, (0, place[:80]))
        self._found[code] = (count + 1, first)

    def all(self) -> tuple[Finding, ...]:
        """Return what was gathered, repairs first."""
        found = [Finding(code, count, place) for code, (count, place) in self._found.items()]
        return tuple(sorted(found, key=lambda each: (not each.repaired, each.code)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMaps:
    """The maps of a file; a map that was drawn in several diagrams is several maps."""

    maps: Sequence[ProcessMap]
    findings: Sequence[Finding] = ()
