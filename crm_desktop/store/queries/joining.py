"""What it would take for records to stand in a saved view: the edits, and what stands in the way. Read-only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec
from sqlalchemy import and_, func, select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Edit, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.record import Record
from crm_desktop.models.rules.follow_up import finish_task
from crm_desktop.models.rules.joining import Joining, joining
from crm_desktop.models.rules.stages import enter_stage
from crm_desktop.models.rules.views import Condition, Definition, Group, decode
from crm_desktop.store.queries.acting import assigning, changing
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.lists import matching
from crm_desktop.store.queries.records import record, records, titles
from crm_desktop.store.queries.writable import writable
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import RECORDS


@dataclass(frozen=True, slots=True)
class Arrival:
    """What happens when records are put into a view."""

    kind: str
    title: str
    """The view's name."""
    edits: tuple[Edit, ...] = ()
    moved: int = 0
    """How many records change."""
    spared: int = 0
    """How many of the records the person may not change."""
    sets: tuple[Condition, ...] = ()
    """What is set, as the filter says it."""
    open: tuple[Condition | Group, ...] = ()
    """What the filter asks that no setting brings about, and that does not hold for all of the records."""
    refused: Refused | None = None
    """Why it cannot be done."""
    linked: Mapping[str, str] = field(default_factory=dict)
    """Titles by id of the records that `sets` and `open` name."""

    @property
    def possible(self) -> bool:
        """Whether there is something to do and nothing in the way."""
        return bool(self.edits) and not self.open and self.refused is None


def arrival(
    reader: Reader, view_id: str, kind: str, ids: Sequence[str], seen_from: Standpoint, now: int
) -> Arrival | None:
    """Return what putting the records into the view would do; None for a view of something else."""
    view = record(reader, "saved_view", view_id)
    if view is None or view.deleted or view.get("record_kind") != kind:
        return None
    try:
        definition = decode(str(view.get("definition") or "{}"))
        wanted = joining(KINDS[kind], definition.filter, seen_from.me)
        left = tuple(each for each in wanted.open if not _fits(reader, kind, _alone(each), ids, seen_from))
    except msgspec.MsgspecError:
        return Arrival(kind, view.title, refused=Refused("view.damaged"))
    except Refused as problem:
        return Arrival(kind, view.title, refused=problem)
    named = (*wanted.sets, *left)
    said = Arrival(kind, view.title, open=left, linked=_titles(reader, kind, named))
    if definition.search.strip() and not _fits(reader, kind, Definition(search=definition.search), ids, seen_from):
        return replace(said, refused=Refused("view.searches"))
    mine = writable(reader, seen_from.me, kind, list(ids))
    if not mine:
        return replace(said, refused=Refused("list.out_of_reach", count=len(ids)))
    found = [each for each in records(reader, kind, mine).values() if not each.deleted]
    changed = {each.id: changes for each in found if (changes := wanted.changes(each.values))}
    said = replace(said, moved=len(changed), spared=len(ids) - len(mine), sets=_needed(wanted, changed))
    try:
        moving = _Moving(reader, seen_from, now)
        edits = [edit for each in found if each.id in changed for edit in moving.edits(each, changed[each.id])]
    except Refused as problem:
        return replace(said, refused=problem)
    return replace(said, edits=tuple(edits))


def _alone(part: Condition | Group) -> Definition:
    return Definition(filter=Group((part,)))


def _fits(reader: Reader, kind: str, definition: Definition, ids: Sequence[str], seen_from: Standpoint) -> bool:
    """Tell whether a list has all of the records as they are."""
    table = RECORDS[kind]
    here = and_(matching(reader, KINDS[kind], definition, seen_from), table.c.id.in_(list(ids)))
    return int(reader.core(select(func.count()).select_from(table).where(here))[0][0]) == len(ids)


def _needed(wanted: Joining, changed: Mapping[str, Mapping[str, Value]]) -> tuple[Condition, ...]:
    names = {name for changes in changed.values() for name in changes}
    return tuple(each for each in wanted.sets if each.field in names)


def _titles(reader: Reader, kind: str, parts: Sequence[Condition | Group]) -> dict[str, str]:
    """Return the titles of the records that conditions name, by id."""
    found: dict[str, str] = {}
    for part in parts:
        if isinstance(part, Condition) and KINDS[kind].has(part.field) and KINDS[kind].field(part.field).target:
            values = part.value if isinstance(part.value, list) else [part.value]
            found |= titles(reader, KINDS[kind].field(part.field).target, [str(each) for each in values if each])
    return found


@dataclass(frozen=True, slots=True)
class _Moving:
    """The edits of one record after another, with what follows from an owner, a stage, a finished task or visit."""

    reader: Reader
    seen_from: Standpoint
    now: int

    def edits(self, found: Record, changes: Mapping[str, Value]) -> list[Edit]:
        """Return the edits; raises Refused where a rule stands in the way."""
        kind, values = found.kind, dict(changes)
        owner = values.pop("owner_id", None)
        if kind == "opportunity" and isinstance(stage_id := values.pop("stage_id", None), str):
            values |= self._entering(found, stage_id, values)
        if kind == "task" and values.get("done"):
            values |= finish_task(found, self.now).values
        rest: list[Edit] = []
        if isinstance(owner, str):
            rest += assigning(self.reader, self.seen_from.me, kind, found.id, owner)
        if values:
            rest += changing(self.reader, kind, found.id, values, self.now)
        own: dict[str, Value] = {}
        for each in rest:
            if isinstance(each, Update) and each.id == found.id:
                own |= each.values
        return [Update(kind, found.id, own), *(each for each in rest if each.id != found.id)]

    def _entering(self, found: Record, stage_id: str, given: Values) -> Values:
        stage = record(self.reader, "stage", stage_id)
        if stage is None:
            raise Refused("store.record_gone", kind="stage")
        entering = enter_stage(found.values, stage_id, stage.values, given, self.seen_from.today.isoformat())
        if entering.problems:
            raise Refused("view.stage_asks")
        return entering.values
