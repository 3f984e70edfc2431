"""A record's history together with the names of everything that its values ever linked to."""

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Operation
from crm_desktop.models.custom_fields import fields_with
from crm_desktop.models.fields import Value
from crm_desktop.models.values import members
from crm_desktop.store.queries.history import HistoryLine, beginning, history
from crm_desktop.store.queries.records import titles
from crm_desktop.store.reader import Reader

MOST = 200
"""Lines that are shown; the beginning of a longer story is not among them."""


def history_view(reader: Reader, kind: str, record_id: str) -> tuple[list[HistoryLine], dict[str, str]]:
    """Return the lines, newest first and with the record's beginning, and the titles of linked records by id."""
    lines = history(reader, kind, record_id, MOST)
    if len(lines) < MOST and not any(line.operation is Operation.CREATE for line in lines):
        lines += beginning(reader, kind, record_id)
    wanted: dict[str, set[str]] = {}
    for field in fields_with(KINDS[kind], {name for line in lines for name in line.fields}):
        changes = [line.fields[field.name] for line in lines if field.target and field.name in line.fields]
        for change in changes:
            wanted.setdefault(field.target, set()).update(_ids(change.before), _ids(change.after))
    named = {each: title for target, ids in wanted.items() for each, title in titles(reader, target, ids).items()}
    return lines, named


def _ids(value: Value) -> list[str]:
    return members(value) or ([value] if isinstance(value, str) else [])
