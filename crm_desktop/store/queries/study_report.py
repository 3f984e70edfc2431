"""What the report of a study is made from: its maps whole, kept simulations, pains that are ours, templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.simulation.inputs import Order
from crm_desktop.models.processes.simulation.keeping import unpack
from crm_desktop.models.processes.simulation.results import Outcome
from crm_desktop.models.record import Record
from crm_desktop.models.studies.report_material import Material, Run
from crm_desktop.models.values import decode_set
from crm_desktop.store.queries.process_map import process_map
from crm_desktop.store.queries.records import where
from crm_desktop.store.queries.simulations import kept_simulations, kept_texts
from crm_desktop.store.queries.studies import study_view
from crm_desktop.store.reader import Reader

_MOST_RUNS = 3
"""Of a map, the newest; the report takes the first that compares as-is and to-be."""


@dataclass(frozen=True, slots=True)
class ReportReading:
    """The material of a report, and the organisation's own templates."""

    material: Material
    templates: tuple[Record, ...]


def report_reading(reader: Reader, study_id: str, today: date) -> ReportReading | None:
    """Return what a report needs; None when the study is not on this device."""
    study = study_view(reader, study_id)
    if study is None:
        return None
    own = where(reader, "report_template", "deleted_at IS NULL AND coalesce(active, 1) ORDER BY position, id")
    maps = maps_by_id(reader, [each.id for each in study.maps])
    material = Material(
        content=study,
        maps=maps,
        ours=pains_of_ours(reader, study_id),
        runs=tuple(run for each in maps for run in _runs(reader, each)),
        author=study.linked.get(str(study.study.get("owner_id") or ""), ""),
        today=today,
    )
    return ReportReading(material, tuple(own))


def maps_by_id(reader: Reader, ids: Iterable[str]) -> dict[str, ProcessMap]:
    """Return whole maps by their ids; those that are gone are left out."""
    return {each: found for each in ids if (found := process_map(reader, each)) is not None}


def pains_of_ours(reader: Reader, study_id: str) -> frozenset[str]:
    """Return the pains that only internal entries of the study's interviews name."""
    named: dict[bool, set[str]] = {True: set(), False: set()}
    entries = (
        "SELECT coalesce(e.internal, 0), e.pain_ids FROM interview_entries e JOIN interviews i ON i.id = e.interview_id"
        " WHERE i.study_id = ? AND e.deleted_at IS NULL AND i.deleted_at IS NULL AND e.pain_ids IS NOT NULL"
    )
    for internal, pain_ids in reader.all(entries, study_id):
        named[bool(internal)].update(decode_set(pain_ids))
    return frozenset(named[True] - named[False])


def _runs(reader: Reader, process_id: str) -> list[Run]:
    found = []
    for kept in kept_simulations(reader, process_id)[:_MOST_RUNS]:
        inputs, result = kept_texts(reader, kept.id)
        try:
            found.append(Run(process_id, unpack(inputs, Order), unpack(result, Outcome)))
        except Refused:
            continue
    return found
