"""What the signed-in person may do, from the same records and by the same rule as on the server."""

from crm_desktop.models.access import Rights
from crm_desktop.models.rules.rights import RoleValues, build_rights
from crm_desktop.models.values import members
from crm_desktop.store.queries.records import record
from crm_desktop.store.reader import Reader


def rights(reader: Reader, user_id: str) -> Rights:
    """Return a user's rights as this device knows them; the server has the last word."""
    user = record(reader, "user", user_id)
    role_id = user.get("role_id") if user is not None else None
    role = record(reader, "role", str(role_id)) if role_id else None
    values = RoleValues()
    if role is not None:
        names = ("reads", "writes", "field_rights", "permissions")
        values = RoleValues(*(members(role.get(name)) for name in names))
    units = {row[0]: row[1] for row in reader.all("SELECT id, parent_id FROM units WHERE deleted_at IS NULL")}
    people = {row[0]: row[1] for row in reader.all("SELECT id, unit_id FROM users WHERE deleted_at IS NULL")}
    return build_rights(user_id, values, units, people)
