"""Giving an account to someone else: who may, and what goes along in the same act."""

from collections.abc import Collection, Iterable

from crm_desktop.models.access import Permission, Rights, Standing, may_write
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Edit, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record


def check_assigning(rights: Rights, kind: str, standing: Standing, new_owner: str, *, active: bool = True) -> None:
    """Raise Refused unless the user may give this record to `new_owner`, who is `active` while working here.

    Taking over is assigning too: it needs the same permission, and both records and person within reach.
    """
    if not active:
        raise Refused("assign.inactive", kind=kind)
    if Permission.ASSIGN not in rights.permissions:
        raise Refused("assign.not_allowed", kind=kind)
    declaration = KINDS[kind]
    reaches = rights.reaches(rights.level(declaration, write=True), new_owner)
    if not may_write(rights, declaration, standing) or not (reaches or new_owner == rights.user_id):
        raise Refused("assign.out_of_reach", kind=kind)


def assign_account(
    account: Record, new_owner: str, belonging: Iterable[Record], open_stages: Collection[Value]
) -> list[Edit]:
    """Return the edits that give an account to `new_owner` with its open opportunities, open tasks, planned visits.

    `belonging` are records of the account. What belongs to colleagues stays theirs; what has no owner goes along.
    """
    old_owner = account.get("owner_id")
    if old_owner == new_owner:
        return []
    edits: list[Edit] = [Update(account.kind, account.id, {"owner_id": new_owner})]
    edits += [
        Update(record.kind, record.id, {"owner_id": new_owner})
        for record in belonging
        if record.get("account_id") == account.id and goes_along(record, old_owner, open_stages)
    ]
    return edits


def goes_along(record: Record, old_owner: Value, open_stages: Collection[Value]) -> bool:
    """Tell whether the record follows its account: the old owner's or nobody's, with work still to come."""
    if record.deleted or record.get("owner_id") not in (old_owner, None):
        return False
    if record.kind == "opportunity":
        return record.get("stage_id") in open_stages
    if record.kind == "task":
        return not record.get("done")
    return record.kind == "visit" and record.get("state") in ("planned", "under_way")
