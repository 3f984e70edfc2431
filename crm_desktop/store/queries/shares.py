"""With whom a record is shared, as far as this device knows."""

from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader


def shares_of(reader: Reader, kind: str, record_id: str) -> list[Record]:
    """Return the shares of the record that stand, the oldest first."""
    return where(
        reader, "share", "record_kind = ? AND record_id = ? AND deleted_at IS NULL ORDER BY id", kind, record_id
    )
