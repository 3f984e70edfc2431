"""Conflict entries: how a settlement that somebody may want to change becomes a record, and how a decision is read."""

import re

import msgspec

from crm_desktop.models.exchange import Settlement
from crm_desktop.models.fields import RecordKind, Value, Values
from crm_desktop.models.merge.authors import Author

_BLANKS = re.compile(r"(?<=\s)\s|[^\S ]")


def conflict_values(settlement: Settlement, kind: RecordKind, current: Values, mine: Author) -> dict[str, Value]:
    """Return the values of the conflict record that keeps a settlement.

    `current` is the record settled. The entry belongs to whoever lost, so that it reaches that person's device, and to
    the record's account, so that it reaches everyone who looks after the customer.
    """
    loser = settlement.theirs_by if settlement.winner == "mine" else mine.user_id
    return {
        "record_kind": settlement.kind,
        "record_id": settlement.id,
        "field": settlement.field,
        "base": encode_value(settlement.base),
        "mine": encode_value(settlement.mine),
        "theirs": encode_value(settlement.theirs),
        "mine_by": mine.user_id,
        "mine_at": mine.edited_at,
        "mine_device": mine.device or None,
        "theirs_by": settlement.theirs_by or None,
        "theirs_at": settlement.theirs_at or None,
        "winner": settlement.winner,
        "state": "open",
        "account_id": settlement.id if kind.account_field == "id" else current.get(kind.account_field),
        "owner_id": loser or mine.user_id,
    }


def encode_value(value: Value) -> str:
    """Return a value as the JSON text in which conflict entries keep it.

    Blanks that canonical one-line text would lose (several in a row, wide ones) are escaped, so that none is.
    """
    return _BLANKS.sub(lambda blank: f"\\u{ord(blank[0]):04x}", msgspec.json.encode(value).decode())


def decode_value(text: Value) -> Value:
    """Read a value kept by a conflict entry; nothing where the entry says nothing."""
    return msgspec.json.decode(text, type=Value) if isinstance(text, str) and text else None
