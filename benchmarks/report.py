"""What a benchmark says: measurements, their table for people, their JSON for machines."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure, what it is compared with, and whether it reached its limit.

    `ratio` is value / reference_value; `limit` is in the unit of the ratio where there is a reference, else in `unit`.
    """

    name: str
    value: float
    unit: str
    reference_name: str = ""
    reference_value: float | None = None
    ratio: float | None = None
    limit: float | None = None
    reached: bool = True
    samples: Sequence[float] = ()


def at_most(name: str, value: float, unit: str, limit: float, samples: Sequence[float] = ()) -> Measurement:
    """Return a measurement that must not exceed `limit`."""
    return Measurement(name, value, unit, limit=limit, reached=value <= limit, samples=tuple(samples))


def at_least(name: str, value: float, unit: str, limit: float, samples: Sequence[float] = ()) -> Measurement:
    """Return a measurement that must not stay below `limit`."""
    return Measurement(name, value, unit, limit=limit, reached=value >= limit, samples=tuple(samples))


def within(name: str, value: float, unit: str, limit: float, samples: Sequence[float] = ()) -> Measurement:
    """Return a measurement that must not exceed `limit`, with its ratio to that: 1.0 is what was promised."""
    return compared(name, value, unit, reference=("promised", limit), at_most=1.0, samples=samples)


def compared(
    name: str,
    value: float,
    unit: str,
    *,
    reference: tuple[str, float],
    at_most: float | None = None,
    at_least: float | None = None,
    samples: Sequence[float] = (),
) -> Measurement:
    """Return a measurement whose ratio to `reference` (name, value) is bounded from above or from below."""
    reference_name, reference_value = reference
    ratio = value / reference_value
    reached = (at_most is None or ratio <= at_most) and (at_least is None or ratio >= at_least)
    limit = at_most if at_most is not None else at_least
    return Measurement(name, value, unit, reference_name, reference_value, ratio, limit, reached, tuple(samples))


def percentile(samples: Sequence[float], percent: float) -> float:
    """Return the smallest sample that at least `percent` of all samples do not exceed."""
    ordered = sorted(samples)
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(int(rank), 1) - 1]


def as_table(title: str, measurements: Sequence[Measurement]) -> str:
    """Return the measurements as aligned text under a title."""
    heads = ("measured", "value", "beside", "ratio", "limit", "")
    rows = [heads, *map(_row, measurements)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([f"== {title}", *lines])


def write_json(target: Path, results: dict[str, Sequence[Measurement]], crashed: Sequence[str]) -> None:
    """Write all results with what is needed to compare them: machine, Python, time."""
    document: dict[str, Any] = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "crashed": list(crashed),
        "benchmarks": {name: [asdict(each) for each in measurements] for name, measurements in results.items()},
    }
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _row(each: Measurement) -> tuple[str, ...]:
    beside = f"{each.reference_name} {_number(each.reference_value)} {each.unit}" if each.reference_name else ""
    verdict = "" if each.limit is None else ("reached" if each.reached else "MISSED")
    value = f"{_number(each.value)} {each.unit}"
    return (each.name, value, beside, _number(each.ratio), _number(each.limit), verdict)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
