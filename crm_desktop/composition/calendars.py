"""Keeping visits and tasks alike with a calendar elsewhere: its access in the keyring, a round now and then."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crm_desktop.composition.program import Program
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.refresh import Changed
from crm_desktop.views.surroundings import CalendarState

if TYPE_CHECKING:
    from crm_desktop.composition.workspace import Workspace
    from crm_desktop.sync.calendars.round import Report

ENTRY = "calendar"
"""The name of the secret: address, name, password and address of the task list as JSON."""
_EVERY_MS = 5 * 60_000
_SOON_MS = 4_000
"""After an own change: several changes go in one round."""
_Access = tuple[str, str, str, str]
_KINDS = ("visit", "task")


class Calendars(QObject):
    """`begin` as soon as there is a workspace, `end` when it goes."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self._program = program
        self._access: _Access | None = None
        self._again = QTimer(self, interval=_EVERY_MS)
        self._again.timeout.connect(self.run)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.run)
        around = program.tools.around
        around.calendar_chosen.connect(self._choose)
        around.calendar_round_wanted.connect(self.run)
        program.tools.refresh.changed.connect(self._written)
        program.window.closing.connect(self.end)

    def begin(self) -> None:
        """Look into the keyring, and begin with a round where a calendar was chosen."""
        workspace = self._program.workspace
        if workspace is not None:
            self._program.tools.background.ask(partial(_kept, workspace), self._take, self._quiet, owner=self)

    def end(self) -> None:
        """Rest."""
        self._again.stop()
        self._soon.stop()
        self._access = None
        self._tell(CalendarState())

    def run(self) -> None:
        """Do a round; one that is under way is enough."""
        workspace, access, state = self._program.workspace, self._access, self._program.tools.around.calendar
        if workspace is None or access is None or state.running:
            return
        self._tell(replace(state, running=True))
        zone = current_formats(workspace.clock.now()).zone
        work = partial(_round, workspace, access, zone)
        self._program.tools.background.ask(work, self._done, self._failed, owner=self)

    def _choose(self, address: str, user: str, password: str, tasks: str) -> None:
        workspace = self._program.workspace
        if workspace is None:
            return
        access = (address, user, password, tasks) if address else None
        keep = partial(_keep, workspace, access)
        self._program.tools.background.ask(keep, lambda _none: self._take(access), self._failed, owner=self)

    def _take(self, access: _Access | None) -> None:
        self._access = access
        self._tell(CalendarState(access[0], access[1]) if access is not None else CalendarState())
        if access is None:
            self._again.stop()
        else:
            self._again.start()
            self.run()

    def _done(self, report: Report) -> None:
        state, tools = self._program.tools.around.calendar, self._program.tools
        now = tools.clock.now()
        self._tell(replace(state, running=False, at=now, kept_both=report.kept_both, problem=None))
        if report.taken or report.deleted or report.kept_both:
            tools.refresh.announce(set(_KINDS), set(), self)

    def _failed(self, error: Exception) -> None:
        self._tell(replace(self._program.tools.around.calendar, running=False, problem=error))

    def _quiet(self, _error: Exception) -> None:
        """Without a keyring there is no calendar; who chooses one is told."""

    def _written(self, changed: Changed) -> None:
        if self._access is not None and not changed.kinds.isdisjoint(_KINDS) and changed.initiator is not self:
            self._soon.start()

    def _tell(self, state: CalendarState) -> None:
        around = self._program.tools.around
        if around.calendar != state:
            around.calendar = state
            around.calendar_changed.emit()


def _kept(workspace: Workspace) -> _Access | None:
    text = workspace.secrets.read(ENTRY)
    if not text:
        return None
    address, user, password, *tasks = map(str, json.loads(text))
    return address, user, password, tasks[0] if tasks else ""


def _keep(workspace: Workspace, access: _Access | None) -> None:
    """Keep the access; with another calendar, or none, all pairs are forgotten and what they brought stays."""
    before = _kept(workspace)
    if access is None:
        workspace.secrets.forget(ENTRY)
    else:
        workspace.secrets.write(ENTRY, json.dumps(access))
    if access is None or before is None or (before[:2], before[3]) != (access[:2], access[3]):
        workspace.store.calendar_links.forget_all()


def _round(workspace: Workspace, access: _Access, zone: str) -> Report:
    from crm_desktop.sync.calendars.dav import DavCalendar
    from crm_desktop.sync.calendars.round import Round

    store, calendar = workspace.store, DavCalendar(*access)
    try:
        commit = partial(store.door.commit, "visit.calendar")
        owner = workspace.account.user_id
        return Round(calendar, store.calendar_links, commit, owner, zone, workspace.clock.now()).run()
    finally:
        calendar.close()
