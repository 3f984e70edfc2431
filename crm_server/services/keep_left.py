"""What accepting does about work left behind: keeps what a rescue could not apply, closes what somebody did instead.

Everything here is part of the database transaction in which the outcomes are written.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from crm_desktop.models.changes import Transaction
from crm_desktop.models.exchange import Outcome, Push
from crm_server.store import left_work
from crm_server.store.rescues import RescueCase
from crm_server.store.sessions import Caller


def edited_at(now: int, clock: int, transaction: Transaction) -> int:
    """Return when the edit was made by the server's clock: the device's error taken out, and never in the future."""
    return max(0, min(now, transaction.made_at + now - clock))


def keep_refused(connection: Connection, case: RescueCase, push: Push, outcomes: Sequence[Outcome], now: int) -> None:
    """Keep the refused ones among a rescued device's transactions, also those refused before it was shut out."""
    refused = {each.transaction_id: each.refusal for each in outcomes if each.result == "refused"}
    works = [
        (transaction, refused[transaction.id], edited_at(now, push.clock, transaction))
        for transaction in push.transactions
        if transaction.id in refused
    ]
    left_work.keep(connection, case, works, now)


def is_open(connection: Connection, org_id: str, work_id: str) -> bool:
    """Tell whether the work waits for a decision; locks it until the end of the transaction."""
    found = left_work.find_left(connection, org_id, work_id, lock=True)
    return found is not None and found.state == left_work.OPEN


def settle(connection: Connection, caller: Caller, work_id: str, outcome: Outcome, now: int) -> None:
    """Close the work when what was done in its place was accepted."""
    if outcome.result != "refused":
        decision = (left_work.APPLIED, caller.user_id, outcome.transaction_id)
        left_work.decide(connection, caller.org_id, work_id, decision, now)
