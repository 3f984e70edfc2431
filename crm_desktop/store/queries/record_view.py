"""One record with all that a panel or page says about it in one go: links by name, what waits, whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.models.access import Standing
from crm_desktop.models.custom_fields import fields_with
from crm_desktop.models.fields import Field, FieldType
from crm_desktop.models.record import Record, SyncState
from crm_desktop.models.values import members
from crm_desktop.store.queries.field_states import field_states
from crm_desktop.store.queries.records import record, titles
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import OPEN, State


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record and its surroundings."""

    record: Record
    linked: Mapping[str, str]
    """Titles of the records it links to, by id; ids not on this device are missing."""
    standing: Standing
    waiting: int = 0
    """Acts on it that wait to be sent."""
    field_states: Mapping[str, SyncState] = field(default_factory=dict)
    """The fields that have something to say about sync."""
    industry: str | None = None
    """That of the account which the record is, or belongs to; None where nothing is known of it."""


def record_view(reader: Reader, kind: str, record_id: str) -> RecordView | None:
    """Return the record, from the bin too, and what belongs to it; None when it is not on this device."""
    found = record(reader, kind, record_id)
    if found is None:
        return None
    acts = reader.value(
        f"""
        SELECT count(DISTINCT t.number) FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE c.record_id = ? AND c.kind = ? AND NOT c.by_server AND t.{OPEN} AND t.state = '{State.WAITING}'
        """,
        record_id,
        kind,
    )
    fields = field_states(reader, kind, [record_id]).get(record_id, {})
    industry = industry_of(reader, found)
    return RecordView(found, linked_titles(reader, [found]), standing(reader, found), int(acts), fields, industry)


def industry_of(reader: Reader, found: Record) -> str | None:
    """Return the industry of the account that a record is, or belongs to."""
    field = found.declaration.account_field
    account = found.id if field == "id" else found.get(field) if field else None
    return account_industry(reader, str(account)) if account else None


def account_industry(reader: Reader, account_id: str) -> str | None:
    """Return an account's industry; None where it names none, or is not on this device."""
    industry = reader.value("SELECT industry FROM accounts WHERE id = ?", account_id)
    return str(industry) if industry else None


def linked_titles(reader: Reader, records: list[Record]) -> dict[str, str]:
    """Return the titles of all that the records link to, by id; people, stages and tags included."""
    wanted: dict[str, set[str]] = {}
    links: dict[tuple[str, frozenset[str]], list[Field]] = {}
    for each in records:
        # Records of one reading have the same fields: asked once, not for each of hundreds.
        alike = each.kind, frozenset(each.values)
        if alike not in links:
            links[alike] = [declared for declared in fields_with(each.declaration, each.values) if declared.target]
        for declared in links[alike]:
            value = each.get(declared.name)
            ids = members(value) if declared.type is FieldType.SET else [value] if isinstance(value, str) else []
            wanted.setdefault(declared.target, set()).update(ids)
    return {each: title for kind, ids in wanted.items() for each, title in titles(reader, kind, ids).items()}


def standing(reader: Reader, found: Record) -> Standing:
    """Return what judging the record needs, see `models.access`."""
    account_field = found.declaration.account_field
    account = found.id if account_field == "id" else found.get(account_field) if account_field else None
    owner = reader.value("SELECT owner_id FROM accounts WHERE id = ?", account) if account else None
    rights = reader.all(
        'SELECT "right" FROM shares WHERE deleted_at IS NULL AND owner_id = (SELECT value FROM replica WHERE key = ?)'
        " AND ((record_kind = ? AND record_id = ?) OR (record_kind = 'account' AND record_id = ?))",
        "user",
        found.kind,
        found.id,
        account,
    )
    levels = {row[0] for row in rights}
    return Standing(found.values, owner, "write" if "write" in levels else "read" if levels else "")
