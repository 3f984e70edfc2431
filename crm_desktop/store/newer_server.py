"""When the server has been upgraded: acts that its older version could not take are sent again by themselves."""

from collections.abc import Sequence

import msgspec

from crm_desktop.models.exchange import Outcome
from crm_desktop.models.rules.dependence import RefusedBasis
from crm_desktop.models.sync_run import Touched
from crm_desktop.store.engine import Connection
from crm_desktop.store.identity import fact, remember
from crm_desktop.store.journal import transactions
from crm_desktop.store.parked import send_again
from crm_desktop.store.schema import OPEN, State

_SERVER = "server_schema"
_UNKNOWN_THEN = ("sync.unknown_kind", "sync.unknown_field", "field.")
"""How codes begin that an older version gives to what only a newer one knows or allows."""


def meet_server(connection: Connection, schema: int, now: int) -> Touched:
    """Take note of the server's version; where it rose, send again what was refused for being newer than it."""
    before = int(fact(connection, _SERVER) or 0)
    if schema == before:
        return Touched()
    remember(connection, **{_SERVER: str(schema)})
    if not 0 < before < schema:
        return Touched()
    again = _refused_as_too_new(connection, before)
    if not again:
        return Touched()
    done = send_again(connection, now, [*again, *_resting_on(connection, again)])
    return Touched(done.kinds, done.ids)


def _refused_as_too_new(connection: Connection, server: int) -> list[str]:
    sql = f"SELECT id, outcome FROM transactions WHERE state = '{State.REFUSED}' AND {OPEN} AND schema > ?"
    found = []
    for act, text in connection.execute(sql, (server,)).fetchall():
        outcome = msgspec.json.decode(text, type=Outcome)
        if outcome.refusal is not None and outcome.refusal.code.startswith(_UNKNOWN_THEN):
            found.append(act)
    return found


def _resting_on(connection: Connection, again: Sequence[str]) -> list[str]:
    """Return parked acts that rest on those which go again, and on no other that was refused."""
    parked = transactions(connection, f"state IN ('{State.REFUSED}', '{State.PARKED}') AND {OPEN} ORDER BY number")
    goes = RefusedBasis()
    stays = RefusedBasis()
    found = []
    for _, act in parked:
        if act.id in again or (any(map(goes.carries, act.changes)) and not any(map(stays.carries, act.changes))):
            goes.add(act.changes)
            found.append(act.id)
        else:
            stays.add(act.changes)
    return [each for each in found if each not in again]
