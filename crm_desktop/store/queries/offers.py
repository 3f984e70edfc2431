"""What the fields of all records offer and are called by, in one reading: small, kept by the screens while they run."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.models.access import Rights
from crm_desktop.models.custom_fields import CustomField, in_order
from crm_desktop.models.record import Record
from crm_desktop.store.custom_definitions import custom_fields
from crm_desktop.store.queries.picklists import Option, picklists, stages, tags, units, users
from crm_desktop.store.queries.rights import rights
from crm_desktop.store.reader import Reader

KINDS_OFFERED = frozenset({"user", "stage", "tag", "unit", "role", "picklist_option", "custom_field"})
"""When one of these was written, the offers are to be read again."""


@dataclass(frozen=True, slots=True)
class Offers:
    """People, stages, tags, units and picklists by id or name, each in its order, and what the person may do."""

    users: Mapping[str, Record]
    """Those who left included: they still own and wrote things."""
    stages: Mapping[str, Record]
    tags: Mapping[str, Record]
    units: Mapping[str, Record]
    picklists: Mapping[str, list[Option]]
    rights: Rights
    custom: tuple[CustomField, ...] = ()
    """The organisation's own fields in their order, those switched off included."""

    def keys(self, picklist: str) -> list[str]:
        """Return all keys of a picklist, those no longer to be chosen included."""
        return [option.key for option in self.picklists.get(picklist, ())]


def offers(reader: Reader, user_id: str) -> Offers:
    """Return the offers, with the rights of this user."""
    return Offers(
        users={each.id: each for each in users(reader, active_only=False)},
        stages={each.id: each for each in stages(reader)},
        tags={each.id: each for each in tags(reader)},
        units={each.id: each for each in units(reader)},
        picklists=picklists(reader),
        rights=rights(reader, user_id),
        custom=in_order(custom_fields(reader.connection).values()),
    )
