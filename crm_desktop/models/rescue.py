"""The messages of parting: what a device hands over that was revoked, and the work that people left behind.

The rest of the protocol stands in exchange.py, its rules in docs/protocol.md and docs/decisions/rescue.md.
"""

from typing import Annotated, Literal

import msgspec

from crm_desktop.models.changes import Operation, Transaction
from crm_desktop.models.exchange import MOST_TRANSACTIONS, Id, Refusal
from crm_desktop.models.fields import Value

REVOKED = "device.revoked"
DISABLED = "sign_in.disabled"
SHUT_OUT = frozenset({REVOKED, DISABLED})
"""Codes after which a device hands over what was not sent yet, and then destroys its data."""


class RescueRequest(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/rescue: a device that is shut out asks for the right to hand over what was not sent yet."""

    refresh_token: Annotated[str, msgspec.Meta(max_length=200)]
    device_id: Id


class RescueRight(msgspec.Struct, frozen=True, kw_only=True):
    """Answer: a token that is good for /v1/rescue/… of this device only; moments in server milliseconds."""

    token: str
    expires_at: int
    now: int
    reason: str
    """One of SHUT_OUT."""
    since: int
    """When the access ended: what was made later is kept for a person to decide."""


class ParkedWork(msgspec.Struct, frozen=True, omit_defaults=True):
    """An act that waits for a decision on the device; without a refusal it rests on another such act."""

    transaction: Transaction
    refusal: Refusal | None = None


class Keep(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/rescue/keep: keep these at the server. `clock` is the device's present time, as in Push."""

    works: Annotated[list[ParkedWork], msgspec.Meta(max_length=MOST_TRANSACTIONS)]
    clock: int


class LeftField(msgspec.Struct, frozen=True, array_like=True):
    """One field of a change that was left behind, and what stands at the server now."""

    name: str
    before: Value
    after: Value
    present: Value = None


class LeftChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One change as its reader may see it. `hidden`: a record out of their sight, of which nothing is told."""

    kind: str
    id: str
    operation: Operation
    title: str = ""
    fields: list[LeftField] = []
    hidden: bool = False
    exists: bool = False
    """The record is at the server; a creation of it cannot be applied again."""
    seen: int = 0
    """The record's `updated_at`, which a deletion has to name."""


class LeftWork(msgspec.Struct, frozen=True, omit_defaults=True):
    """One act that somebody left behind, and what became of it. Moments in server milliseconds."""

    id: str
    user_id: str
    device: str
    reason: str
    act: str
    made_at: int
    received_at: int
    changes: list[LeftChange]
    refusal: Refusal | None = None
    state: Literal["open", "applied", "discarded"] = "open"
    decided_by: str = ""
    decided_at: int = 0
    decided_as: str = ""
    """The transaction that did it, where it was applied."""
    decidable: bool = False
    """Its reader sees all of it, and so may decide about it."""


class LeftWorks(msgspec.Struct, frozen=True, kw_only=True):
    """GET /v1/left-work: the open ones first, the latest on top, then those decided."""

    works: list[LeftWork]


class ApplyLeft(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/left-work/ID/apply: do this in its place, as an act of one's own; answered like a push of one."""

    transaction: Transaction
    clock: int


class DeviceName(msgspec.Struct, frozen=True, kw_only=True):
    """PATCH /v1/devices/ID: what the person calls this device from now on."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
