"""A push as accepting takes it: whose it is, what it brings, and in whose place it is done. Decides nothing."""

from dataclasses import dataclass

from crm_desktop.models.exchange import Push
from crm_desktop.models.ids import is_id
from crm_desktop.models.rules.dependence import RefusedBasis
from crm_server.errors import Malformed
from crm_server.store.rescues import RescueCase
from crm_server.store.sessions import Caller


@dataclass(frozen=True, slots=True)
class PushJob:
    """One device's transactions, and its clock as it was when they were sent."""

    caller: Caller
    push: Push
    rescue: RescueCase | None = None
    """The device is shut out and hands over its work: what is refused is kept for a person to decide."""
    refused: RefusedBasis | None = None
    """What was refused before of the same request, where its transactions are tried one by one."""
    settles: str = ""
    """The work left behind, by its id, in whose place this single transaction is done."""
    token: str = ""
    """The access token, where it was only recognised: it is judged before anything of its group is."""


def check_push(push: Push) -> None:
    """Raise Malformed where a transaction could not even be answered."""
    for index, transaction in enumerate(push.transactions):
        if not is_id(transaction.id):
            raise Malformed("request.malformed", path=f"$.transactions[{index}].id")
        if transaction.undoes and not is_id(transaction.undoes):
            raise Malformed("request.malformed", path=f"$.transactions[{index}].undoes")
        if not 0 < len(transaction.act) <= 100 or "\0" in transaction.act:
            raise Malformed("request.malformed", path=f"$.transactions[{index}].act")
        if not 0 < transaction.schema < 2**31:
            raise Malformed("request.malformed", path=f"$.transactions[{index}].schema")
