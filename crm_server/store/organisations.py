"""Each organisation's counter: the number of its last accepted transaction, its epoch and its log's horizon."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from crm_desktop.models.exchange import EpochStart
from crm_desktop.models.ids import new_id
from crm_server.store.many import among, is_postgres
from crm_server.store.tables import EPOCHS, STATE

CHANNEL = "fieldline_heads"
"""PostgreSQL's notification channel; its messages are `organisation number`."""


# Made once: making a statement costs more than running it, and every request runs these.
@cache
def states_statement(postgres: bool) -> Select[Any]:
    """Return the statement for the states of `orgs`."""
    columns = (STATE.c.org_id, STATE.c.sequence, STATE.c.epoch, STATE.c.horizon)
    return select(*columns).where(among(STATE.c.org_id, "orgs", postgres))


_TAKE = (
    update(STATE)
    .where(STATE.c.org_id == bindparam("org"))
    .values(sequence=STATE.c.sequence + bindparam("count"))
    .returning(STATE.c.sequence)
)


@dataclass(frozen=True, slots=True)
class OrganisationState:
    """Where an organisation's log stands."""

    sequence: int
    epoch: str
    horizon: int


def read_state(connection: Connection, org_id: str) -> OrganisationState:
    """Return the state; raises LookupError for an organisation that does not exist."""
    return read_states(connection, [org_id])[org_id]


def read_states(connection: Connection, org_ids: Collection[str]) -> dict[str, OrganisationState]:
    """Return the states of organisations; raises LookupError where one of them does not exist."""
    rows = connection.execute(states_statement(is_postgres(connection)), {"orgs": list(org_ids)}).all()
    return as_states(rows, len(org_ids))


def as_states(rows: Sequence[Sequence[Any]], asked: int) -> dict[str, OrganisationState]:
    """Return what `states_statement` found of so many organisations; raises LookupError where one does not exist."""
    if len(rows) < asked:
        raise LookupError("there is no such organisation")
    return {org_id: OrganisationState(*state) for org_id, *state in rows}


def list_organisations(connection: Connection) -> list[str]:
    """Return the ids of all organisations."""
    return list(connection.scalars(select(STATE.c.org_id).order_by(STATE.c.org_id)))


def read_heads(connection: Connection) -> dict[str, int]:
    """Return the last number of every organisation."""
    return {row.org_id: row.sequence for row in connection.execute(select(STATE.c.org_id, STATE.c.sequence))}


def add_organisation(connection: Connection, org_id: str) -> None:
    """Start an organisation's log at nothing."""
    epoch = new_id()
    connection.execute(insert(STATE).values(org_id=org_id, sequence=0, epoch=epoch, horizon=0))
    connection.execute(insert(EPOCHS).values(org_id=org_id, number=0, epoch=epoch, began=0))


def take_numbers(connection: Connection, counts: Mapping[str, int]) -> dict[str, int]:
    """Return for each organisation the first of so many fresh numbers.

    Call it after all reading and judging: the counters' rows stay locked until the commit, so that numbers are
    committed in their order, and whoever reads the counter at N has everything up to N before him.
    """
    first = {}
    for org_id, count in sorted(counts.items()):
        last = connection.execute(_TAKE, {"org": org_id, "count": count}).scalar_one()
        first[org_id] = int(last) - count + 1
    return first


def start_new_epoch(connection: Connection, org_id: str) -> None:
    """Tell all replicas that the past may be another one: after a restore from a backup."""
    epoch, began, number = new_id(), read_state(connection, org_id).sequence, len(read_epochs(connection, org_id))
    connection.execute(update(STATE).where(STATE.c.org_id == org_id).values(epoch=epoch))
    connection.execute(insert(EPOCHS).values(org_id=org_id, number=number, epoch=epoch, began=began))


def read_epochs(connection: Connection, org_id: str) -> list[EpochStart]:
    """Return the epochs so far, oldest first."""
    statement = select(EPOCHS.c.epoch, EPOCHS.c.began).where(EPOCHS.c.org_id == org_id).order_by(EPOCHS.c.number)
    return [EpochStart(row.epoch, row.began) for row in connection.execute(statement)]
