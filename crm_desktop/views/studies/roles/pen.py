"""What keys, menus and the tree do to the organisation: naming, adding, moving, scope. No painting, no events."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm_desktop.models.edits import Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.studies.chart_walk import DOWN, LEFT, RIGHT, UP, walk
from crm_desktop.models.studies.organisation import IN, OUT, UNDECIDED
from crm_desktop.models.studies.organisation_edits import (
    add_department,
    add_post,
    demote,
    place_department,
    place_post,
    promote,
    read_name,
    remove,
    rename,
    reorder,
)
from crm_desktop.models.studies.scope import UNKNOWN, function_of
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.studies.roles.state import Roles

_NEXT_SCOPE = {UNDECIDED: IN, IN: OUT, OUT: UNDECIDED}


class Pen:
    """`Pen(roles, told)`; `told` is called whenever naming begins, ends or goes elsewhere."""

    def __init__(self, roles: Roles, told: Callable[[], object]) -> None:
        self.roles, self._told = roles, told
        self.naming = ""
        """The department or post that is being named, "" while none is."""
        self.text = ""
        self._fresh = False
        self._back = ""
        """What was current before a new one was begun."""

    # Naming

    def edit(self, typed: str | None = None) -> None:
        """Name what is current; `typed` takes the place of the name it has."""
        if not self.roles.may_edit:
            return
        if not self.roles.current:
            self.add_below()
        record = self.roles.record(self.roles.current)
        if record is not None:
            self.naming = record.id
            self.text = record.title if typed is None else typed
            self._told()

    def type(self, words: str) -> None:
        """Take what stands in the line now."""
        self.text = words

    def finish(self) -> bool:
        """Write the name; an empty one leaves what was named as it was, and a new one away. Tell whether it stands."""
        if not self.naming:
            return True
        naming, fresh, named = self.naming, self._fresh, read_name(self.text)
        self.naming, self._fresh = "", False
        if not named.name:
            if fresh:
                self.roles.drop_sketch(self._back)
            self._told()
            return not fresh
        if fresh:
            self._keep(naming)
        else:
            self._rename(naming)
        self._told()
        return True

    def cancel(self) -> bool:
        """Leave the name as it was; tell whether there was anything to leave."""
        if not self.naming:
            return False
        self.text = ""
        fresh, self._fresh, self.naming = self._fresh, False, ""
        if fresh:
            self.roles.drop_sketch(self._back)
        self._told()
        return True

    # Adding

    def add_below(self) -> None:
        """Finish and make a department under the current one; beside a post, another post."""
        if self._ready():
            current = self.roles.current
            if current in self.roles.organisation.posts:
                self._sketch_post(self.roles.organisation.posts[current].department_id, current)
            else:
                self._sketch_department(current, "")

    def add_beside(self) -> None:
        """Finish and make another one after the current one."""
        if self._ready():
            current, organisation = self.roles.current, self.roles.organisation
            if current in organisation.posts:
                self._sketch_post(organisation.posts[current].department_id, current)
            else:
                self._sketch_department(organisation.parent(current) if current else "", current)

    def add_post(self) -> None:
        """Finish and make a post in the current department."""
        if self._ready():
            current, organisation = self.roles.current, self.roles.organisation
            if current in organisation.posts:
                self._sketch_post(organisation.posts[current].department_id, current)
            elif current:
                self._sketch_post(current, "")

    # What is done to the current one

    def walk(self, way: str) -> None:
        """Make the next one in a direction current."""
        if self.finish():
            self.roles.select(walk(self.roles.organisation, self.roles.chart, self.roles.current, way))

    def move(self, way: str) -> None:
        """Put it before or after its neighbour, or a level up or down, as it stands in the drawing."""
        current, organisation = self.roles.current, self.roles.organisation
        if not current or not self.finish():
            return
        if current in organisation.posts:
            edits = self._post_moved(current, way)
        else:
            along, across = ((LEFT, RIGHT), (UP, DOWN))
            if self.roles.chart.boxes[current].hangs:
                along, across = across, along
            if way in along:
                edits = reorder(organisation, current, 1 if way == along[1] else -1)
            else:
                edits = promote(organisation, current) if way == across[0] else demote(organisation, current)
        self._act("organisation.move", edits, select=current)

    def put(self, element_id: str, department_id: str, place: int) -> None:
        """Put a department under another ("" for the top), or a post into one, at a place."""
        is_post = element_id in self.roles.organisation.posts
        put = place_post if is_post else place_department
        self._act(
            "organisation.move", put(self.roles.organisation, element_id, department_id, place), select=element_id
        )

    def remove(self) -> None:
        """Move it to the bin with all under it."""
        current, organisation = self.roles.current, self.roles.organisation
        if not current or self.naming:
            return
        edits = remove(organisation, current)
        said: Wording = text("roles", "Post deleted")
        if current in organisation.departments:
            departments = len(list(organisation.within(current)))
            said = text("roles", "%n department(s) deleted with their posts", n=departments)
        self._act("organisation.remove", edits, said, self._after_removal(current))

    def next_scope(self) -> None:
        """Go from undecided to in, to out, and back."""
        record = self.roles.record(self.roles.current)
        if record is not None and self.finish():
            self.set_scope(_NEXT_SCOPE[str(record.get("scope") or UNDECIDED)])

    def set_scope(self, scope: str) -> None:
        """Say whether it will work with our product."""
        record = self.roles.record(self.roles.current)
        if record is not None and record.get("scope") != scope:
            self._act("organisation.scope", [Update(record.kind, record.id, {"scope": scope})], select=record.id)

    def describe(self, values: dict[str, Value]) -> None:
        """Give fields of the current one new values."""
        record = self.roles.record(self.roles.current)
        if record is not None:
            self._act("organisation.change", [Update(record.kind, record.id, values)], select=record.id)

    # How it is done

    def _ready(self) -> bool:
        """Finish a name; a box that got none is left away, and nothing new begins from it."""
        return self.roles.may_edit and self.finish()

    def _sketch_department(self, above: str, after: str) -> None:
        organisation = self.roles.organisation
        edits = add_department(organisation, self.roles.account_id, above, after, name="")
        self._begin(edits)

    def _sketch_post(self, department_id: str, after: str) -> None:
        self._begin(add_post(self.roles.organisation, self.roles.account_id, department_id, after, name=""))

    def _begin(self, edits: Sequence[Edit]) -> None:
        self._back, self._fresh, self.text = self.roles.current, True, ""
        self.naming = self.roles.sketch(edits)
        self._told()

    def _keep(self, element_id: str) -> None:
        named = read_name(self.text)
        values: dict[str, Value] = {"name": named.name, "head_count": named.people}
        if element_id in self.roles.organisation.posts:
            values["users"] = named.users
        else:
            values["function"] = function_of(named.name) or UNKNOWN
        given = {name: value for name, value in values.items() if value is not None}
        self.roles.keep_sketch("organisation.add", given)

    def _rename(self, element_id: str) -> None:
        record = self.roles.record(element_id)
        if record is None or self.text.strip() == record.title:
            return
        edits = rename(self.roles.organisation, element_id, self.text)
        unsaid = record.kind == "department" and (record.get("function") or UNKNOWN) == UNKNOWN
        told = function_of(read_name(self.text).name) if unsaid else ""
        if told:
            edits.append(Update("department", element_id, {"function": told}))
        self._act("organisation.change", edits, select=element_id)

    def _post_moved(self, post_id: str, way: str) -> list[Edit]:
        organisation = self.roles.organisation
        if way in (UP, DOWN):
            return reorder(organisation, post_id, 1 if way == DOWN else -1)
        there = walk(organisation, self.roles.chart, organisation.posts[post_id].department_id, way)
        return place_post(organisation, post_id, there, len(organisation.staffed.get(there, ())))

    def _after_removal(self, element_id: str) -> str:
        """Return what is current after something went: its neighbour, else what it stood in or under."""
        organisation = self.roles.organisation
        if element_id in organisation.posts:
            above = organisation.posts[element_id].department_id
            beside = organisation.staffed[above]
        else:
            above, beside = organisation.parent(element_id), organisation.siblings(element_id)
        at = beside.index(element_id)
        left = (*beside[at + 1 :], *reversed(beside[:at]))
        return left[0] if left else above

    def _act(self, act: str, edits: Sequence[Edit], said: Wording = "", select: str = "") -> None:
        self.roles.act(act, edits, said, select)
