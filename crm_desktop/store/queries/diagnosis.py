"""What support may know of a replica: numbers, codes and sizes; no names, no texts, no ids of records."""

from dataclasses import dataclass

from crm_desktop.models.catalog import KINDS
from crm_desktop.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The replica in figures."""

    step: str
    records: dict[str, int]
    acts: dict[str, int]
    """State of acts made here → how many."""
    runs: tuple[tuple[int, int, str], ...]
    """The last syncs: when each began, how many milliseconds it took, and its code, "" where it went well."""
    pages: int
    free_pages: int


def diagnose(reader: Reader) -> Diagnosis:
    """Return the figures."""
    records = {
        kind.name: int(reader.value(f"SELECT count(*) FROM {kind.plural} WHERE deleted_at IS NULL") or 0)
        for kind in KINDS.values()
    }
    acts = reader.all("SELECT state, count(*) FROM transactions WHERE origin = 'here' GROUP BY state ORDER BY state")
    runs = reader.all("SELECT started_at, finished_at - started_at, code FROM runs ORDER BY number DESC LIMIT 20")
    return Diagnosis(
        step=str(reader.value("SELECT version_num FROM alembic_version")),
        records={name: count for name, count in records.items() if count},
        acts={str(state): int(count) for state, count in acts},
        runs=tuple((int(started), int(took), str(code)) for started, took, code in runs),
        pages=int(reader.value("PRAGMA page_count") or 0),
        free_pages=int(reader.value("PRAGMA freelist_count") or 0),
    )
