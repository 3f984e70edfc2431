"""Sessions: the hashes of access and refresh tokens, and the families that refresh tokens descend in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from crm_server.store.many import among, is_postgres
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


# Made once: making it costs more than running it, and every request asks.
@cache
def sessions_statement(postgres: bool) -> Select[Any]:
    """Return the statement for the sessions of `hashes`."""
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
        .where(among(tokens.c.token_hash, "hashes", postgres))
    )


def find_session(connection: Connection, token_hash: str) -> FoundSession | None:
    """Return the session of an access token with what may have ended it, in one reading."""
    return find_sessions(connection, [token_hash]).get(token_hash)


def find_sessions(connection: Connection, hashes: Collection[str]) -> dict[str, FoundSession]:
    """Return the sessions of access tokens by their hashes, in one reading."""
    return as_sessions(connection.execute(sessions_statement(is_postgres(connection)), {"hashes": sorted(hashes)}))


def as_sessions(rows: Iterable[Sequence[Any]]) -> dict[str, FoundSession]:
    """Return what `sessions_statement` found, by the tokens' hashes."""
    found = {}
    for org_id, user_id, device_id, name, family, waiting, undecided, *judged, token_hash in rows:
        expires_at, revoked_at, active, deleted_at = judged
        caller = Caller(org_id, user_id, device_id, name, family, (waiting, undecided))
        found[token_hash] = FoundSession(
            caller, expires_at, revoked_at is not None, bool(active) and deleted_at is None
        )
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
