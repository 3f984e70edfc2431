"""Values that lost against others: what conflict entries keep of a record, whenever and however it was settled."""

from dataclasses import dataclass

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Value
from crm_desktop.models.merge.entries import decode_value
from crm_desktop.models.record import Record
from crm_desktop.models.rules.settling import DELETION, Side
from crm_desktop.store.queries.records import record, where
from crm_desktop.store.reader import Reader


@dataclass(frozen=True, slots=True)
class LostValue:
    """A value that somebody typed and that does not stand in the record; `rules.settling.bring_back` restores it."""

    entry: Record
    side: Side
    field: str
    value: Value
    user_id: str
    device: str
    at: int


def lost_values(reader: Reader, kind: str, record_id: str) -> list[LostValue]:
    """Return them newest first; deletions are not values. Empty for a record that is not on this device."""
    found = record(reader, kind, record_id)
    if found is None:
        return []
    about = "record_kind = ? AND record_id = ? AND field <> ? AND deleted_at IS NULL ORDER BY created_at DESC, id DESC"
    sides = [
        LostValue(
            entry=entry,
            side=side,
            field=str(entry.get("field")),
            value=decode_value(entry.get(side.value)),
            user_id=str(entry.get(f"{side.value}_by") or ""),
            device=str(entry.get("mine_device") or "") if side is Side.MINE else "",
            at=_moment(entry.get(f"{side.value}_at")),
        )
        for entry in where(reader, "conflict", about, kind, record_id, DELETION)
        for side in (Side.MINE, Side.THEIRS)
    ]
    return [each for each in sides if KINDS[kind].has(each.field) and each.value != found.get(each.field)]


def _moment(value: Value) -> int:
    return value if isinstance(value, int) else 0
