"""Records that are carried to a pinned view in the rail: what its filter says is set on them, as one act with Undo.

What a drop would set is said before anybody lets go; where the filter asks what cannot be set, that is said instead.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.rules.views import Condition, Group
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.joining import Arrival, arrival
from crm_desktop.store.queries.picklists import team_of
from crm_desktop.store.reader import Reader
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, text, tr
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.records.record_drag import Carried, carried_in
from crm_desktop.views.shell.workplace import Workplace
from crm_desktop.views.tables.filter_words import chip_words
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.drop_hint import DropHint

_Aim = tuple[str, Carried]
"""The view that something is held over, and what."""


class RailDrops(QObject):
    """`RailDrops(desk, workplace)`, for one desk."""

    def __init__(self, desk: Desk, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._desk, self._parts = desk, workplace
        self._aim: _Aim | None = None
        self._arrival: Arrival | None = None
        self.hint: DropHint | None = None
        workplace.rail.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take records of a view's own kind where a drop can do something; leave everything else to who springs."""
        if isinstance(event, QDropEvent):
            return self._over(event)
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Hide):
            self._aim_at(None)
        return False

    def _over(self, event: QDropEvent) -> bool:
        carried, spot = carried_in(event.mimeData()), event.position().toPoint()
        view = self._parts.view_at(spot) if carried is not None else ""
        self._aim_at((view, carried) if view and carried is not None else None)
        found = self._arrival
        if found is None or not found.possible:
            return False
        self._parts.rail.springing.rest()
        event.setDropAction(Qt.DropAction.LinkAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self._aim_at(None)
            self._take(found)
        return True

    def _aim_at(self, aim: _Aim | None) -> None:
        if aim == self._aim:
            return
        self._aim, self._arrival = aim, None
        if self.hint is not None:
            self.hint.hide()
            self.hint.deleteLater()
            self.hint = None
        if aim is not None:
            view, carried = aim
            now = self._desk.clock.now()
            self._desk.read(self, partial(self._judged, aim), _read, view, carried, self._desk.me, now)

    def _judged(self, aim: _Aim, found: Arrival | None) -> None:
        if aim != self._aim or found is None:
            return
        self._arrival = found
        item = self._parts.view_item(aim[0])
        if item is not None:
            heading, remark = self._words(aim[1], found)
            self.hint = DropHint(heading, remark, item, welcome=found.possible)

    def _words(self, carried: Carried, found: Arrival) -> tuple[Wording, Wording]:
        """Return what would happen and what is set, or that nothing can, and why."""
        not_there = text("shell", "Cannot be put into {view}", view=found.title)
        if found.open:
            asked = self._listed(found, found.open)
            return not_there, text("shell", "A drop cannot bring about: {asked}.", asked=asked)
        if found.refused is not None:
            return not_there, explain(found.refused).title
        if not found.edits:
            return text("shell", "In {view} already", view=found.title), text("shell", "There is nothing to set.")
        name = carried.words if found.moved == len(carried.ids) else text("shell", "%n record(s)", n=found.moved)
        set_to = self._listed(found, found.sets)
        heading = text("shell", "Drop to put {name} into {view}", name=name, view=found.title)
        return heading, text("shell", "Sets {fields}. Ctrl+Z takes it back.", fields=set_to)

    def _listed(self, found: Arrival, parts: tuple[Condition | Group, ...]) -> str:
        formats = current_formats(self._desk.clock.now())
        words = Wordings(lookups_of(self._desk), formats, found.linked)
        said = [chip_words(KINDS[found.kind], each, words) for each in parts]
        return formats.listed(
            [tr("shell", "{name}: {value}", name=str(name), value=str(value)) for name, value in said]
        )

    def _take(self, found: Arrival) -> None:
        said = text("shell", "%n record(s) put into {view}", n=found.moved, view=found.title)
        self._desk.act(f"{found.kind}.edit", list(found.edits), said)
        if found.spared:
            self._desk.notices.inform(text("tables", "%n record(s) of others stay as they are", n=found.spared))


def _read(reader: Reader, view: str, carried: Carried, me: str, now: int) -> Arrival | None:
    formats = current_formats(now)
    seen_from = Standpoint(me, formats.today, team_of(reader, me), formats.zone)
    return arrival(reader, view, carried.kind, carried.ids, seen_from, now)
