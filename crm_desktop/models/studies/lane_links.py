"""Lanes of maps and the client's departments: which belong together by their names, lanes from departments and back."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.models.records.process import HUES
from crm_desktop.models.rules.ranks import rank_after
from crm_desktop.models.studies.organisation import OUT, Organisation
from crm_desktop.models.studies.organisation_edits import add_department

_FILLING = re.compile(r"department|dept\.?|team|division|\bthe\b|[\s·・/／\-_&、]|部门|团队|小组|部$|组$|科$|处$", re.I)


@lru_cache(8_192)
def plain_name(name: str) -> str:
    """Return a name without what says only that it is a department: 销售部 and 销售, Sales department and Sales."""
    bare = name.casefold().strip()
    stripped = _FILLING.sub("", bare)
    return stripped or bare


def suggest_links(lanes: Iterable[Record], organisation: Organisation) -> dict[str, tuple[str, str]]:
    """Return for lanes that are linked to nothing the field and the id of what is called the same.

    Departments come before posts; a name that several have says nothing.
    """
    departments = _by_name((each.name, each.id) for each in organisation.departments.values())
    posts = _by_name((each.name, each.id) for each in organisation.posts.values())
    found = {}
    for lane in lanes:
        if lane.get("department_id") in organisation.departments or lane.get("post_id") in organisation.posts:
            continue
        name = plain_name(lane.title)
        if name and departments.get(name):
            found[lane.id] = ("department_id", departments[name])
        elif name and posts.get(name):
            found[lane.id] = ("post_id", posts[name])
    return found


def link_lanes(lanes: Sequence[Record], organisation: Organisation) -> list[Edit]:
    """Return what links lanes with what is called the same; a post's lane gets its department too."""
    edits: list[Edit] = []
    for lane_id, (field, found) in suggest_links(lanes, organisation).items():
        edits.append(Update("lane", lane_id, link_values(organisation, field, found)))
    return edits


def link_values(organisation: Organisation, field: str, found: str) -> dict[str, Value]:
    """Return a lane's links to a department (`department_id`), or to a post and the department it is in."""
    if field == "post_id":
        return {"post_id": found, "department_id": organisation.posts[found].department_id}
    return {"department_id": found, "post_id": None}


def unmatched(lanes: Iterable[Record], organisation: Organisation) -> list[Record]:
    """Return the first lane of each name that is linked to nothing and called like nothing in the organisation."""
    suggested, found = suggest_links(lanes := list(lanes), organisation), dict[str, Record]()
    for lane in lanes:
        linked = lane.get("department_id") in organisation.departments or lane.get("post_id") in organisation.posts
        if not linked and lane.id not in suggested and lane.title.strip():
            found.setdefault(plain_name(lane.title), lane)
    return list(found.values())


def departments_from_lanes(lanes: Sequence[Record], organisation: Organisation, account_id: str) -> list[Edit]:
    """Return what makes a department at the top for each lane without one, and links all lanes of that name."""
    edits: list[Edit] = list(link_lanes(lanes, organisation))
    last = organisation.departments[organisation.roots[-1]].rank if organisation.roots else ""
    for lane in unmatched(lanes, organisation):
        last = rank_after(last)
        made = add_department(organisation, account_id, "", name=lane.title.strip())[-1]
        assert isinstance(made, Create)
        values = {**made.values, "rank": last, "hue": lane.get("hue"), "head_count": lane.get("staff")}
        edits.append(
            Create("department", {name: value for name, value in values.items() if value is not None}, made.id)
        )
        same = (each for each in lanes if plain_name(each.title) == plain_name(lane.title))
        edits += [
            Update("lane", each.id, {"department_id": made.id}) for each in same if not _linked(each, organisation)
        ]
    return edits


def missing_lanes(lanes: Iterable[Record], organisation: Organisation) -> list[str]:
    """Return the departments for which one map's lanes lack one: not out of scope, lowest ones, with none of theirs."""
    lanes = list(lanes)
    held = {str(lane.get("department_id")) for lane in lanes}
    held |= {found for field, found in suggest_links(lanes, organisation).values() if field == "department_id"}
    return [
        each
        for each in organisation.within("")
        if not organisation.children(each) and each not in held and organisation.scope(each) != OUT
    ]


def lanes_from_departments(process: Record, lanes: Sequence[Record], organisation: Organisation) -> list[Edit]:
    """Return what adds a lane for each department that one map lacks, after those it has; known names are linked."""
    edits: list[Edit] = list(link_lanes(lanes, organisation))
    last = max((str(lane.get("rank") or "") for lane in lanes), default="")
    for number, each in enumerate(missing_lanes(lanes, organisation), len(lanes)):
        department, last = organisation.departments[each], rank_after(last)
        people = sum(post.head_count or 0 for post in organisation.posts_of(each)) or department.head_count
        values: dict[str, Value] = {"name": department.name, "process_id": process.id, "department_id": each}
        values |= {"account_id": process.get("account_id"), "rank": last, "staff": people}
        values["hue"] = department.hue or HUES[number % len(HUES)]
        edits.append(Create("lane", {name: value for name, value in values.items() if value is not None}, new_id()))
    return edits


def _linked(lane: Record, organisation: Organisation) -> bool:
    return lane.get("department_id") in organisation.departments or lane.get("post_id") in organisation.posts


def _by_name(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return ids by plain name, "" for a name that several have."""
    found: dict[str, str] = {}
    for name, each in named:
        plain = plain_name(name)
        found[plain] = "" if plain in found else each
    return found
