"""Loading a user's rights, remembered only as long as the organisation's log has not moved."""

import threading
from dataclasses import dataclass

from sqlalchemy import Connection

from crm_desktop.models.access import Rights
from crm_desktop.models.rules.rights import RoleValues, build_rights
from crm_server.access.scope import scope_digest
from crm_server.store.people import read_members, read_role, read_units, read_user

_MOST_REMEMBERED = 5_000


@dataclass(frozen=True, slots=True)
class Allowed:
    """A user's rights and their digest."""

    rights: Rights
    scope: str


def load_rights(connection: Connection, org_id: str, user_id: str) -> Rights:
    """Return the rights as the database has them now."""
    user = read_user(connection, org_id, user_id)
    role = read_role(connection, org_id, user.role_id) if user is not None and user.role_id else None
    values = RoleValues(role.reads, role.writes, role.field_rights, role.permissions) if role else RoleValues()
    return build_rights(user_id, values, read_units(connection, org_id), read_members(connection, org_id))


class RightsMemory:
    """Rights by user, each good for one number of the log: everything they are made of is written through it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], tuple[int, Allowed]] = {}

    def get(self, connection: Connection, org_id: str, user_id: str, sequence: int) -> Allowed:
        """Return the user's rights; `sequence` is the counter as this very transaction sees it."""
        key = (org_id, user_id)
        known = self._known.get(key)
        if known is not None and known[0] == sequence:
            return known[1]
        rights = load_rights(connection, org_id, user_id)
        allowed = Allowed(rights, scope_digest(rights))
        with self._lock:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = (sequence, allowed)
        return allowed
