"""Saved versions of a process, and everything that a map can be compared with: as-is, to-be, and versions of both."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.versions import decode_map
from crm_desktop.store.queries.process_map import process_map
from crm_desktop.store.queries.records import titles
from crm_desktop.store.reader import Reader

_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A map as it is now (`id` is "") or as it was when somebody named that moment."""

    process_id: str
    process_name: str
    form: str
    id: str = ""
    name: str = ""
    comment: str = ""
    saved_at: int | None = None
    saved_by: str = ""

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return self.id or self.process_id


def versions_of(reader: Reader, process_id: str) -> tuple[Version, ...]:
    """Return the saved versions of a process, the newest first; their contents stay where they are."""
    rows = reader.all(
        "SELECT v.id, v.name, v.comment, v.created_at, v.created_by, p.name, p.form FROM process_versions v"
        " JOIN processes p ON p.id = v.process_id"
        " WHERE v.process_id = ? AND v.deleted_at IS NULL ORDER BY v.created_at DESC, v.id DESC LIMIT ?",
        process_id,
        _MOST,
    )
    people: Mapping[str, str] = titles(reader, "user", sorted({row[4] for row in rows if row[4]}))
    return tuple(
        Version(
            id=row[0],
            process_id=process_id,
            name=row[1] or "",
            comment=row[2] or "",
            saved_at=row[3],
            saved_by=people.get(row[4], ""),
            process_name=row[5] or "",
            form=row[6] or "as_is",
        )
        for row in rows
    )


def comparable(reader: Reader, as_is: str) -> tuple[Version, ...]:
    """Return the as-is and what was copied from it, each as it is now, followed by its saved versions."""
    rows = reader.all(
        "SELECT id, name, form FROM processes WHERE deleted_at IS NULL AND (id = ? OR base_process_id = ?)"
        " ORDER BY form = 'to_be', id LIMIT ?",
        as_is,
        as_is,
        _MOST,
    )
    found: list[Version] = []
    for process_id, name, form in rows:
        found.append(Version(process_id=process_id, process_name=name or "", form=form or "as_is"))
        found += versions_of(reader, process_id)
    return tuple(found)


def map_of(reader: Reader, version: Version) -> ProcessMap | None:
    """Return the map of a version, or as it is now; None when it is not on this device any more. Raises Refused."""
    if not version.id:
        return process_map(reader, version.process_id)
    content = reader.value("SELECT content FROM process_versions WHERE id = ? AND deleted_at IS NULL", version.id)
    return decode_map(content) if content else None
