"""What a field that links offers while someone types: records by name, those of the same account first."""

from dataclasses import dataclass

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Searched
from crm_desktop.models.record import Record
from crm_desktop.store.queries.find import find
from crm_desktop.store.queries.records import titles, where
from crm_desktop.store.reader import Reader

_REMARKS = {"account": ("city", "region"), "contact": ("job_title",), "user": ("job_title",), "product": ("series",)}


@dataclass(frozen=True, slots=True)
class Suggested:
    """One record: what a line of a list says about it."""

    id: str
    title: str
    remark: str = ""


def suggest(reader: Reader, kind: str, text: str, account_id: str = "", limit: int = 20) -> list[Suggested]:
    """Return records of a kind that may be meant, best first; without text those of the account, else the newest."""
    words = text.strip()
    found = _near(reader, kind, words, account_id, limit) + (_searched(reader, kind, words, limit) if words else [])
    if not words and not account_id:
        found = where(reader, kind, "deleted_at IS NULL ORDER BY coalesce(updated_at, 0) DESC, id LIMIT ?", limit)
    unique = list({each.id: each for each in found}.values())[:limit]
    accounts = titles(reader, "account", [str(each.get("account_id")) for each in unique if each.get("account_id")])
    return [Suggested(each.id, each.title, _remark(each, accounts)) for each in unique]


def _near(reader: Reader, kind: str, words: str, account_id: str, limit: int) -> list[Record]:
    """Return the account's own records that begin with the words or contain them."""
    if not account_id or KINDS[kind].account_field != "account_id":
        return []
    title = KINDS[kind].title
    condition = f'account_id = ? AND deleted_at IS NULL AND instr(lower("{title}"), lower(?)) > 0'
    return where(reader, kind, f"{condition} ORDER BY sort_key, id LIMIT ?", account_id, words, limit)


def _searched(reader: Reader, kind: str, words: str, limit: int) -> list[Record]:
    declared = KINDS[kind]
    if any(field.searched is Searched.NAME for field in declared.fields):
        return [hit.record for hit in find(reader, words, (kind,), limit)]
    condition = f'deleted_at IS NULL AND instr(lower("{declared.title}"), lower(?)) > 0'
    return where(reader, kind, f"{condition} ORDER BY sort_key, id LIMIT ?", words, limit)


def _remark(record: Record, accounts: dict[str, str]) -> str:
    parts = [record.get(name) for name in _REMARKS.get(record.kind, ())]
    account = accounts.get(str(record.get("account_id")), "")
    return " · ".join([str(part) for part in (*parts[:1], account) if part])
