"""The organisation's own fields as they are defined on this device; what they mean stands in `models`."""

from collections.abc import Mapping

from crm_desktop.models.custom_fields import CustomField, defined
from crm_desktop.store.engine import Connection
from crm_desktop.store.rows import shape


def custom_fields(connection: Connection) -> Mapping[str, CustomField]:
    """Return all definitions by the field's name, those switched off and in the bin included."""
    lies = shape("custom_field")
    rows = [lies.decode(stored) for stored in connection.execute(lies.select).fetchall()]
    found = (defined(str(row["id"]), row) for row in rows)
    return {each.name: each for each in found if each is not None}
