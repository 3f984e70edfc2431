"""What an answer makes beside the map: a metric (or newer figures of one), a goal, posts, a person, for one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.interviews.answers import Reading
from crm_desktop.models.interviews.said_figures import Metric, Post
from crm_desktop.models.studies.directions import better_when

_LEVELS = {"boss": "strategic", "executive": "tactical", "operator": "execution"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What is known of the talk in which something is said."""

    interview_id: str
    study_id: str
    account_id: str | None
    source: str
    """What the talk is called: the source of its figures."""
    day: str
    identity: str = ""
    speaker_id: str | None = None
    department_id: str = ""
    """The department that the question is about, "" for none."""
    departments: Mapping[str, str] = field(default_factory=dict)
    """Ids of the account's departments by name."""
    metrics: Mapping[str, str] = field(default_factory=dict)
    """Ids of the study's metrics by name."""
    people: Sequence[str] = ()
    unnamed_department: str = ""
    """What a department is called that had to be made for a post nobody placed."""


@dataclass(frozen=True, slots=True)
class Made:
    """Edits, and which fields of the entry name what they make."""

    edits: tuple[Edit, ...] = ()
    links: Mapping[str, Value] = field(default_factory=dict)


def made_beside(said: Reading, talk: Talk) -> Made:
    """Return what a line makes beside the map; nothing where it only changes the map."""
    if said.metric is not None:
        return _metric(said.metric, talk)
    if said.goal is not None:
        goal: dict[str, Value] = {
            **said.goal.values(),
            "name": said.goal.name[:400],
            "study_id": talk.study_id,
            "account_id": talk.account_id,
            "level": _LEVELS.get(talk.identity, "execution"),
            "contact_id": talk.speaker_id,
            "department_id": said.goal.department_id or talk.department_id or None,
        }
        create = Create("goal", goal)
        return Made((create,), {"goal_id": create.id})
    if said.posts:
        return _posts(said.posts, talk)
    if said.person is not None:
        return _person(*said.person, talk)
    return Made()


def _metric(said: Metric, talk: Talk) -> Made:
    values: dict[str, Value] = {}
    if said.present is not None:
        values |= {"present": said.present, "measured_on": talk.day, "source": talk.source[:200]}
    if said.target is not None:
        values["target"] = said.target
    if said.peer is not None:
        values |= {"peer": said.peer, "peer_source": talk.source[:200]}
    known = talk.metrics.get(said.name.casefold())
    if known is not None:
        return Made((Update("metric", known, values),) if values else (), {"metric_id": known})
    values |= {
        "name": said.name,
        "study_id": talk.study_id,
        "account_id": talk.account_id,
        "unit": said.unit,
        "better": better_when(said.name, said.unit),
    }
    create = Create("metric", values)
    return Made((create,), {"metric_id": create.id})


def _posts(said: Sequence[Post], talk: Talk) -> Made:
    edits: list[Edit] = []
    department_id = talk.department_id or talk.departments.get(talk.unnamed_department.casefold(), "")
    if not department_id:
        made = Create("department", {"name": talk.unnamed_department or "?", "account_id": talk.account_id})
        edits.append(made)
        department_id = made.id
    posts = [
        Create(
            "post",
            {
                "name": each.name[:120],
                "account_id": talk.account_id,
                "department_id": department_id,
                "head_count": each.head_count,
            },
        )
        for each in said
    ]
    return Made((*edits, *posts), {"post_id": posts[0].id})


def _person(name: str, post: str, talk: Talk) -> Made:
    contact = Create("contact", {"name": name, "account_id": talk.account_id, "job_title": post or None})
    people = sorted({*talk.people, contact.id})
    joined = Update("interview", talk.interview_id, {"contact_ids": people})
    return Made((contact, joined), {"speaker_id": contact.id})
