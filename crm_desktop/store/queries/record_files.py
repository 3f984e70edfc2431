"""The files that a record's page lists: its own, and those of what belongs to it, with where each one hangs."""

from dataclasses import dataclass

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.store.queries.attachments import FileView, file_views
from crm_desktop.store.queries.records import titles
from crm_desktop.store.reader import Reader

MOST = 500
"""Files that a page lists; older ones are found by their names."""
_BELONGING = {
    "contact": ("contact_id", ("activity", "visit", "task")),
    "opportunity": ("opportunity_id", ("activity", "task")),
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file, and the first line of the record's title it hangs on, "" where that is the very record."""

    view: FileView
    origin: str = ""


def record_files(reader: Reader, kind: str, record_id: str) -> list[FileLine]:
    """Return the files of a record and of what belongs to it, newest first."""
    condition, parameters = _condition(kind, record_id)
    sql = f"SELECT id FROM attachments WHERE {condition} ORDER BY created_at DESC, id DESC LIMIT ?"
    views = file_views(reader, [row[0] for row in reader.all(sql, *parameters, MOST)])
    origins = _origins(reader, [view.record for view in views], record_id)
    return [FileLine(view, origins.get(str(view.record.get("record_id") or ""), "")) for view in views]


def file_count(reader: Reader, kind: str, record_id: str) -> int:
    """Return how many files `record_files` would find without its bound."""
    condition, parameters = _condition(kind, record_id)
    return int(reader.value(f"SELECT count(*) FROM attachments WHERE {condition}", *parameters))


def _condition(kind: str, record_id: str) -> tuple[str, list[str]]:
    own, parameters = "(record_id = ? AND record_kind = ?)", [record_id, kind]
    parts = [own]
    if kind == "account":
        parts.append("account_id = ?")
        parameters.append(record_id)
    link, kinds = _BELONGING.get(kind, ("", ()))
    for each in kinds:
        inner = f"SELECT id FROM {KINDS[each].plural} WHERE {link} = ? AND deleted_at IS NULL"
        parts.append(f"(record_kind = '{each}' AND record_id IN ({inner}))")
        parameters.append(record_id)
    return f"deleted_at IS NULL AND ({' OR '.join(parts)})", parameters


def _origins(reader: Reader, files: list[Record], record_id: str) -> dict[str, str]:
    wanted: dict[str, set[str]] = {}
    for each in files:
        kind, at = str(each.get("record_kind") or ""), str(each.get("record_id") or "")
        if at and at != record_id and kind in KINDS:
            wanted.setdefault(kind, set()).add(at)
    return {
        each: title.partition("\n")[0]
        for kind, ids in wanted.items()
        for each, title in titles(reader, kind, ids).items()
    }
