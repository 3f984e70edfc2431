"""The figures in the rail: due today, open deals, pinned views; read again when something was written."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crm_desktop.models.errors import Refused
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.refresh import Changed
from crm_desktop.views.shell.workplace import Workplace

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.store.queries.conditions import Standpoint
    from crm_desktop.store.reader import Reader

_PAUSE_MS = 300
"""A pull announces page after page; the rail is content with the last one."""
_CONCERN = frozenset({"task", "visit", "opportunity", "stage", "saved_view", "account", "contact", "user", "unit"})
MOST = 8
"""Pinned views that the rail has room for."""


@dataclass(frozen=True, slots=True)
class RailFigures:
    """What the rail shows: counts by section, pinned views (id, section, name, count), and who works here."""

    sections: dict[str, int]
    views: list[tuple[str, str, str, int]]
    name: str
    remark: str


class RailReader(QObject):
    """Keeps the rail of a workplace up to date, for one desk."""

    def __init__(self, desk: Desk, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._desk = desk
        self._parts = workplace
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.read)
        desk.refresh.changed.connect(self._written)

    def read(self) -> None:
        """Read the figures and show them."""
        formats = current_formats(self._desk.clock.now())
        self._desk.read(self, self._show, rail_figures, self._desk.me, formats.today, formats.zone)

    def _written(self, changed: Changed) -> None:
        if changed.kinds & _CONCERN and not self._pause.isActive():
            self._pause.start()

    def _show(self, figures: RailFigures) -> None:
        for name, count in figures.sections.items():
            self._parts.rail.set_count(name, count)
        self._parts.set_views(figures.views)
        self._parts.rail.set_person(figures.name, figures.remark, self._desk.me)


def rail_figures(reader: Reader, me: str, today: date, zone: str) -> RailFigures:
    """Read all figures of the rail at one state of the replica."""
    from crm_desktop.store.queries.conditions import Standpoint
    from crm_desktop.store.queries.counts import counts
    from crm_desktop.store.queries.picklists import team_of
    from crm_desktop.store.queries.records import record

    seen_from = Standpoint(me, today, team_of(reader, me), zone)
    figures = counts(reader, seen_from)
    person = record(reader, "user", me)
    unit = record(reader, "unit", str(person.get("unit_id") or "")) if person else None
    remarks = [str(person.get("job_title") or "") if person else "", unit.title if unit else ""]
    return RailFigures(
        {"agenda": figures.tasks_due + figures.visits_today, "opportunities": figures.open_deals},
        _pinned(reader, seen_from),
        person.title if person else "",
        " · ".join(filter(None, remarks)),
    )


def _pinned(reader: Reader, seen_from: Standpoint) -> list[tuple[str, str, str, int]]:
    from crm_desktop.models.catalog import KINDS
    from crm_desktop.models.rules.views import decode
    from crm_desktop.store.queries.lists import totals
    from crm_desktop.store.queries.records import where

    found = where(reader, "saved_view", "pinned AND deleted_at IS NULL ORDER BY position, sort_key, id LIMIT ?", MOST)
    views = []
    for each in found:
        kind = str(each.get("record_kind"))
        if kind in KINDS:
            # A damaged or newer definition is the list's business to explain; here it only has no count.
            with suppress(ValueError, Refused):
                definition = decode(str(each.get("definition") or "{}"))
                count = totals(reader, kind, definition, seen_from).count
                views.append((each.id, KINDS[kind].plural, each.title, count))
    return views
