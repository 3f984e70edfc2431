"""Work left behind: acts of rescued devices that were not applied, kept whole until and after somebody decides."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from crm_desktop.models.changes import Transaction
from crm_desktop.models.exchange import Refusal
from crm_server.store.rescues import RescueCase
from crm_server.store.rows import in_parts
from crm_server.store.tables import LEFT_WORK

_TRANSACTION = msgspec.json.Decoder(Transaction)
_REFUSAL = msgspec.json.Decoder(Refusal)
OPEN, APPLIED, DISCARDED = "open", "applied", "discarded"


@dataclass(frozen=True, slots=True)
class Left:
    """One act that was left behind; moments in server milliseconds."""

    transaction: Transaction
    refusal: Refusal | None
    user_id: str
    device_id: str
    device: str
    reason: str
    made_at: int
    received_at: int
    state: str = OPEN
    decided_by: str = ""
    decided_at: int = 0
    decided_as: str = ""


def keep(
    connection: Connection, case: RescueCase, works: Iterable[tuple[Transaction, Refusal | None, int]], now: int
) -> int:
    """Keep acts, each with its refusal and corrected moment; those that are kept already stay as they are.

    Returns how many were new.
    """
    caller = case.caller
    wanted = {transaction.id: (transaction, refusal, made_at) for transaction, refusal, made_at in works}
    known: set[str] = set()
    for part in in_parts(sorted(wanted)):
        mine = (LEFT_WORK.c.org_id == caller.org_id) & LEFT_WORK.c.id.in_(part)
        known.update(connection.scalars(select(LEFT_WORK.c.id).where(mine)))
    rows = [
        {
            "org_id": caller.org_id,
            "id": transaction.id,
            "user_id": caller.user_id,
            "device_id": caller.device_id,
            "device": caller.device_name,
            "reason": case.reason,
            "made_at": made_at,
            "received_at": now,
            "act": msgspec.json.encode(transaction).decode(),
            "refusal": msgspec.json.encode(refusal).decode() if refusal is not None else None,
            "state": OPEN,
            "decided_by": "",
            "decided_at": 0,
            "decided_as": "",
        }
        for transaction, refusal, made_at in wanted.values()
        if transaction.id not in known
    ]
    if rows:
        connection.execute(insert(LEFT_WORK), rows)
    return len(rows)


def read_left(connection: Connection, org_id: str, users: Iterable[str] | None, limit: int) -> list[Left]:
    """Return what these users left, or everybody; the open ones first, the latest on top."""
    undecided = (LEFT_WORK.c.state != OPEN, LEFT_WORK.c.received_at.desc(), LEFT_WORK.c.made_at.desc(), LEFT_WORK.c.id)
    statement = select(LEFT_WORK).where(LEFT_WORK.c.org_id == org_id).order_by(*undecided).limit(limit)
    if users is not None:
        statement = statement.where(LEFT_WORK.c.user_id.in_(sorted(users)))
    return [_left(row) for row in connection.execute(statement)]


def find_left(connection: Connection, org_id: str, work_id: str, lock: bool = False) -> Left | None:
    """Return one, locked where it is about to be decided."""
    statement = select(LEFT_WORK).where(_is(org_id, work_id))
    row = connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    return _left(row) if row is not None else None


def decide(connection: Connection, org_id: str, work_id: str, decision: tuple[str, str, str], now: int) -> bool:
    """Close an open one by `(state, user, transaction)`; False where it is decided already."""
    state, user_id, transaction_id = decision
    statement = (
        update(LEFT_WORK)
        .where(_is(org_id, work_id), LEFT_WORK.c.state == OPEN)
        .values(state=state, decided_by=user_id, decided_at=now, decided_as=transaction_id)
    )
    return bool(connection.execute(statement).rowcount)


def count_open(connection: Connection, org_id: str, user_id: str) -> int:
    """Return how much of a user's work waits for a decision."""
    mine = (LEFT_WORK.c.org_id == org_id, LEFT_WORK.c.user_id == user_id, LEFT_WORK.c.state == OPEN)
    return int(connection.scalar(select(func.count()).where(*mine)) or 0)


def _is(org_id: str, work_id: str) -> ColumnElement[bool]:
    return (LEFT_WORK.c.org_id == org_id) & (LEFT_WORK.c.id == work_id)


def _left(row: object) -> Left:
    stored = row._mapping  # type: ignore[attr-defined]
    return Left(
        transaction=_TRANSACTION.decode(stored["act"]),
        refusal=_REFUSAL.decode(stored["refusal"]) if stored["refusal"] else None,
        **{name: stored[name] for name in Left.__slots__ if name not in ("transaction", "refusal")},
    )
