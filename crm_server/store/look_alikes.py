"""Finding rows whose name or telephone has the signs of another, in their order; the exact rule judges them afterwards.

The whole kind is read through: names and telephones are kept as people write them, which no index orders.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from crm_desktop.models.fields import FieldType, RecordKind
from crm_desktop.models.record import Record
from crm_server.store.tables import RECORDS

_ESCAPE = "\\"


def rows_with(connection: Connection, org_id: str, kind: RecordKind, asked: Sequence[str], most: int) -> list[Record]:
    """Return records of the organisation, without those in the bin, whose name or telephone may be meant.

    `asked` are folded names and bare digits. Each record holds its names, telephones and owner, and nothing else.
    """
    table = RECORDS[kind.name]
    phones = [field.name for field in kind.fields if field.type is FieldType.PHONE]
    names = [name for name in (kind.title, "short_name") if kind.has(name)]
    columns = [table.c.id, *(table.c[name] for name in dict.fromkeys([*names, *phones, *_owner(kind)]))]
    ways: list[ColumnElement[bool]] = []
    for words in asked:
        fields = phones if words.isdecimal() else names
        ways += [func.lower(table.c[name]).like(_pattern(words), escape=_ESCAPE) for name in fields]
    if not ways:
        return []
    meant = select(*columns).where(table.c.org_id == org_id, table.c.deleted_at.is_(None), or_(*ways))
    found = connection.execute(meant.order_by(table.c.id).limit(most)).mappings()
    return [_record(kind, dict(row)) for row in found]


def owner_names(connection: Connection, org_id: str, found: Sequence[Record]) -> dict[str, str]:
    """Return the names of those whose the records are, by record; people of an account are its owner's."""
    accounts, users = RECORDS["account"], RECORDS["user"]
    homes = {str(each.get("account_id")) for each in found if not each.declaration.owner_field}
    of_home = select(accounts.c.id, accounts.c.owner_id).where(accounts.c.org_id == org_id, accounts.c.id.in_(homes))
    through = {row.id: row.owner_id for row in connection.execute(of_home)} if homes else {}
    owners = {
        each.id: each.get(each.declaration.owner_field)
        if each.declaration.owner_field
        else through.get(str(each.get("account_id")))
        for each in found
    }
    named = select(users.c.id, users.c.name).where(users.c.org_id == org_id, users.c.id.in_(set(owners.values())))
    names = {row.id: row.name or "" for row in connection.execute(named)} if owners else {}
    return {record: names.get(str(owner), "") for record, owner in owners.items()}


def _record(kind: RecordKind, values: dict[str, Any]) -> Record:
    return Record(kind.name, str(values.pop("id")), values)


def _owner(kind: RecordKind) -> list[str]:
    return [kind.owner_field] if kind.owner_field else ["account_id"] if kind.has("account_id") else []


def _pattern(words: str) -> str:
    """Return a pattern that finds the signs in their order, whatever stands between them."""
    signs = (f"{_ESCAPE}{sign}" if sign in "%_\\" else sign for sign in words)
    return f"%{'%'.join(signs)}%"
