"""Which of many records the signed-in person may change, by the same rule as the server's, in a handful of readings."""

from collections.abc import Iterable, Sequence

from crm_desktop.models.access import Standing, may_write
from crm_desktop.models.catalog import KINDS
from crm_desktop.store.queries.rights import rights
from crm_desktop.store.reader import Reader


def writable(reader: Reader, user_id: str, kind: str, ids: Sequence[str]) -> list[str]:
    """Return those of the records that the person may change, in the same order."""
    mine, declared = rights(reader, user_id), KINDS[kind]
    standings = _standings(reader, user_id, kind, ids)
    return [each for each in ids if each in standings and may_write(mine, declared, standings[each])]


def _standings(reader: Reader, user_id: str, kind: str, ids: Iterable[str]) -> dict[str, Standing]:
    declared = KINDS[kind]
    owner = f"r.{declared.owner_field}" if declared.owner_field else "NULL"
    account = f"r.{declared.account_field}" if declared.account_field else "NULL"
    sql = f"""
        SELECT r.id, {owner}, r.created_by, {account}, a.owner_id FROM {declared.plural} r
        LEFT JOIN accounts a ON a.id = {account} WHERE r.id IN ({{ids}})
    """
    shared = _shared_to_write(reader, user_id)
    found = {}
    for record_id, owner_id, made_by, account_id, account_owner in reader.for_each_id(sql, ids):
        values = {"owner_id": owner_id, "created_by": made_by, declared.account_field or "account_id": account_id}
        right = "write" if {(kind, record_id), ("account", account_id)} & shared else ""
        found[record_id] = Standing(values, account_owner, right)
    return found


def _shared_to_write(reader: Reader, user_id: str) -> set[tuple[str, str]]:
    of_mine = """deleted_at IS NULL AND owner_id = ? AND "right" = 'write'"""
    sql = f"SELECT record_kind, record_id FROM shares WHERE {of_mine}"
    return {(str(kind), str(record_id)) for kind, record_id in reader.all(sql, user_id)}
