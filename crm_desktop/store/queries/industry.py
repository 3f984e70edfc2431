"""Other clients of a study's industry, without a name or an id: their maps, and the newest figures of their studies."""

from dataclasses import dataclass

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.record import Record
from crm_desktop.models.studies.industry import Client
from crm_desktop.store.queries.process_map import process_map
from crm_desktop.store.queries.records import record, where
from crm_desktop.store.queries.study_report import maps_by_id
from crm_desktop.store.reader import Reader

_MOST_CLIENTS, _MOST_MAPS = 200, 3
"""Clients that are looked at, and maps of each, the newest."""
_TOLD = ("name", "unit", "currency", "better", "present")
"""What of a client's figures is read."""


@dataclass(frozen=True, slots=True)
class IndustryReading:
    """A study's own as-is maps, and the others of its industry; `industry` is the key of the account's, or ""."""

    industry: str
    maps: tuple[ProcessMap, ...]
    clients: tuple[Client, ...]


def industry_reading(reader: Reader, study_id: str) -> IndustryReading | None:
    """Return what a study is compared with; None when it is not on this device."""
    study = record(reader, "study", study_id)
    if study is None:
        return None
    account_id = str(study.get("account_id") or "")
    own = record(reader, "account", account_id) if account_id else None
    industry = str((own.get("industry") if own is not None else None) or "")
    mine = where(reader, "process", "study_id = ? AND form = 'as_is' AND deleted_at IS NULL ORDER BY id", study_id)
    return IndustryReading(
        industry=industry,
        maps=tuple(maps_by_id(reader, [each.id for each in mine]).values()),
        clients=_clients(reader, industry, account_id) if industry else (),
    )


def _clients(reader: Reader, industry: str, own: str) -> tuple[Client, ...]:
    others = reader.all(
        "SELECT id FROM accounts WHERE industry = ? AND id <> ? AND deleted_at IS NULL AND (EXISTS (SELECT 1 FROM"
        " processes p WHERE p.account_id = accounts.id AND p.deleted_at IS NULL) OR EXISTS (SELECT 1 FROM studies s"
        " WHERE s.account_id = accounts.id AND s.deleted_at IS NULL)) ORDER BY id LIMIT ?",
        industry,
        own,
        _MOST_CLIENTS,
    )
    found = [Client(_maps(reader, row[0]), _metrics(reader, row[0])) for row in others]
    return tuple(each for each in found if each.maps or each.metrics)


def _maps(reader: Reader, account_id: str) -> tuple[ProcessMap, ...]:
    """Return a client's maps as they are today."""
    ids = reader.all(
        "SELECT id FROM processes WHERE account_id = ? AND form = 'as_is' AND deleted_at IS NULL"
        " ORDER BY id DESC LIMIT ?",
        account_id,
        _MOST_MAPS,
    )
    found = (process_map(reader, row[0]) for row in ids)
    return tuple(_unnamed(each) for each in found if each is not None)


def _unnamed(map_: ProcessMap) -> ProcessMap:
    """Return of a map no more than what its steps are called and how they are done."""
    nodes = (
        Node(
            id=node.id,
            name=node.name,
            form=node.form,
            along=node.along,
            automation=node.automation,
            change=node.change,
            task_type=node.task_type,
        )
        for node in map_.nodes
    )
    return ProcessMap(id="", values={}, nodes=tuple(nodes))


def _metrics(reader: Reader, account_id: str) -> tuple[Record, ...]:
    """Return a client's figures, the newest measurement first."""
    of_studies = (
        "present IS NOT NULL AND deleted_at IS NULL AND study_id IN (SELECT id FROM studies WHERE account_id = ?"
        " AND deleted_at IS NULL) ORDER BY measured_on IS NULL, measured_on DESC, id DESC"
    )
    found = where(reader, "metric", of_studies, account_id)
    return tuple(Record("metric", "", {name: each.get(name) for name in _TOLD}) for each in found)
