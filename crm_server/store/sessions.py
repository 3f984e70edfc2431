"""Sessions: the hashes of access and refresh tokens, and the families that refresh tokens descend in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from crm_server.store.tables import ACCESS_TOKENS, DEVICES, RECORDS, REFRESH_TOKENS


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request comes from."""

    org_id: str
    user_id: str
    device_id: str
    device_name: str
    family: str
    unsent: tuple[int, int] = (0, 0)
    """What the device said last: acts that wait to be sent, and decisions that wait for its person."""


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token as stored; moments in milliseconds."""

    token_hash: str
    org_id: str
    user_id: str
    device_id: str
    family: str
    issued_at: int
    expires_at: int
    used_at: int | None
    revoked_at: int | None


@dataclass(frozen=True, slots=True)
class FoundSession:
    """What an access token leads to."""

    caller: Caller
    expires_at: int
    device_revoked: bool
    user_active: bool


def _session_statement() -> Select[Any]:
    users, tokens, devices = RECORDS["user"], ACCESS_TOKENS, DEVICES
    return (
        select(
            tokens.c.org_id,
            tokens.c.user_id,
            tokens.c.device_id,
            devices.c.name,
            tokens.c.family,
            devices.c.waiting,
            devices.c.undecided,
            tokens.c.expires_at,
            devices.c.revoked_at,
            users.c.active,
            users.c.deleted_at,
            tokens.c.token_hash,
        )
        .join_from(
            tokens,
            devices,
            (devices.c.org_id == tokens.c.org_id)
            & (devices.c.user_id == tokens.c.user_id)
            & (devices.c.id == tokens.c.device_id),
        )
        .join(users, (users.c.org_id == tokens.c.org_id) & (users.c.id == tokens.c.user_id))
        .where(tokens.c.token_hash.in_(bindparam("hashes", expanding=True)))
    )


_SESSIONS = _session_statement()
"""Made once: making it costs more than running it, and every request asks."""


def find_session(connection: Connection, token_hash: str) -> FoundSession | None:
    """Return the session of an access token with what may have ended it, in one reading."""
    return find_sessions(connection, [token_hash]).get(token_hash)


def find_sessions(connection: Connection, hashes: Collection[str]) -> dict[str, FoundSession]:
    """Return the sessions of access tokens by their hashes, in one reading."""
    found = {}
    for row in connection.execute(_SESSIONS, {"hashes": sorted(hashes)}):
        active = bool(row.active) and row.deleted_at is None
        org_id, user_id, device_id, device_name, family = row[:5]
        caller = Caller(org_id, user_id, device_id, device_name, family, (row.waiting, row.undecided))
        found[row.token_hash] = FoundSession(caller, row.expires_at, row.revoked_at is not None, active)
    return found


def add_access(connection: Connection, caller: Caller, token_hash: str, expires_at: int, now: int) -> None:
    """Keep an access token, and throw away those that ended."""
    connection.execute(delete(ACCESS_TOKENS).where(ACCESS_TOKENS.c.expires_at < now))
    connection.execute(
        insert(ACCESS_TOKENS).values(
            token_hash=token_hash,
            org_id=caller.org_id,
            user_id=caller.user_id,
            device_id=caller.device_id,
            family=caller.family,
            expires_at=expires_at,
        )
    )


def add_refresh(connection: Connection, caller: Caller, token_hash: str, now: int, expires_at: int) -> None:
    """Keep a refresh token."""
    connection.execute(
        insert(REFRESH_TOKENS).values(
            token_hash=token_hash,
            org_id=caller.org_id,
            user_id=caller.user_id,
            device_id=caller.device_id,
            family=caller.family,
            issued_at=now,
            expires_at=expires_at,
        )
    )


def find_refresh(connection: Connection, token_hash: str) -> RefreshToken | None:
    """Return a refresh token; on PostgreSQL its row stays locked, so that two uses of it come one after the other."""
    columns = [REFRESH_TOKENS.c[name] for name in RefreshToken.__slots__]
    statement = select(*columns).where(REFRESH_TOKENS.c.token_hash == token_hash).with_for_update()
    row = connection.execute(statement).one_or_none()
    return RefreshToken(*row) if row is not None else None


def use_refresh(connection: Connection, token_hash: str, now: int) -> None:
    """Mark a refresh token as used."""
    connection.execute(update(REFRESH_TOKENS).where(REFRESH_TOKENS.c.token_hash == token_hash).values(used_at=now))


def used_since(connection: Connection, token: RefreshToken) -> bool:
    """Tell whether another token of the family was used after this one, so that its successor did arrive."""
    others = select(REFRESH_TOKENS.c.token_hash).where(
        REFRESH_TOKENS.c.family == token.family,
        REFRESH_TOKENS.c.token_hash != token.token_hash,
        REFRESH_TOKENS.c.used_at >= token.used_at,
    )
    return connection.execute(others.limit(1)).first() is not None


def withdraw_unused(connection: Connection, family: str, now: int) -> None:
    """Withdraw the family's refresh tokens that were never used, and its access tokens."""
    connection.execute(delete(ACCESS_TOKENS).where(ACCESS_TOKENS.c.family == family))
    connection.execute(
        update(REFRESH_TOKENS)
        .where(
            REFRESH_TOKENS.c.family == family, REFRESH_TOKENS.c.used_at.is_(None), REFRESH_TOKENS.c.revoked_at.is_(None)
        )
        .values(revoked_at=now)
    )


def end_family(connection: Connection, family: str, now: int) -> None:
    """End a sign-in: its refresh tokens are revoked, its access tokens forgotten."""
    connection.execute(
        update(REFRESH_TOKENS)
        .where(REFRESH_TOKENS.c.family == family, REFRESH_TOKENS.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    connection.execute(delete(ACCESS_TOKENS).where(ACCESS_TOKENS.c.family == family))


def end_sessions(connection: Connection, org_id: str, user_id: str, now: int, device_id: str | None = None) -> None:
    """End all sign-ins of a user, or those on one device."""
    mine = [REFRESH_TOKENS.c.org_id == org_id, REFRESH_TOKENS.c.user_id == user_id]
    access = [ACCESS_TOKENS.c.org_id == org_id, ACCESS_TOKENS.c.user_id == user_id]
    if device_id is not None:
        mine.append(REFRESH_TOKENS.c.device_id == device_id)
        access.append(ACCESS_TOKENS.c.device_id == device_id)
    connection.execute(
        update(REFRESH_TOKENS).where(*mine, REFRESH_TOKENS.c.revoked_at.is_(None)).values(revoked_at=now)
    )
    connection.execute(delete(ACCESS_TOKENS).where(*access))
