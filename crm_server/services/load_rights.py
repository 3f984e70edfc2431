"""Loading a user's rights, remembered as long as the organisation's log tells of no change in what they are made of."""

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from crm_desktop.models.access import Rights
from crm_desktop.models.rules.rights import RoleValues, build_rights
from crm_server.access.scope import earlier_digests, scope_digest
from crm_server.store.log_reading import touched_since
from crm_server.store.people import read_members, read_role, read_shares, read_units, read_user

RIGHTS_ARE_MADE_OF = frozenset({"user", "role", "unit", "share"})
_MOST_REMEMBERED = 5_000
MOST_LOOKED_THROUGH = 5_000
"""Numbers of the log; beyond them loading anew is cheaper than looking."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A user's rights, their digest, and the records shared with the user: `read` or `write` by kind and id."""

    rights: Rights
    scope: str
    earlier: frozenset[str]
    """What their digest was before a newer version brought kinds: a replica with it need not start over."""
    shares: dict[tuple[str, str], str]


def load_rights(connection: Connection, org_id: str, user_id: str) -> Rights:
    """Return the rights as the database has them now."""
    user = read_user(connection, org_id, user_id)
    role = read_role(connection, org_id, user.role_id) if user is not None and user.role_id else None
    values = RoleValues(role.reads, role.writes, role.field_rights, role.permissions) if role else RoleValues()
    return build_rights(user_id, values, read_units(connection, org_id), read_members(connection, org_id))


def load_allowed(connection: Connection, org_id: str, user_id: str) -> Allowed:
    """Return what the user may, as the database has it now."""
    rights = load_rights(connection, org_id, user_id)
    return Allowed(rights, scope_digest(rights), earlier_digests(rights), read_shares(connection, org_id, user_id))


class RightsMemory:
    """Rights by user, good until the log moves past a change of what they are made of; all of that is logged."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], Allowed] = {}
        self._looked: dict[str, int] = {}
        """The number up to which each organisation's log was looked through."""

    def get(self, connection: Connection, org_id: str, user_id: str, sequence: int) -> Allowed:
        """Return what the user may; `sequence` is the counter as this very transaction sees it.

        A transaction that began before others may get rights that are newer than what else it sees, never older ones.
        """
        self.look(connection, {org_id: sequence})
        known = self._known.get((org_id, user_id))
        if known is not None:
            return known
        allowed = load_allowed(connection, org_id, user_id)
        with self._lock:
            # An older transaction's finding is good for itself only.
            if self._looked[org_id] == sequence:
                if len(self._known) >= _MOST_REMEMBERED:
                    self._known.clear()
                self._known[(org_id, user_id)] = allowed
        return allowed

    def looked(self, org_ids: Collection[str]) -> dict[str, int]:
        """Return up to where the organisations' logs were looked through, for those where they ever were."""
        return {org_id: self._looked[org_id] for org_id in org_ids if org_id in self._looked}

    def look(self, connection: Connection, sequences: Mapping[str, int]) -> None:
        """Forget the rights of organisations where they may have changed since the last look; counters as in `get`."""
        looked = self.looked(sequences)
        late = {org_id: looked[org_id] for org_id in looked if sequences[org_id] > looked[org_id]}
        self.note(looked, sequences, touched_since(connection, late, RIGHTS_ARE_MADE_OF, MOST_LOOKED_THROUGH))

    def note(self, looked: Mapping[str, int], sequences: Mapping[str, int], touched: Collection[str]) -> None:
        """Forget the rights of organisations in `touched`, where something changed between the last look and now.

        `touched` knows of no more than MOST_LOOKED_THROUGH numbers: what lies further back is forgotten anyway.
        """
        late = {org_id: sequence for org_id, sequence in sequences.items() if sequence > looked.get(org_id, -1)}
        far = {
            org_id for org_id, sequence in late.items() if sequence > looked.get(org_id, sequence) + MOST_LOOKED_THROUGH
        }
        moved = {org_id for org_id in late if org_id in far or org_id in touched or org_id not in looked}
        with self._lock:
            if moved:
                self._known = {key: allowed for key, allowed in self._known.items() if key[0] not in moved}
            for org_id, sequence in late.items():
                self._looked[org_id] = max(sequence, self._looked.get(org_id, -1))
