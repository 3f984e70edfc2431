"""One interview with its questions, its entries and all that they name, in one reading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.models.interviews.questions import Outline, Question, arrange
from crm_desktop.models.record import Record
from crm_desktop.store.queries.attachments import FileView, file_views
from crm_desktop.store.queries.method import guide_rules
from crm_desktop.store.queries.records import record, records, where
from crm_desktop.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Place:
    """A department or lane that questions are about."""

    name: str
    hue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewView:
    """What the interview's page shows beside the map."""

    interview: Record
    study: Record | None
    account: str
    outline: Outline
    entries: tuple[Record, ...]
    """In the order in which they were said."""
    people: tuple[Record, ...]
    """Contacts of the talk, in the order of their names."""
    contacts: tuple[Record, ...] = ()
    """All contacts of the account, to choose from."""
    departments: tuple[Record, ...] = ()
    metrics: tuple[Record, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    """Names of metrics, goals, posts and persons that entries name, by id."""
    files: Mapping[str, tuple[FileView, ...]] = field(default_factory=dict)
    """Files by entry."""
    rules: tuple[Record, ...] = ()
    """The organisation's own rules of the guide."""

    @property
    def last_ms(self) -> int:
        """The talk's own time as far as anything in it knows."""
        kept = self.interview.get("elapsed_ms")
        said = [_number(each.get("at_ms")) for each in self.entries]
        return max([_number(kept), *said])


def interview_view(reader: Reader, interview_id: str) -> InterviewView | None:
    """Return the interview; None when it is not on this device or lies in the bin."""
    interview = record(reader, "interview", interview_id)
    if interview is None or interview.deleted:
        return None
    study_id, account_id = str(interview.get("study_id") or ""), str(interview.get("account_id") or "")
    questions = _list(reader, "interview_question", "interview_id = ?", "rank, id", interview_id)
    entries = _list(reader, "interview_entry", "interview_id = ?", "at_ms IS NULL, at_ms, rank, id", interview_id)
    departments = _list(reader, "department", "account_id = ?", "rank IS NULL, rank, id", account_id)
    lanes = _list(reader, "lane", "process_id = ?", "rank, id", str(interview.get("process_id") or ""))
    contacts = _list(reader, "contact", "account_id = ?", "sort_key, id", account_id)
    members = interview.get("contact_ids")
    present = set(members) if isinstance(members, list) else set()
    account = record(reader, "account", account_id) if account_id else None
    return InterviewView(
        interview=interview,
        study=record(reader, "study", study_id),
        account=account.title if account else "",
        outline=arrange(Question.from_values(each.id, each.values) for each in questions),
        entries=entries,
        people=tuple(each for each in contacts if each.id in present),
        contacts=contacts,
        departments=departments,
        metrics=_list(reader, "metric", "study_id = ?", "rank IS NULL, rank, id", study_id),
        places=_places(departments, lanes),
        titles=_titles(reader, entries),
        files=_files(reader, [each.id for each in entries]),
        rules=guide_rules(reader),
    )


def _list(reader: Reader, kind: str, condition: str, order: str, *parameters: str) -> tuple[Record, ...]:
    return tuple(where(reader, kind, f"deleted_at IS NULL AND {condition} ORDER BY {order}", *parameters))


def _places(departments: Sequence[Record], lanes: Sequence[Record]) -> dict[str, Place]:
    found = {lane.id: Place(lane.title, str(lane.get("hue") or "")) for lane in lanes}
    shown = {str(lane.get("department_id")): found[lane.id] for lane in lanes if lane.get("department_id")}
    for each in departments:
        lane = shown.get(each.id)
        hue = lane.hue if lane is not None else str(each.get("hue") or "")
        found[each.id] = Place(each.title, hue)
    return found


def _titles(reader: Reader, entries: Iterable[Record]) -> dict[str, str]:
    found: dict[str, str] = {}
    named = {"metric": "metric_id", "goal": "goal_id", "post": "post_id", "contact": "speaker_id"}
    for kind, field_name in named.items():
        ids = {str(each.get(field_name)) for each in entries if each.get(field_name)}
        found |= {each.id: each.title for each in records(reader, kind, ids).values()}
    return found


def _files(reader: Reader, entry_ids: Sequence[str]) -> dict[str, tuple[FileView, ...]]:
    sql = (
        "SELECT id FROM attachments WHERE deleted_at IS NULL AND record_kind = 'interview_entry'"
        " AND record_id IN ({ids}) ORDER BY created_at, id"
    )
    found: dict[str, list[FileView]] = {}
    for view in file_views(reader, [row[0] for row in reader.for_each_id(sql, entry_ids)]):
        found.setdefault(str(view.record.get("record_id")), []).append(view)
    return {entry_id: tuple(views) for entry_id, views in found.items()}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
