"""Read what a file calls a record as that record's id, and deal with names that are empty or unknown."""

from collections import Counter
from dataclasses import dataclass, field

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Field
from crm_desktop.models.ids import is_id, new_id
from crm_desktop.models.importing.cells import CellFault
from crm_desktop.models.importing.mapping import FieldSource, Policy
from crm_desktop.models.importing.matching import normal
from crm_desktop.models.importing.references import References


@dataclass(frozen=True, slots=True)
class Pending:
    """A record of the same file that may come later; looked up again when all rows are in."""

    name: str


@dataclass(slots=True)
class LinkReader:
    """Turns names in one column into ids of one kind."""

    of: Field
    source: FieldSource
    references: References
    own_names: frozenset[str] = frozenset()
    """Normal names of the same file's own records, where the column refers to the kind being imported."""
    made: list[Create] = field(default_factory=list)
    """Placeholders and unknown references that must be written before the row; taken by whoever writes."""
    unknown: Counter[str] = field(default_factory=Counter)
    corrected: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What was given, and what the mapping says it means."""
    empty: int = 0
    placed: int = 0
    _aliases: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._aliases = {normal(given): meant for given, meant in self.source.values.items()}

    def read(self, cell: str) -> str | Pending | None:
        """Return the id meant, None for no reference; raises CellFault."""
        text = self._aliases.get(normal(cell), cell).strip()
        if text != cell:
            self.corrected[cell, text] += 1
        if not text:
            return self._read_empty()
        found = self._find(text)
        if found is not None:
            return found
        if normal(text) in self.own_names:
            return Pending(text)
        return self._read_unknown(text)

    def later(self, pending: Pending) -> str:
        """Return the id of a record of the same file; raises CellFault when its row was not imported."""
        found = self._find(pending.name)
        if found is None:
            raise CellFault("import.row_unknown_reference")
        return found

    def title_of(self, identifier: str) -> str:
        """Return what a record of the target kind is called, "" for one that nobody knows."""
        return self.references.of(self.of.target).title(identifier)

    def _find(self, text: str) -> str | None:
        if is_id(text):
            return text
        found = self.references.of(self.of.target).find(text)
        if len(found) > 1:
            raise CellFault("import.row_several_match")
        return found[0] if found else None

    def _read_empty(self) -> str | None:
        self.empty += 1
        if self.of.required:
            raise CellFault("field.required")
        if self.source.empty is Policy.SKIP:
            raise CellFault("import.row_reference_empty")
        return self._placeholder() if self.source.empty is Policy.PLACEHOLDER else None

    def _read_unknown(self, text: str) -> str | None:
        self.unknown[text] += 1
        match self.source.unknown:
            case Policy.SKIP:
                raise CellFault("import.row_unknown_reference")
            case Policy.PLACEHOLDER:
                return self._placeholder()
            case Policy.CREATE:
                return self._make(text)
            case Policy.LEAVE | Policy.ASK | Policy.UPDATE:
                return None

    def _placeholder(self) -> str:
        self.placed += 1
        found = self._find(self.source.placeholder)
        return found if found is not None else self._make(self.source.placeholder)

    def _make(self, name: str) -> str:
        kind = KINDS[self.of.target]
        title = " ".join(name.split())
        if len(title) > kind.field(kind.title).limit:
            raise CellFault("field.too_long", {"limit": kind.field(kind.title).limit, "length": len(title)})
        create = Create(kind.name, {kind.title: title}, new_id())
        self.made.append(create)
        self.references.enter(kind.name, create.id, create.values)
        return create.id
