"""What a new interview can be made of: studies, people, departments, maps, outlines and the guide's rules."""

from dataclasses import dataclass

from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import record, where
from crm_desktop.store.reader import Reader

_NAMED = "sort_key, id"
_MOST_STUDIES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewOffers:
    """What the dialog for a new interview offers; without a study only the studies."""

    studies: tuple[Record, ...]
    study: Record | None = None
    account: Record | None = None
    contacts: tuple[Record, ...] = ()
    departments: tuple[Record, ...] = ()
    """Those that are looked at: in scope, or not ruled out where nothing was decided yet."""
    maps: tuple[Record, ...] = ()
    """As-is maps of the study."""
    outlines: tuple[Record, ...] = ()
    questions: tuple[Record, ...] = ()
    rules: tuple[Record, ...] = ()
    before: int = 0
    """How many interviews the study has."""


def interview_offers(reader: Reader, study_id: str, near: tuple[str, str] | None = None) -> InterviewOffers:
    """Return what can be chosen for a study; where that is "", for the study that a record (kind, id) is near to."""
    study_id = study_id or (_study_near(reader, *near) if near is not None else "")
    condition = f"deleted_at IS NULL AND coalesce(state, '') <> 'closed' ORDER BY {_NAMED} LIMIT {_MOST_STUDIES}"
    studies = tuple(where(reader, "study", condition))
    study = record(reader, "study", study_id) if study_id else None
    if study is None:
        return InterviewOffers(studies=studies)
    if all(each.id != study.id for each in studies):
        studies = (study, *studies)
    account_id = str(study.get("account_id") or "")
    departments = _list(reader, "department", "account_id = ?", "rank IS NULL, rank, id", account_id)
    chosen = tuple(each for each in departments if each.get("scope") == "in")
    return InterviewOffers(
        studies=studies,
        study=study,
        account=record(reader, "account", account_id) if account_id else None,
        contacts=_list(reader, "contact", "account_id = ?", _NAMED, account_id),
        departments=chosen or tuple(each for each in departments if each.get("scope") != "out"),
        maps=_list(reader, "process", "study_id = ? AND coalesce(form, 'as_is') = 'as_is'", _NAMED, study_id),
        outlines=_list(reader, "outline", "1", "position, id"),
        questions=_list(reader, "outline_question", "1", "position, id"),
        rules=_list(reader, "guide_rule", "coalesce(active, 1)", "position, id"),
        before=len(_list(reader, "interview", "study_id = ?", "id", study_id)),
    )


def _study_near(reader: Reader, kind: str, record_id: str) -> str:
    """Return the study that a record is, or belongs to; else the one under way at its account, "" for none."""
    found = record(reader, kind, record_id)
    if found is None:
        return ""
    if kind == "study" or found.get("study_id"):
        return found.id if kind == "study" else str(found.get("study_id"))
    account_id = found.id if kind == "account" else found.get("account_id")
    open_ones = "deleted_at IS NULL AND account_id = ? AND coalesce(state, '') <> 'closed'"
    running_first = "coalesce(state, '') = 'running' DESC, id DESC LIMIT 1"
    studies = where(reader, "study", f"{open_ones} ORDER BY {running_first}", account_id) if account_id else []
    return studies[0].id if studies else ""


def _list(reader: Reader, kind: str, condition: str, order: str, *parameters: str) -> tuple[Record, ...]:
    return tuple(where(reader, kind, f"deleted_at IS NULL AND {condition} ORDER BY {order}", *parameters))
