"""A client's organisation as one value: the tree of departments with their posts, who is in scope, and the totals.

Two people may have moved departments under each other while apart. A department that so became its own ancestor, or
whose parent is gone, is shown at the top (`Organisation.loose`); nothing is lost, and the chart says it. How the
organisation is drawn stands in `organisation_chart.py`, how it is changed in `organisation_edits.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.models.record import Record
from crm_desktop.models.records.process import HUES

_PLAIN = "slate"
UNDECIDED, IN, OUT = "undecided", "in", "out"


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the client; `head_count` and `head_id` are None where nobody said."""

    id: str
    name: str
    parent_id: str | None = None
    rank: str = ""
    function: str = "other"
    staff_line: bool = False
    head_id: str | None = None
    head_count: int | None = None
    scope: str = UNDECIDED
    scope_reason: str = ""
    hue: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a department; `users` of its holders will work with the product, None where nobody said."""

    id: str
    name: str
    department_id: str
    rank: str = ""
    head_count: int | None = None
    scope: str = UNDECIDED
    users: int | None = None
    contact_id: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """What of the organisation will use the product; of posts in scope `unsaid` have no number of users yet."""

    departments: int = 0
    departments_in: int = 0
    departments_out: int = 0
    departments_undecided: int = 0
    posts: int = 0
    posts_in: int = 0
    people: int = 0
    """As `people_in` counts them."""
    users: int = 0
    unsaid: int = 0
    excessive: int = 0
    """Posts in scope with more users than people."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Departments in the order of their ranks, a tree without cycles; made by `organisation_of`."""

    departments: Mapping[str, Department] = field(default_factory=dict)
    posts: Mapping[str, Post] = field(default_factory=dict)
    below: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of the departments directly under each; under "" those at the top."""
    staffed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of the posts of each department."""
    loose: frozenset[str] = frozenset()
    """Departments shown at the top though they name one above: it is gone, or each is above the other."""

    @property
    def roots(self) -> tuple[str, ...]:
        """The departments at the top."""
        return self.below.get("", ())

    def children(self, department_id: str) -> tuple[str, ...]:
        """Return the departments directly under one, "" for those at the top."""
        return self.below.get(department_id, ())

    def posts_of(self, department_id: str) -> tuple[Post, ...]:
        """Return a department's posts in their order."""
        return tuple(self.posts[each] for each in self.staffed.get(department_id, ()))

    def parent(self, department_id: str) -> str:
        """Return the department above as it is shown, "" at the top."""
        found = self.departments[department_id]
        return "" if department_id in self.loose else found.parent_id or ""

    def siblings(self, department_id: str) -> tuple[str, ...]:
        """Return the departments under the same one, itself among them."""
        return self.children(self.parent(department_id))

    def within(self, department_id: str) -> Iterator[str]:
        """Yield a department and all under it, each before those under it; "" for all departments."""
        waiting = [department_id] if department_id else list(reversed(self.roots))
        while waiting:
            yield (current := waiting.pop())
            waiting += reversed(self.children(current))

    def above(self, department_id: str) -> Iterator[str]:
        """Yield the departments above one, the nearest first."""
        while department_id := self.parent(department_id):
            yield department_id

    def scope(self, department_id: str) -> str:
        """Return a department's scope: its own, else that of the nearest decided one above."""
        for each in (department_id, *self.above(department_id)):
            if self.departments[each].scope != UNDECIDED:
                return self.departments[each].scope
        return UNDECIDED

    def post_scope(self, post_id: str) -> str:
        """Return a post's scope: its own, else its department's."""
        post = self.posts[post_id]
        return post.scope if post.scope != UNDECIDED else self.scope(post.department_id)


def organisation_of(departments: Iterable[Record], posts: Iterable[Record]) -> Organisation:
    """Return the tree of an account's departments and posts; those in the bin are left out by whoever reads."""
    return organise([_department(each) for each in departments], [_post(each) for each in posts])


def organise(departments: Sequence[Department], posts: Sequence[Post]) -> Organisation:
    """Return departments and posts as a tree; whatever they say of each other, each stands in it exactly once."""
    ordered = {each.id: each for each in sorted(departments, key=lambda each: (each.rank, each.id))}
    loose = _loose(ordered)
    below: dict[str, list[str]] = defaultdict(list)
    for each in ordered.values():
        below["" if each.id in loose else each.parent_id or ""].append(each.id)
    kept = {post.id: post for post in sorted(posts, key=lambda each: (each.rank, each.id))}
    kept = {post.id: post for post in kept.values() if post.department_id in ordered}
    staffed: dict[str, list[str]] = defaultdict(list)
    for post in kept.values():
        staffed[post.department_id].append(post.id)
    return Organisation(
        departments=ordered,
        posts=kept,
        below={above: tuple(ids) for above, ids in below.items()},
        staffed={above: tuple(ids) for above, ids in staffed.items()},
        loose=loose,
    )


def totals(organisation: Organisation) -> Totals:
    """Return what of the organisation is in scope, and how many will use the product (A040, A045)."""
    scopes = [organisation.scope(each) for each in organisation.departments]
    chosen = [post for post in organisation.posts.values() if organisation.post_scope(post.id) == IN]
    return Totals(
        departments=len(scopes),
        departments_in=scopes.count(IN),
        departments_out=scopes.count(OUT),
        departments_undecided=scopes.count(UNDECIDED),
        posts=len(organisation.posts),
        posts_in=len(chosen),
        people=sum(people_in(organisation, each) for each in organisation.roots),
        users=sum(post.users or 0 for post in chosen),
        unsaid=sum(post.users is None for post in chosen),
        excessive=sum(too_many_users(post) for post in chosen),
    )


def people_in(organisation: Organisation, department_id: str) -> int:
    """Return how many work in a department and under it: what it says, or what is counted there if that is more."""
    found: dict[str, int] = {}
    for each in reversed(list(organisation.within(department_id))):
        counted = sum(post.head_count or 0 for post in organisation.posts_of(each))
        counted += sum(found[below] for below in organisation.children(each))
        found[each] = max(organisation.departments[each].head_count or 0, counted)
    return found[department_id]


def users_in(organisation: Organisation, department_id: str) -> int:
    """Return how many in a department and under it will use the product, as far as that is known."""
    posts = (post for each in organisation.within(department_id) for post in organisation.posts_of(each))
    return sum(post.users or 0 for post in posts if organisation.post_scope(post.id) == IN)


def hue_of(organisation: Organisation, department_id: str) -> str:
    """Return a department's colour: its own, else that of the one above; beside each other at the top all differ."""
    for each in (department_id, *organisation.above(department_id)):
        if hue := organisation.departments[each].hue:
            return hue
        above = organisation.parent(each)
        if above and not organisation.parent(above):
            return HUES[organisation.children(above).index(each) % len(HUES)]
    return _PLAIN


def too_many_users(post: Post) -> bool:
    """Tell whether more of a post's holders are to use the product than there are."""
    return post.users is not None and post.head_count is not None and post.users > post.head_count


def _loose(departments: Mapping[str, Department]) -> frozenset[str]:
    """Return those to be shown at the top: without the one above, or the first of each circle in the given order."""
    loose = {each.id for each in departments.values() if each.parent_id and each.parent_id not in departments}
    settled: set[str] = set()
    for start in departments:
        path: dict[str, None] = {}
        at: str | None = start
        while at and at not in settled and at not in path and at not in loose:
            path[at] = None
            at = departments[at].parent_id
        if at in path:
            circle = list(path)[list(path).index(at) :]
            loose.add(min(circle, key=lambda each: (departments[each].rank, each)))
        settled |= path.keys()
    return frozenset(loose)


def _department(record: Record) -> Department:
    return Department(
        id=record.id,
        name=record.title,
        parent_id=_text(record, "parent_id") or None,
        rank=_text(record, "rank"),
        function=_text(record, "function") or "other",
        staff_line=record.get("staff_line") is True,
        head_id=_text(record, "head_id") or None,
        head_count=_count(record, "head_count"),
        scope=_text(record, "scope") or UNDECIDED,
        scope_reason=_text(record, "scope_reason"),
        hue=_text(record, "hue") or None,
    )


def _post(record: Record) -> Post:
    return Post(
        id=record.id,
        name=record.title,
        department_id=_text(record, "department_id"),
        rank=_text(record, "rank"),
        head_count=_count(record, "head_count"),
        scope=_text(record, "scope") or UNDECIDED,
        users=_count(record, "users"),
        contact_id=_text(record, "contact_id") or None,
    )


def _text(record: Record, name: str) -> str:
    return str(record.get(name) or "")


def _count(record: Record, name: str) -> int | None:
    value = record.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
