"""The views of one kind: those every list begins with, and those people saved; and what is done to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import RecordKind, Value
from crm_desktop.models.record import Record
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, decode, encode
from crm_desktop.store.queries import lists, picklists
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.refresh import Changed
from crm_desktop.views.tables.fields import InSentence, is_known
from crm_desktop.views.tables.one_at_a_time import OneAtATime
from crm_desktop.views.tables.reading import Asked

if TYPE_CHECKING:
    from crm_desktop.store.reader import Reader

ALL = "all"
MINE = "mine"
AUDIENCES = ("private", "team", "everyone")


@dataclass(frozen=True, slots=True)
class View:
    """One view: its key (a saved view's id), what it is called, what it shows; `record` where somebody saved it."""

    key: str
    wording: Wording
    definition: Definition
    record: Record | None = None
    damaged: bool = False


def usual_views(kind: RecordKind) -> tuple[View, ...]:
    """Return the views that every kind has without anybody saving one."""
    plural = InSentence(label("kinds", f"{kind.name}.plural"))
    views = [View(ALL, text("tables", "All {records}", records=plural), Definition())]
    if kind.owner_field:
        mine = Group((Condition(kind.owner_field, Operator.MINE),))
        views.append(View(MINE, text("tables", "Mine"), Definition(filter=mine)))
    return tuple(views)


class ViewBook(QObject):
    """Knows the views of one kind on one desk; `changed` when they are known, or others."""

    changed = Signal()
    counted = Signal(object)
    """How many records each view has, by key."""

    def __init__(self, desk: Desk, kind: RecordKind, usual: Sequence[View], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._kind = desk, kind
        self._slow = OneAtATime(desk, self)
        self._usual = tuple(usual)
        self.views: tuple[View, ...] = self._usual
        self.known = False
        desk.refresh.changed.connect(self._written)

    def read(self) -> None:
        """Read the saved views."""
        self._desk.read(self, self._take, picklists.saved_views, self._kind.name)

    def count(self, asked: Asked) -> None:
        """Count the records of all views, as seen by who asks."""
        views = tuple((view.key, view.definition) for view in self.views if not view.damaged)
        self._slow.read(count_views, (asked, views), self.counted.emit)

    def find(self, key: str) -> View | None:
        """Return a view by its key."""
        return next((view for view in self.views if view.key == key), None)

    def may_change(self, view: View) -> bool:
        """Tell whether the person may change a view: their own ones, whoever else sees them."""
        return view.record is not None and view.record.get("owner_id") == self._desk.me

    # Acts

    def save(self, view: View, definition: Definition) -> None:
        """Keep what is shown now as what the view shows."""
        self._update("view.change", view, {"definition": encode(definition)}, text("tables", "View saved"))

    def create(self, name: str, definition: Definition, layout: str = "table") -> str:
        """Save a new private view and return its id."""
        values: dict[str, Value] = {
            "name": name,
            "record_kind": self._kind.name,
            "definition": encode(definition),
            "layout": layout,
            "owner_id": self._desk.me,
            "position": len(self.views),
        }
        edit = Create("saved_view", values)
        self._desk.act("view.create", [edit], text("tables", "View {name} saved", name=name))
        return edit.id

    def rename(self, view: View, name: str) -> None:
        """Call a view something else."""
        self._update("view.rename", view, {"name": name}, text("tables", "View renamed to {name}", name=name))

    def pin(self, view: View, pinned: bool) -> None:
        """Show a view in the rail, or there no longer."""
        said = text("tables", "{name} pinned", name=view.wording)
        if not pinned:
            said = text("tables", "{name} not pinned any more", name=view.wording)
        self._update("view.pin", view, {"pinned": pinned}, said)

    def share(self, view: View, audience: str) -> None:
        """Let nobody else, the team or everyone see a view."""
        said = text("tables", "{name} is shared with: {audience}", name=view.wording, audience=audience_words(audience))
        self._update("view.share", view, {"audience": audience}, said)

    def delete(self, view: View) -> None:
        """Delete a saved view; undo brings it back."""
        if view.record is not None:
            said = text("tables", "View {name} deleted", name=view.wording)
            self._desk.act("view.delete", [Delete("saved_view", view.record.id)], said)

    def _update(self, act: str, view: View, values: dict[str, Value], said: Wording) -> None:
        if view.record is not None:
            self._desk.act(act, [Update("saved_view", view.record.id, values)], said)

    def _take(self, records: list[Record]) -> None:
        saved = [_view(record) for record in records]
        # What somebody saved by hand stands in for the usual view of the same records, or of the same name.
        told = [view.definition.filter for view in saved if not view.damaged]
        names = {str(view.wording) for view in saved}
        usual = [
            view
            for view in self._usual
            if view.key == ALL or (view.definition.filter not in told and str(view.wording) not in names)
        ]
        self.views = (*usual, *saved)
        self.known = True
        self.changed.emit()

    def _written(self, change: Changed) -> None:
        if self.known and change.touches("saved_view"):
            self.read()


def count_views(reader: Reader, asked: Asked, views: tuple[tuple[str, Definition], ...]) -> dict[str, int]:
    """Return how many records each view has; a view that names an unknown field has no count."""
    seen_from, found = asked.seen_from(reader), {}
    for key, definition in views:
        try:
            found[key] = lists.count(reader, asked.kind, definition, seen_from)
        except Refused:
            continue
    return found


def audience_words(audience: str) -> Wording:
    """Return whom a view is shared with."""
    return label("options", f"saved_view.audience.{audience}")


def _view(record: Record) -> View:
    try:
        definition = decode(str(record.get("definition") or "{}"))
    except msgspec.DecodeError:
        return View(record.id, record.title, Definition(), record, damaged=True)
    kind = KINDS.get(str(record.get("record_kind")))
    return View(record.id, record.title, definition, record, damaged=kind is None or not is_known(kind, definition))
