"""What has to be looked up before it is known what an act writes: the edits of acts that take other records along.

Read-only: the edits go through the write door. The rules themselves stand in `models/rules`.
"""

from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Values
from crm_desktop.models.record import Record
from crm_desktop.models.rules.assignment import assign_account, check_assigning
from crm_desktop.models.rules.follow_up import follow_up
from crm_desktop.models.rules.stages import is_open
from crm_desktop.store.identity import identity
from crm_desktop.store.queries.picklists import stages
from crm_desktop.store.queries.record_view import standing
from crm_desktop.store.queries.records import belonging, record
from crm_desktop.store.queries.rights import rights
from crm_desktop.store.queries.writable import writable
from crm_desktop.store.reader import Reader

_GO_ALONG = ("opportunity", "task", "visit")


def assigning(reader: Reader, user_id: str, kind: str, record_id: str, new_owner: str) -> list[Edit]:
    """Return the edits that give a record to somebody else; an account takes its open work along.

    Raises Refused where the person may not do this.
    """
    found = _present(reader, kind, record_id)
    owner = record(reader, "user", new_owner)
    active = owner is not None and owner.get("active") is not False
    check_assigning(rights(reader, user_id), kind, standing(reader, found), new_owner, active=active)
    if kind != "account":
        return [Update(kind, record_id, {"owner_id": new_owner})]
    open_stages = {stage.id for stage in stages(reader) if is_open(stage.values)}
    along = [each for name in _GO_ALONG for each in belonging(reader, name, record_id)]
    return assign_account(found, new_owner, along, open_stages)


def logging(reader: Reader, create: Create, now: int) -> list[Edit]:
    """Return the edits that log an activity or plan a visit, with the dates it moves at account and opportunity."""
    values = dict(create.values)
    opportunity = linked_record(reader, "opportunity", values)
    if opportunity is not None and not values.get("account_id"):
        values["account_id"] = opportunity.get("account_id")
    account = linked_record(reader, "account", values)
    made = Create(create.kind, values, create.id)
    return [made, *following(reader, create.kind, values, now, account, opportunity)]


def changing(reader: Reader, kind: str, record_id: str, values: Values, now: int) -> list[Edit]:
    """Return the edits that change a record, with what follows: a visit that is done is a contact with the customer."""
    found = _present(reader, kind, record_id)
    after = {**found.values, **values}
    touched = (linked_record(reader, "account", after), linked_record(reader, "opportunity", after))
    return [Update(kind, record_id, values), *following(reader, kind, after, now, *touched)]


def following(reader: Reader, kind: str, values: Values, now: int, *touched: Record | None) -> list[Edit]:
    """Return what follows of work done, where the signed-in person may change it.

    Who helps with a colleague's customer logs it there; that the customer's own dates stay must not stop the log.
    """
    me = identity(reader.connection).user_id
    edits = follow_up(kind, values, now, *touched)
    return [each for each in edits if writable(reader, me, each.kind, [each.id])]


def linked_record(reader: Reader, kind: str, values: Values) -> Record | None:
    """Return the record of a kind to which values lead, if it is on this device."""
    identifier = values.get(f"{kind}_id")
    return record(reader, kind, identifier) if isinstance(identifier, str) else None


def _present(reader: Reader, kind: str, record_id: str) -> Record:
    found = record(reader, kind, record_id)
    if found is None:
        raise Refused("store.record_gone", kind=kind)
    return found
