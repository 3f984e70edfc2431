"""A place to import into that lives in memory: the Destination of tests that are about the engine alone."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from crm_desktop.models.edits import Create, Delete, Edit, Restore, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.importing.csv_text import CsvTable, read_csv
from crm_desktop.models.importing.mapping import Mapping as ImportMapping
from crm_desktop.models.importing.mapping import TableMapping
from crm_desktop.models.importing.ports import Line


class MemoryDestination:
    """Keeps records by kind and id; refuses links to nobody, as the real ones do."""

    line: Line | None = None
    """Commit here."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, dict[str, Value]]] = {}
        self.acts: list[int] = []
        self.refused_titles: set[str] = set()

    def add(self, kind: str, **values: Value) -> str:
        """Put a record there, and return its id."""
        create = Create(kind, values)
        self.commit("test", [create])
        return create.id

    def known(self, kind: str, fields: Sequence[str]) -> Iterable[tuple[str, Values]]:
        """Return id and the named fields of all records of a kind."""
        return [(each, {name: values.get(name) for name in fields}) for each, values in self._of(kind).items()]

    def current(self, kind: str, ids: Sequence[str]) -> Mapping[str, Values]:
        """Return the present values of records by id."""
        return {each: self._of(kind)[each] for each in ids}

    def commit(self, act: str, edits: Sequence[Edit]) -> None:
        """Apply the edits, all or none."""
        if any(isinstance(each, (Create, Update)) and each.values.get("name") in self.refused_titles for each in edits):
            raise Refused("test.refused")
        self.acts.append(len(edits))
        for each in edits:
            match each:
                case Create():
                    assert each.id not in self._of(each.kind)
                    self._of(each.kind)[each.id] = dict(each.values)
                case Update():
                    self._of(each.kind)[each.id].update(each.values)
                case Delete() | Restore():
                    raise AssertionError("an import never deletes")

    def named(self, kind: str, title: str) -> dict[str, Value]:
        """Return the values of the one record of that name."""
        (found,) = (values for values in self._of(kind).values() if values.get("name") == title)
        return found

    def count(self, kind: str) -> int:
        """Return how many records of the kind there are."""
        return len(self._of(kind))

    def _of(self, kind: str) -> dict[str, dict[str, Value]]:
        return self.records.setdefault(kind, {})


class LineDestination(MemoryDestination):
    """Writes an act as late as it may, as another process would: when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.line = MemoryLine(self)


class MemoryLine:
    """Implements Line: acts wait here until they are asked for; nothing is written behind one that was refused."""

    most = 3

    def __init__(self, destination: MemoryDestination) -> None:
        self._destination = destination
        self._begun: deque[tuple[str, Sequence[Edit]]] = deque()
        self.longest = 0

    def begin(self, act: str, edits: Sequence[Edit]) -> None:
        """See Line."""
        self._begun.append((act, edits))
        self.longest = max(self.longest, len(self._begun))

    def finish(self) -> None:
        """See Line."""
        try:
            self._destination.commit(*self._begun.popleft())
        except Refused:
            self._begun.clear()
            raise

    def settle(self) -> None:
        """See Line."""
        while self._begun:
            with suppress(Refused):
                self.finish()


def table_of(text: str, name: str = "file.csv") -> CsvTable:
    """Return a CSV text as a table."""
    return read_csv(name, text.encode())


def mapping_of(*tables: TableMapping) -> ImportMapping:
    """Return a mapping of these tables."""
    return ImportMapping("fieldline.import/1", list(tables))
