"""Simulations of a process that were kept."""

from dataclasses import dataclass

from crm_desktop.store.reader import Reader

_MOST = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """A simulation that somebody kept; what it holds stays where it is."""

    id: str
    name: str


def kept_simulations(reader: Reader, process_id: str) -> tuple[Kept, ...]:
    """Return what was kept of a process, the newest first."""
    rows = reader.all(
        "SELECT id, name FROM simulations WHERE process_id = ? AND deleted_at IS NULL"
        " ORDER BY created_at DESC, id DESC LIMIT ?",
        process_id,
        _MOST,
    )
    return tuple(Kept(row[0], row[1] or "") for row in rows)


@dataclass(frozen=True, slots=True)
class Wage:
    """What an hour of the client's people costs, in 1/10,000 of a currency's unit; 0 where nobody said."""

    units: int
    currency: str


NO_WAGE = Wage(0, "")


def wage_of(reader: Reader, process_ids: tuple[str, str]) -> Wage:
    """Return the wage of the study that the first process belongs to, else the second's; NO_WAGE where none says."""
    for process_id in process_ids:
        rows = reader.all(
            "SELECT s.hourly_cost, s.currency FROM processes p JOIN studies s ON s.id = p.study_id"
            " WHERE p.id = ? AND s.deleted_at IS NULL AND s.hourly_cost > 0",
            process_id,
        )
        if rows:
            return Wage(int(rows[0][0]), rows[0][1] or "")
    return NO_WAGE


def kept_texts(reader: Reader, simulation_id: str) -> tuple[str, str]:
    """Return what it was told and what came of it, packed; both "" when it is gone."""
    rows = reader.all("SELECT inputs, result FROM simulations WHERE id = ? AND deleted_at IS NULL", simulation_id)
    return (rows[0][0] or "", rows[0][1] or "") if rows else ("", "")
