"""The organisation's own fields as they are defined, with what can be chosen in them, for those who define them."""

from dataclasses import dataclass

from crm_desktop.models.fields import CUSTOM
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader

_PLACED = "deleted_at IS NULL ORDER BY coalesce(position, 0), id"


@dataclass(frozen=True, slots=True)
class CustomDefinitions:
    """Definitions and the entries of their picklists, in their order, those switched off among them."""

    fields: tuple[Record, ...] = ()
    options: tuple[Record, ...] = ()

    def count(self, kind: str) -> int:
        """Return how many fields of a kind are in use."""
        return sum(each.get("record_kind") == kind and each.get("active") is not False for each in self.fields)

    def options_of(self, name: str) -> list[Record]:
        """Return what can be chosen in a field."""
        return [each for each in self.options if each.get("picklist") == name]


def custom_definitions(reader: Reader) -> CustomDefinitions:
    """Return all of them."""
    fields = tuple(where(reader, "custom_field", _PLACED))
    options = where(reader, "picklist_option", f"picklist >= ? AND picklist < ? AND {_PLACED}", CUSTOM, f"{CUSTOM}~")
    return CustomDefinitions(fields, tuple(options))
