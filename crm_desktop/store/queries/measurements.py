"""The series of a study's metrics: what each stood at, day by day, as the history of their records tells it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm_desktop.models.changes import FieldChange
from crm_desktop.models.fields import Value, Values
from crm_desktop.store.journal import decode_fields
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import State

_GROUP = ("present", "measured_on", "source")
_TOLD = f"""
    SELECT c.record_id, c.fields FROM changes c JOIN transactions t ON t.number = c.transaction_number
    WHERE c.kind = 'metric' AND t.direction <> 'undo' AND t.undone_by = ''
    AND t.state NOT IN ('{State.DISCARDED}', '{State.REFUSED}', '{State.PARKED}') AND c.record_id IN ({{ids}})
    ORDER BY coalesce(t.sequence, 1 << 62), t.number, c.ordinal
"""
MOST = 60
"""Measurements of one metric that a chart shows, the newest."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured value in ten-thousandths of its unit, its day ("" where nobody said), and where it comes from."""

    value: int
    day: str = ""
    source: str = ""


def measurements(reader: Reader, study_id: str) -> dict[str, tuple[Measurement, ...]]:
    """Return the measurements of each metric of a study, by the metric's id, the oldest first.

    A day that was measured again, or corrected, keeps its last value; what was taken back here is left out.
    """
    metrics = where(reader, "metric", "study_id = ? AND deleted_at IS NULL", study_id)
    told: dict[str, list[Mapping[str, FieldChange]]] = {}
    for metric_id, fields in reader.for_each_id(_TOLD, [each.id for each in metrics]):
        told.setdefault(metric_id, []).append(decode_fields(fields))
    return {each.id: _series(told.get(each.id, ()), each.values) for each in metrics}


def _series(told: Iterable[Mapping[str, FieldChange]], now: Values) -> tuple[Measurement, ...]:
    at: dict[str, Value] = {}
    found: dict[str, Measurement] = {}
    for number, fields in enumerate(told):
        said = {name: fields[name].after for name in _GROUP if name in fields}
        at |= said
        if said:
            _add(found, at, number)
    _add(found, now, MOST)
    return tuple(sorted(found.values(), key=lambda each: each.day)[-MOST:])


def _add(found: dict[str, Measurement], at: Values, number: int) -> None:
    value, day = at.get("present"), str(at.get("measured_on") or "")
    if isinstance(value, int) and (day or value not in (each.value for each in found.values())):
        found[day or f"{number:06d}"] = Measurement(value, day, str(at.get("source") or ""))
