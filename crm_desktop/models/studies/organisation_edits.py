"""What changes an organisation: edits for adding, naming, moving, and removing departments and posts.

Each function looks at the organisation as it is shown and returns what the store is to do; nothing is changed here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.rules.ranks import rank_after, rank_between, spread
from crm_desktop.models.studies.organisation import Organisation

DEPARTMENT, POST = "department", "post"
_COUNTED = re.compile(r"(?P<name>.+?)(?:\s*[×*]|\s+[xX])\s*(?P<people>\d{1,7})(?:\s*[/／]\s*(?P<users>\d{1,7}))?")


@dataclass(frozen=True, slots=True)
class Named:
    """What was typed into a box: a name, and perhaps how many people and users, as in `Sales rep ×12/10`."""

    name: str
    people: int | None = None
    users: int | None = None


def read_name(typed: str) -> Named:
    """Return a typed name with the counts behind it: `×12`, `x12`, `*12`, and `/10` for the users among them."""
    found = _COUNTED.fullmatch(typed.strip())
    if found is None:
        return Named(typed.strip())
    users = found["users"]
    return Named(found["name"].strip(), int(found["people"]), None if users is None else int(users))


def add_department(
    organisation: Organisation, account_id: str, above: str, after: str = "", *, name: str, **values: Value
) -> list[Edit]:
    """Return what makes a department under another ("" for the top), after one of those there or as the last."""
    siblings = organisation.children(above)
    place = siblings.index(after) + 1 if after in siblings else len(siblings)
    rank, others = _rank_at([organisation.departments[each].rank for each in siblings], place)
    made: dict[str, Value] = {"name": name, "account_id": account_id, "parent_id": above or None, "rank": rank}
    return [*_ranked(DEPARTMENT, siblings, others), Create(DEPARTMENT, {**made, **values}, new_id())]


def add_post(
    organisation: Organisation, account_id: str, department_id: str, after: str = "", *, name: str, **values: Value
) -> list[Edit]:
    """Return what makes a post in a department, after one of those there or as the last."""
    there = organisation.staffed.get(department_id, ())
    place = there.index(after) + 1 if after in there else len(there)
    rank, others = _rank_at([organisation.posts[each].rank for each in there], place)
    made: dict[str, Value] = {"name": name, "account_id": account_id, "department_id": department_id, "rank": rank}
    return [*_ranked(POST, there, others), Create(POST, {**made, **values}, new_id())]


def rename(organisation: Organisation, element_id: str, typed: str) -> list[Edit]:
    """Return what gives a department or post a typed name, with the counts behind it."""
    named = read_name(typed)
    is_post = element_id in organisation.posts
    values: dict[str, Value] = {"name": named.name}
    if named.people is not None:
        values["head_count"] = named.people
    if named.users is not None and is_post:
        values["users"] = named.users
    return [Update(POST if is_post else DEPARTMENT, element_id, values)]


def may_stand(organisation: Organisation, department_id: str, above: str) -> bool:
    """Tell whether a department may stand under another: not under itself, nor under what is under it."""
    return above == "" or (above in organisation.departments and above not in organisation.within(department_id))


def place_department(organisation: Organisation, department_id: str, above: str, place: int) -> list[Edit]:
    """Return what puts a department under another at a place among those there; nothing where it stands so already."""
    if not may_stand(organisation, department_id, above):
        return []
    others = [each for each in organisation.children(above) if each != department_id]
    wanted = [*others[:place], department_id, *others[place:]]
    if above == organisation.parent(department_id) and wanted == list(organisation.children(above)):
        return []
    rank, ranks = _rank_at([organisation.departments[each].rank for each in others], min(place, len(others)))
    moved = Update(DEPARTMENT, department_id, {"parent_id": above or None, "rank": rank})
    return [*_opened(organisation, department_id), *_ranked(DEPARTMENT, others, ranks), moved]


def place_post(organisation: Organisation, post_id: str, department_id: str, place: int) -> list[Edit]:
    """Return what puts a post into a department at a place among those there."""
    post, there = organisation.posts[post_id], organisation.staffed.get(department_id, ())
    others = [each for each in there if each != post_id]
    if post.department_id == department_id and [*others[:place], post_id, *others[place:]] == list(there):
        return []
    rank, ranks = _rank_at([organisation.posts[each].rank for each in others], min(place, len(others)))
    moved = Update(POST, post_id, {"department_id": department_id, "rank": rank})
    return [*_ranked(POST, others, ranks), moved]


def reorder(organisation: Organisation, element_id: str, by: int) -> list[Edit]:
    """Return what moves a department or post among those beside it; nothing at the end of the row."""
    if element_id in organisation.posts:
        above = organisation.posts[element_id].department_id
        beside = organisation.staffed[above]
    else:
        above, beside = organisation.parent(element_id), organisation.siblings(element_id)
    to = beside.index(element_id) + by
    if not 0 <= to < len(beside):
        return []
    if element_id in organisation.posts:
        return place_post(organisation, element_id, above, to)
    return place_department(organisation, element_id, above, to)


def promote(organisation: Organisation, department_id: str) -> list[Edit]:
    """Return what puts a department beside the one above it, after it; nothing at the top."""
    above = organisation.parent(department_id)
    if not above:
        return []
    place = organisation.siblings(above).index(above) + 1
    return place_department(organisation, department_id, organisation.parent(above), place)


def demote(organisation: Organisation, department_id: str) -> list[Edit]:
    """Return what puts a department under the one before it; nothing for the first."""
    beside = organisation.siblings(department_id)
    if beside[0] == department_id:
        return []
    before = beside[beside.index(department_id) - 1]
    return place_department(organisation, department_id, before, len(organisation.children(before)))


def remove(organisation: Organisation, element_id: str) -> list[Edit]:
    """Return what moves a post, or a department with all under it, to the bin."""
    if element_id in organisation.posts:
        return [Delete(POST, element_id)]
    return list(_removals(organisation, element_id))


def _removals(organisation: Organisation, department_id: str) -> Iterator[Edit]:
    for each in reversed(list(organisation.within(department_id))):
        yield from (Delete(POST, post.id) for post in organisation.posts_of(each))
        yield Delete(DEPARTMENT, each)


def _opened(organisation: Organisation, moved: str) -> list[Edit]:
    """Return what makes circles stay as they are shown when one of them moves: their first names nothing above."""
    circles = (
        each for each in organisation.loose if organisation.departments[each].parent_id in organisation.departments
    )
    return [Update(DEPARTMENT, each, {"parent_id": None}) for each in sorted(circles) if each != moved]


def _rank_at(ranks: Sequence[str], place: int) -> tuple[str, dict[int, str]]:
    """Return a rank for a place among others; where there is no room, also new ranks for the others by their place."""
    before, after = ranks[place - 1] if place else "", ranks[place] if place < len(ranks) else ""
    rank = rank_after(before) if place == len(ranks) and before else rank_between(before, after)
    if rank and (place == 0 or before) and (place == len(ranks) or after):
        return rank, {}
    fresh = spread(len(ranks) + 1)
    mine = fresh.pop(place)
    return mine, dict(enumerate(fresh))


def _ranked(kind: str, ids: Sequence[str], ranks: dict[int, str]) -> list[Edit]:
    return [Update(kind, ids[place], {"rank": rank}) for place, rank in ranks.items()]
