"""Letting a colleague see, or change, one record: a right of its own that comes and goes without a new owner."""

from typing import Literal

from crm_desktop.models.edits import Create, Delete
from crm_desktop.models.record import Record

SHAREABLE = frozenset({"account", "contact", "opportunity"})
Right = Literal["read", "write"]


def share(record: Record, person: str, right: Right) -> Create:
    """Return the edit that gives the right; of an account everything that belongs to it goes along."""
    account = record.id if record.kind == "account" else record.get("account_id")
    given = {"record_kind": record.kind, "record_id": record.id, "owner_id": person, "right": right}
    return Create("share", {**given, "account_id": account})


def end_sharing(given: Record) -> Delete:
    """Return the edit that takes the right back: the record leaves the other's devices with their next sync."""
    return Delete("share", given.id)
