"""Find records by what a file calls them: title, outside id, sign-in name, the name in the other language."""

from collections import defaultdict
from collections.abc import Iterable

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import RecordKind, Values
from crm_desktop.models.importing.matching import NearMisses, normal
from crm_desktop.models.importing.ports import Destination

_OTHER_NAMES = ("external_id", "sign_in_name", "email", "name_zh", "short_name", "key", "label_zh")


def naming_fields(kind: RecordKind) -> tuple[str, ...]:
    """Return the fields by which others may refer to a record of the kind, the title first."""
    return (kind.title, *(name for name in _OTHER_NAMES if kind.has(name) and name != kind.title))


class Directory:
    """The records of one kind by name, those included that this import is about to make."""

    def __init__(self, kind: RecordKind, known: Iterable[tuple[str, Values]]) -> None:
        self._fields = naming_fields(kind)
        self._title = kind.title
        self._titles: dict[str, str] = {}
        self._ids: list[dict[str, list[str]]] = [defaultdict(list) for _ in self._fields]
        self._near: NearMisses | None = None
        for identifier, values in known:
            self.add(identifier, values)

    def add(self, identifier: str, values: Values) -> None:
        """Enter a record."""
        for name, ids in zip(self._fields, self._ids, strict=True):
            value = values.get(name)
            if isinstance(value, str) and value and identifier not in ids[normal(value)]:
                ids[normal(value)].append(identifier)
        title = values.get(self._title)
        if isinstance(title, str):
            self._titles[identifier] = title
            self._near = None

    def find(self, text: str) -> list[str]:
        """Return the ids that the text may mean: several when it is not clear, none when it is unknown."""
        key = normal(text)
        for ids in self._ids:
            found = ids.get(key)
            if found:
                return found
        return []

    def title(self, identifier: str) -> str:
        """Return a record's title, "" for one that is not known."""
        return self._titles.get(identifier, "")

    def near(self, text: str) -> str:
        """Return the title of the one record that a misspelt text probably means, or ""."""
        if self._near is None:
            self._near = NearMisses(self._titles.values())
        return self._near.near(text)


class References:
    """The directories of all kinds that an import refers to, read when first needed."""

    def __init__(self, destination: Destination) -> None:
        self._destination = destination
        self._directories: dict[str, Directory] = {}

    def of(self, kind: str) -> Directory:
        """Return the directory of a kind."""
        if kind not in self._directories:
            declaration = KINDS[kind]
            self._directories[kind] = Directory(declaration, self._destination.known(kind, naming_fields(declaration)))
        return self._directories[kind]

    def enter(self, kind: str, identifier: str, values: Values) -> None:
        """Make a new record known to later rows; nothing happens while nobody has asked for its kind."""
        if kind in self._directories:
            self._directories[kind].add(identifier, values)
