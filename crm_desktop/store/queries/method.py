"""How the organisation studies its clients: its own catalogue, guide, and outlines with their questions."""

from dataclasses import dataclass

from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader

METHOD_KINDS = frozenset({"capability", "guide_rule", "outline", "outline_question", "report_template"})
_PLACED = "deleted_at IS NULL ORDER BY coalesce(position, 0), id"


@dataclass(frozen=True, slots=True)
class OwnMethod:
    """The organisation's own records, in their order and switched off ones among them; empty where it wrote none."""

    capabilities: tuple[Record, ...] = ()
    rules: tuple[Record, ...] = ()
    outlines: tuple[Record, ...] = ()
    questions: tuple[Record, ...] = ()
    """Of all outlines."""
    templates: tuple[Record, ...] = ()
    """Of reports."""

    def questions_of(self, outline_id: str) -> tuple[Record, ...]:
        """Return an outline's questions in their order."""
        return tuple(each for each in self.questions if each.get("outline_id") == outline_id)


def own_method(reader: Reader) -> OwnMethod:
    """Return everything that the organisation has written of its method."""
    found = [
        tuple(where(reader, kind, _PLACED))
        for kind in ("capability", "guide_rule", "outline", "outline_question", "report_template")
    ]
    return OwnMethod(*found)


def guide_rules(reader: Reader) -> tuple[Record, ...]:
    """Return the organisation's own rules of the guide."""
    return tuple(where(reader, "guide_rule", _PLACED))
