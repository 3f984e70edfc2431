"""Rows whose key is new, but which look like a record that exists: by the product's rule for duplicates.

What becomes of them is decided by a person, see `mapping.TableMapping.duplicates`.
"""

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Values
from crm_desktop.models.importing.mapping import Policy, TableMapping
from crm_desktop.models.importing.preparing import Surroundings
from crm_desktop.models.rules.duplicates import Resemblance

_MOST_EXAMPLES = 5


class LookAlikes:
    """The records of a kind by what they can be taken for; those that the import makes are entered as they come."""

    def __init__(self, mapping: TableMapping, around: Surroundings) -> None:
        self._kind = KINDS[mapping.kind]
        self._resemblance = Resemblance(self._kind)
        self._wanted = mapping.duplicates is not Policy.CREATE and self._resemblance.any
        self._ids: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._keys: list[str] = []
        """Of the row looked for last, which is probably the one to be entered next."""
        self.rows = 0
        """How many rows looked like a record."""
        self.examples: list[str] = []
        if self._wanted:
            for identifier, values in around.destination.known(mapping.kind, self._resemblance.fields):
                self._enter(identifier, self._resemblance.keys(values), values)

    def find(self, values: Values) -> str:
        """Return the record that a row looks like, "" for none."""
        if not self._wanted:
            return ""
        self._keys = self._resemblance.keys(values)
        found = next((self._ids[key] for key in self._keys if key in self._ids), "")
        if found:
            self.rows += 1
            if len(self.examples) < _MOST_EXAMPLES:
                self.examples.append(f"{values.get(self._kind.title) or ''} ≈ {self.title(found)}")
        return found

    def add(self, identifier: str, values: Values) -> None:
        """Enter the record that the row looked for last becomes."""
        if self._wanted:
            self._enter(identifier, self._keys, values)

    def title(self, identifier: str) -> str:
        """Return what a record is called."""
        return self._titles.get(identifier, "")

    def _enter(self, identifier: str, keys: list[str], values: Values) -> None:
        for key in keys:
            self._ids.setdefault(key, identifier)
        self._titles[identifier] = str(values.get(self._kind.title) or "")
