"""Where a contact or an opportunity appears in processes: maps, lanes, steps and pains that name it."""

from dataclasses import dataclass

from crm_desktop.store.queries.records import titles
from crm_desktop.store.reader import Reader

MOST = 200
_WHERE = {
    "contact": (("lane", "lanes", "contact_id"), ("node", "nodes", "contact_id")),
    "opportunity": (
        ("process", "processes", "opportunity_id"),
        ("node", "nodes", "opportunity_id"),
        ("pain", "pains", "opportunity_id"),
    ),
}


@dataclass(frozen=True, slots=True)
class Appearance:
    """An element of a map that names a record; for the process as a whole `element_id` is ""."""

    process_id: str
    process: str
    kind: str
    element_id: str = ""
    name: str = ""


def appearances(reader: Reader, kind: str, record_id: str) -> list[Appearance]:
    """Return where a record appears, by process and name; nothing for kinds that maps do not name."""
    found: list[tuple[str, str, str, str]] = []
    for element_kind, table, link in _WHERE.get(kind, ()):
        process = "id" if element_kind == "process" else "process_id"
        sql = f"SELECT id, {process}, name FROM {table} WHERE {link} = ? AND deleted_at IS NULL LIMIT ?"
        found += [(element_kind, row[0], row[1], row[2] or "") for row in reader.all(sql, record_id, MOST)]
    names = titles(reader, "process", {process_id for _, _, process_id, _ in found})
    shown = [
        Appearance(process_id, names[process_id], element_kind)
        if element_kind == "process"
        else Appearance(process_id, names[process_id], element_kind, element_id, name)
        for element_kind, element_id, process_id, name in found
        if process_id in names
    ]
    return sorted(shown, key=lambda each: (each.process.casefold(), each.kind != "process", each.name.casefold()))
