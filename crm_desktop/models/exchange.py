"""The messages between device and server: the whole protocol in one file, for both ends.

JSON by msgspec, compressed by negotiation. A message that does not match is refused whole with the path of what is
wrong. Unknown members are ignored, so that a newer side can add some; PROTOCOL rises when meaning changes.
"""

from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from crm_desktop.models.changes import RecordChange, Transaction
from crm_desktop.models.fields import Value

PROTOCOL = 1
OLDEST_PROTOCOL = 1
PROTOCOL_HEADER = "Fieldline-Protocol"
"""Header of every request: PROTOCOL in digits. A server that no longer speaks it answers 426 with a Problem."""
MOST_TRANSACTIONS = 500
MOST_ROWS = 5_000

Id: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$", max_length=32)]
"""The length says what the pattern does not: `$` also matches before a line's end."""
_NO_NUL = r"^[^\x00]*$"
"""PostgreSQL keeps no text with a NUL in it."""
Facts: TypeAlias = dict[str, str | int]


class Hello(msgspec.Struct, frozen=True, kw_only=True):
    """GET /v1/hello, without sign-in: can we talk, and what time is it there."""

    product: str
    version: str
    protocol: int
    oldest_protocol: int
    schema: int
    now: int


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """The device that signs in. `id` is made once per profile."""

    id: Id
    name: Annotated[str, msgspec.Meta(max_length=200, pattern=_NO_NUL)]
    platform: Annotated[str, msgspec.Meta(max_length=60, pattern=_NO_NUL)]


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/sign-in."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=_NO_NUL)]
    password: Annotated[str, msgspec.Meta(max_length=1000)]
    device: Device


class Renewal(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/renew: a refresh token is good for one use; using it twice ends the sign-in on that device."""

    refresh_token: str
    device_id: Id


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Answer to sign-in and renewal. `access_token` is short-lived: `expires_at` in server milliseconds."""

    access_token: str
    refresh_token: str
    expires_at: int
    now: int
    user_id: str
    user_name: str
    organisation_id: str
    organisation_name: str


class RegisteredDevice(msgspec.Struct, frozen=True, kw_only=True):
    """A device on which the user has signed in; moments in server milliseconds."""

    id: str
    name: str
    platform: str
    created_at: int
    seen_at: int
    revoked_at: int | None = None
    this: bool = False
    """The device that asks."""
    waiting: int = 0
    undecided: int = 0
    """What it said last: acts that wait to be sent, and decisions that wait for its person."""


class Devices(msgspec.Struct, frozen=True, kw_only=True):
    """GET /v1/devices; DELETE /v1/devices/ID revokes one."""

    devices: list[RegisteredDevice]


class Position(msgspec.Struct, frozen=True):
    """Up to where a replica has read. A different epoch or scope means: take a new snapshot, keep the outbox.

    `epoch` changes when the server was restored from a backup; `scope` is a digest of what the user may see.
    """

    epoch: str = ""
    sequence: int = 0
    scope: str = ""


class Rows(msgspec.Struct, frozen=True):
    """Current rows of one kind, column by column named once. Order of columns is the sender's."""

    kind: str
    columns: list[str]
    rows: list[list[Any]]


class RecordRef(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One record."""

    kind: str
    id: str


class HistoryEntry(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What one accepted transaction did to one record, as everyone may read it."""

    sequence: int
    transaction_id: str
    ordinal: int
    act: str
    user_id: str
    device: str
    made_at: int
    change: RecordChange


class SnapshotRequest(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/sync/snapshot. An empty `cursor` starts; every answer carries the cursor of the next page."""

    cursor: Annotated[str, msgspec.Meta(max_length=500)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_ROWS)] = 2_000
    schema: int = 1


class EpochStart(msgspec.Struct, frozen=True, array_like=True):
    """An epoch, and the number in the log after which it began: what came later in the one before is not in it."""

    epoch: str
    began: int


class SnapshotPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page. `position` is where the log must be read from afterwards, the same on all pages of one snapshot."""

    position: Position
    batch: Rows
    history: list[HistoryEntry] = []
    cursor: str
    """ "" on the last page."""
    total: int
    """Rows in the whole snapshot, as counted when it began."""
    epochs: list[EpochStart] = []
    """On the first page: all epochs of the organisation, oldest first, to tell which acts a restored server lost."""
    schema: int = 0
    """The server's declarations, see catalog.SCHEMA; 0 from a server that cannot send parts alone."""


class PullRequest(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/sync/pull.

    `waiting` and `undecided` say what is not sent or not decided on the device: whoever revokes it wants to know.
    """

    position: Position
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_ROWS)] = 2_000
    schema: int = 1
    waiting: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    undecided: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0


class PullPage(msgspec.Struct, frozen=True, kw_only=True):
    """What is new, cut at a transaction boundary; applied together with `position` in one local commit."""

    position: Position
    batches: list[Rows]
    exits: list[RecordRef]
    """Records that left the user's sight: not deleted, but to be gone from the device."""
    history: list[HistoryEntry]
    more: bool
    head: int
    """The server's newest sequence number, for the progress."""
    snapshot: Literal["", "epoch", "scope", "horizon"] = ""
    """Not "": nothing else in this page counts; take a new snapshot for that reason."""
    schema: int = 0
    """The server's declarations, see catalog.SCHEMA; 0 from a server that cannot send parts alone."""


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/sync/push. `clock` is the device's present time, to correct its `made_at`s."""

    transactions: Annotated[list[Transaction], msgspec.Meta(max_length=MOST_TRANSACTIONS)]
    clock: int
    epoch: str = ""
    """Of the server that the device knows; a push on its way while the server was restored must not be accepted."""


class Settlement(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """How one field on which two people differed was settled."""

    kind: str
    id: str
    field: str
    rule: str
    base: Value
    mine: Value
    theirs: Value
    result: Value
    winner: Literal["mine", "theirs", "both"]
    theirs_by: str = ""
    theirs_at: int = 0
    conflict_id: str = ""
    """The conflict entry that keeps the losing value; "" where nothing was lost."""


class Refusal(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Why a transaction was not accepted: a code of context `errors`, facts for its sentence, and where."""

    code: str
    facts: Facts = {}
    kind: str = ""
    id: str = ""
    field: str = ""
    present: Value = None
    """What stands at the server, where a guard refused."""


class Outcome(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The one durable answer to a transaction; the same however often it is sent."""

    transaction_id: str
    result: Literal["applied", "merged", "refused"]
    sequence: int = 0
    settlements: list[Settlement] = []
    refusal: Refusal | None = None
    repeated: bool = False


class PushAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One outcome for each transaction, in the order sent."""

    outcomes: list[Outcome]
    now: int
    epoch: str = ""
    """The server's epoch, where the push named another one: then nothing was decided. Take a new snapshot first."""


class Poke(msgspec.Struct, frozen=True):
    """GET /v1/sync/poke?after=N&wait=S answers when there is something after N, or when S seconds are over."""

    head: int
    epoch: str


class Problem(msgspec.Struct, frozen=True):
    """The one shape of every error answer."""

    code: str
    facts: Facts = {}
