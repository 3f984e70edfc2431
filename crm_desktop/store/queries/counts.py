"""The figures beside the sections of the navigation rail."""

from dataclasses import dataclass

from crm_desktop.models.clock import DAY_MS
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.sync_state import SyncCounts, sync_counts
from crm_desktop.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Counts:
    """What is one's own and still to be done today, and what sync has to say."""

    tasks_due: int
    """Open tasks of mine, due today or earlier."""
    visits_today: int
    open_deals: int
    sync: SyncCounts


def counts(reader: Reader, seen_from: Standpoint) -> Counts:
    """Return the rail's figures."""
    today = seen_from.day_begins(seen_from.today)
    tasks = reader.value(
        "SELECT count(*) FROM tasks WHERE owner_id = ? AND deleted_at IS NULL AND NOT coalesce(done, 0) AND due_at < ?",
        seen_from.me,
        today + DAY_MS,
    )
    visits = reader.value(
        "SELECT count(*) FROM visits WHERE owner_id = ? AND deleted_at IS NULL AND state IN ('planned', 'under_way')"
        " AND starts_at >= ? AND starts_at < ?",
        seen_from.me,
        today,
        today + DAY_MS,
    )
    deals = reader.value(
        "SELECT count(*) FROM opportunities WHERE owner_id = ? AND deleted_at IS NULL"
        " AND stage_id IN (SELECT id FROM stages WHERE coalesce(outcome, 'open') = 'open')",
        seen_from.me,
    )
    return Counts(int(tasks), int(visits), int(deals), sync_counts(reader))


def counts_by_kind(reader: Reader) -> dict[str, int]:
    """Return how many records of each kind are on this device, the bin included; for the progress of a first sync."""
    from crm_desktop.store.schema import RECORDS

    return {kind: int(reader.value(f"SELECT count(*) FROM {table.name}")) for kind, table in RECORDS.items()}


def record_count(reader: Reader) -> int:
    """Return how many records are on this device, the bin included."""
    return sum(counts_by_kind(reader).values())
