"""Records with defaults, for the tests of rules."""

from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record


def record(kind: str, record_id: str = "r1", **values: Value) -> Record:
    """Return a record that says only what is given."""
    return Record(kind, record_id, values)
