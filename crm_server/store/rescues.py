"""Rescues: the right of a device that is shut out to hand over what it has not sent. One for each device."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, insert, select, update

from crm_server.store.sessions import Caller
from crm_server.store.tables import DEVICES, RESCUES


@dataclass(frozen=True, slots=True)
class RescueCase:
    """A device that hands over its work: who it was, why it is shut out, and since when."""

    caller: Caller
    reason: str
    since: int
    granted_at: int = 0
    """When it was granted first."""
    expires_at: int = 0
    ended_at: int | None = None


def find_rescue(connection: Connection, org_id: str, user_id: str, device_id: str) -> RescueCase | None:
    """Return the device's rescue, locked, so that two askings come one after the other."""
    return _one(connection, _of(org_id, user_id, device_id), lock=True)


def rescue_by_token(connection: Connection, token_hash: str) -> RescueCase | None:
    """Return the rescue that a token belongs to."""
    return _one(connection, RESCUES.c.token_hash == token_hash)


def grant(connection: Connection, case: RescueCase, token_hash: str) -> None:
    """Keep a rescue with its present token; an earlier one of the device is replaced."""
    caller = case.caller
    values = {
        "token_hash": token_hash,
        "family": caller.family,
        "reason": case.reason,
        "since": case.since,
        "granted_at": case.granted_at,
        "expires_at": case.expires_at,
        "ended_at": None,
    }
    mine = _of(caller.org_id, caller.user_id, caller.device_id)
    if not connection.execute(update(RESCUES).where(mine).values(values)).rowcount:
        connection.execute(
            insert(RESCUES).values(org_id=caller.org_id, user_id=caller.user_id, device_id=caller.device_id, **values)
        )


def end(connection: Connection, caller: Caller, now: int) -> None:
    """Close the device's rescue: nothing more is taken from it."""
    mine = _of(caller.org_id, caller.user_id, caller.device_id)
    connection.execute(update(RESCUES).where(mine, RESCUES.c.ended_at.is_(None)).values(ended_at=now))


def _one(connection: Connection, condition: ColumnElement[bool], lock: bool = False) -> RescueCase | None:
    statement = (
        select(RESCUES, DEVICES.c.name)
        .join_from(
            RESCUES,
            DEVICES,
            (DEVICES.c.org_id == RESCUES.c.org_id)
            & (DEVICES.c.user_id == RESCUES.c.user_id)
            & (DEVICES.c.id == RESCUES.c.device_id),
        )
        .where(condition)
    )
    row = connection.execute(statement.with_for_update(of=RESCUES) if lock else statement).one_or_none()
    if row is None:
        return None
    caller = Caller(row.org_id, row.user_id, row.device_id, row.name, row.family)
    return RescueCase(caller, row.reason, row.since, row.granted_at, row.expires_at, row.ended_at)


def _of(org_id: str, user_id: str, device_id: str) -> ColumnElement[bool]:
    return (RESCUES.c.org_id == org_id) & (RESCUES.c.user_id == user_id) & (RESCUES.c.device_id == device_id)
