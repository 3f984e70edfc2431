"""One study with everything that belongs to it, in one reading: each kind is asked for once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.models.record import Record
from crm_desktop.models.studies.content import Records, StudyContent
from crm_desktop.store.queries.record_view import RecordView, linked_titles, record_view
from crm_desktop.store.queries.records import record, where
from crm_desktop.store.reader import Reader

_RANKED = "rank IS NULL, rank, id"
_NAMED = "sort_key, id"
_OF_MAPS = "process_id IN (SELECT id FROM processes WHERE study_id = ? AND deleted_at IS NULL)"
_OF_STUDY = {
    "goal": _RANKED,
    "metric": _RANKED,
    "experiment": _NAMED,
    "proposal": _RANKED,
    "interview": "started_at IS NULL, started_at, id",
    "document_read": "read_on IS NULL, read_on DESC, id",
    "observation": "happened_at IS NULL, happened_at DESC, id",
}
"""The kinds that name their study, each with its order."""
_OF_ACCOUNT = {"contact": _NAMED, "opportunity": _NAMED, "department": _RANKED, "post": _RANKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyView(StudyContent):
    """What the parts of a study's page are given."""

    view: RecordView
    """The study itself, with whose it is and what waits to be sent."""
    linked: Mapping[str, str] = field(default_factory=dict)
    """Titles by id of all that the study's records link to."""


def study_view(reader: Reader, study_id: str) -> StudyView | None:
    """Return the study, from the bin too; None when it is not on this device."""
    view = record_view(reader, "study", study_id)
    if view is None:
        return None
    account_id = str(view.record.get("account_id") or "")
    own = {kind: _list(reader, kind, "study_id = ?", order, study_id) for kind, order in _OF_STUDY.items()}
    around = {kind: _list(reader, kind, "account_id = ?", order, account_id) for kind, order in _OF_ACCOUNT.items()}
    experiments = "experiment_id IN (SELECT id FROM experiments WHERE study_id = ? AND deleted_at IS NULL)"
    variants = _list(reader, "experiment_variant", experiments, _RANKED, study_id)
    linking = [view.record, *(each for kind in own.values() for each in kind), *around["department"], *around["post"]]
    return StudyView(
        view=view,
        linked={**view.linked, **linked_titles(reader, linking)},
        study=view.record,
        account=record(reader, "account", account_id) if account_id else None,
        contacts=around["contact"],
        opportunities=around["opportunity"],
        departments=around["department"],
        posts=around["post"],
        maps=_list(reader, "process", "study_id = ?", "form, sort_key, id", study_id),
        other_maps=_list(reader, "process", "account_id = ? AND study_id IS NULL", _NAMED, account_id),
        lanes=_list(reader, "lane", _OF_MAPS, _RANKED, study_id),
        nodes=_list(reader, "node", _OF_MAPS, "along, id", study_id),
        pains=_list(reader, "pain", _OF_MAPS, "id", study_id),
        goals=own["goal"],
        metrics=own["metric"],
        experiments=own["experiment"],
        variants=variants,
        proposals=own["proposal"],
        interviews=own["interview"],
        asked=_asked(reader, study_id),
        documents=own["document_read"],
        observations=own["observation"],
        capabilities=_list(reader, "capability", "coalesce(active, 1)", "position, id"),
    )


def _list(reader: Reader, kind: str, condition: str, order: str, *parameters: str) -> Records:
    found: list[Record] = where(reader, kind, f"deleted_at IS NULL AND {condition} ORDER BY {order}", *parameters)
    return tuple(found)


def _asked(reader: Reader, study_id: str) -> dict[str, tuple[int, int]]:
    counted = (
        "SELECT interview_id, total(state = 'answered'), count(*) FROM interview_questions WHERE deleted_at IS NULL"
        " AND interview_id IN (SELECT id FROM interviews WHERE study_id = ? AND deleted_at IS NULL)"
        " GROUP BY interview_id"
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in reader.all(counted, study_id)}
