"""Reading what rights are made of: the user's role, the unit tree, the colleagues, and what is shared with the user."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from crm_desktop.models.catalog import KINDS
from crm_server.store.rows import in_parts
from crm_server.store.tables import CREDENTIALS, DEVICES, RECORDS

_USERS, _UNITS, _ROLES, _SHARES = (RECORDS[name] for name in ("user", "unit", "role", "share"))


@dataclass(frozen=True, slots=True)
class UserAccount:
    """A user as signing in and judging need it."""

    org_id: str
    id: str
    name: str
    active: bool
    role_id: str | None


@dataclass(frozen=True, slots=True)
class StoredRole:
    """A role's sets as stored."""

    reads: list[str]
    writes: list[str]
    field_rights: list[str]
    permissions: list[str]


def read_user(connection: Connection, org_id: str, user_id: str) -> UserAccount | None:
    """Return a user; one in the bin is not active."""
    row = connection.execute(
        select(_USERS.c.name, _USERS.c.active, _USERS.c.role_id, _USERS.c.deleted_at).where(
            _USERS.c.org_id == org_id, _USERS.c.id == user_id
        )
    ).one_or_none()
    if row is None:
        return None
    return UserAccount(org_id, user_id, row.name or "", bool(row.active) and row.deleted_at is None, row.role_id)


def read_role(connection: Connection, org_id: str, role_id: str) -> StoredRole | None:
    """Return a role; one in the bin gives no rights."""
    row = connection.execute(
        select(_ROLES.c.reads, _ROLES.c.writes, _ROLES.c.field_rights, _ROLES.c.permissions).where(
            _ROLES.c.org_id == org_id, _ROLES.c.id == role_id, _ROLES.c.deleted_at.is_(None)
        )
    ).one_or_none()
    return StoredRole(*row) if row is not None else None


def read_units(connection: Connection, org_id: str) -> dict[str, str | None]:
    """Return each unit's parent."""
    rows = connection.execute(select(_UNITS.c.id, _UNITS.c.parent_id).where(_UNITS.c.org_id == org_id))
    return {row.id: row.parent_id for row in rows}


def read_members(connection: Connection, org_id: str) -> dict[str, str | None]:
    """Return each user's unit; leavers too, whose records still belong to the unit."""
    rows = connection.execute(select(_USERS.c.id, _USERS.c.unit_id).where(_USERS.c.org_id == org_id))
    return {row.id: row.unit_id for row in rows}


def read_shares(connection: Connection, org_id: str, user_id: str) -> dict[tuple[str, str], str]:
    """Return the right, `read` or `write`, with which records are shared with the user, by kind and id."""
    rows = connection.execute(
        select(_SHARES.c.record_kind, _SHARES.c.record_id, _SHARES.c.right).where(
            _SHARES.c.org_id == org_id, _SHARES.c.owner_id == user_id, _SHARES.c.deleted_at.is_(None)
        )
    )
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row.record_kind, row.record_id)
        found[key] = "write" if "write" in (found.get(key), row.right) else "read"
    return found


def read_share_targets(connection: Connection, org_id: str, shares: Collection[str]) -> set[tuple[str, str]]:
    """Return kind and id of the records that these shares, in the bin or not, are about."""
    found: set[tuple[str, str]] = set()
    for part in in_parts(sorted(shares)):
        rows = connection.execute(
            select(_SHARES.c.record_kind, _SHARES.c.record_id).where(_SHARES.c.org_id == org_id, _SHARES.c.id.in_(part))
        )
        found.update((row.record_kind, row.record_id) for row in rows if row.record_kind in KINDS)
    return found


def find_user(connection: Connection, sign_in_name: str) -> UserAccount | None:
    """Return the user who signs in by this name, in whichever organisation."""
    row = connection.execute(
        select(CREDENTIALS.c.org_id, CREDENTIALS.c.user_id).where(
            CREDENTIALS.c.sign_in_name == plain_name(sign_in_name)
        )
    ).one_or_none()
    return read_user(connection, row.org_id, row.user_id) if row is not None else None


def organisation_name(connection: Connection, org_id: str) -> str:
    """Return what the organisation is called."""
    table = RECORDS["organisation"]
    return str(connection.scalar(select(table.c.name).where(table.c.org_id == org_id, table.c.id == org_id)) or "")


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person as an operator sees the list; `seen_at` is when a device of theirs was last heard of, 0 for never."""

    org_id: str
    sign_in_name: str
    name: str
    active: bool
    role: str
    seen_at: int


def list_people(connection: Connection) -> list[ListedPerson]:
    """Return everybody who is not in the bin, by organisation and sign-in name."""
    roles, seen = RECORDS["role"].c, func.coalesce(func.max(DEVICES.c.seen_at), 0)
    statement = (
        select(_USERS.c.org_id, _USERS.c.sign_in_name, _USERS.c.name, _USERS.c.active, roles.name, seen)
        .outerjoin(RECORDS["role"], (roles.org_id == _USERS.c.org_id) & (roles.id == _USERS.c.role_id))
        .outerjoin(DEVICES, (DEVICES.c.org_id == _USERS.c.org_id) & (DEVICES.c.user_id == _USERS.c.id))
        .where(_USERS.c.deleted_at.is_(None))
        .group_by(_USERS.c.org_id, _USERS.c.id, _USERS.c.sign_in_name, _USERS.c.name, _USERS.c.active, roles.name)
        .order_by(_USERS.c.org_id, _USERS.c.sign_in_name)
    )
    rows = connection.execute(statement)
    return [
        ListedPerson(org, sign_in or "", name or "", bool(active), role or "", int(at))
        for org, sign_in, name, active, role, at in rows
    ]


def plain_name(sign_in_name: str) -> str:
    """Return a sign-in name as it is compared: without outer spaces, in lower case."""
    return sign_in_name.strip().lower()
