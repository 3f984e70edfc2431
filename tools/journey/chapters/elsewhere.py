"""What others do meanwhile, on clients of their own: edit the same account, and hand it to somebody else."""

from __future__ import annotations

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Update
from crm_desktop.models.fields import Values
from crm_desktop.models.record import Record
from crm_desktop.models.rules.assignment import assign_account
from crm_desktop.store.queries.records import record, records
from crm_desktop.store.reader import Reader
from tools.journey.colleague import Colleague


def edit_account(colleague: Colleague, account_id: str, values: Values) -> dict[str, object]:
    """Change fields of an account on the colleague's device and send them."""
    colleague.store.door.commit("account.edit", [Update("account", account_id, values)])
    colleague.sync()
    return {"fields changed elsewhere": len(values)}


def assign(manager: Colleague, account_id: str, new_owner: str) -> dict[str, object]:
    """Hand the account, with what goes along, to somebody else."""
    manager.sync()
    account = manager.store.read(record, "account", account_id)
    assert account is not None
    belonging = manager.store.read(belonging_to, account_id)
    open_stages = manager.store.read(_open_stages)
    edits = assign_account(account, new_owner, belonging, open_stages)
    manager.store.door.commit("account.assign", edits)
    manager.sync()
    return {"records handed over": len(edits)}


def belonging_to(reader: Reader, account_id: str) -> list[Record]:
    """Return all records of an account."""
    found: list[Record] = []
    for kind in KINDS.values():
        if kind.account_field == "account_id":
            ids = [row[0] for row in reader.all(f"SELECT id FROM {kind.plural} WHERE account_id = ?", account_id)]
            found += records(reader, kind.name, ids).values()
    return found


def _open_stages(reader: Reader) -> frozenset[str]:
    return frozenset(row[0] for row in reader.all("SELECT id FROM stages WHERE outcome = 'open'"))
