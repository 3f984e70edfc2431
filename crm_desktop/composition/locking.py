"""Locking the open program: when nobody is there, at a key, and when the server was out of reach for too long.

The sync goes on meanwhile. What protects what is written down in docs/decisions/locking.md.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crm_desktop.composition.program import Program
from crm_desktop.composition.unlocking import by_server, try_here
from crm_desktop.composition.ways_in import find_way
from crm_desktop.composition.workspace import Workspace
from crm_desktop.models.errors import Denied, Refused
from crm_desktop.models.rules.absence import WARN_DAYS
from crm_desktop.models.rules.locking import lock_minutes
from crm_desktop.views.language.texts import text
from crm_desktop.views.shell.idle_watch import IdleWatch

if TYPE_CHECKING:
    from crm_desktop.store.custody import Terms
    from crm_desktop.views.sign_in.lock_page import LockedBy, LockPage

TICK_MS = 60_000
"""How often it is looked whether the days without the server are over."""
_WRONG = frozenset({"passphrase.wrong", "sign_in.wrong", "unlock.wrong"})


class Locking(QObject):
    """`begin` as soon as there is a workspace, before anything of it is shown; `end` when it goes."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self._program = program
        self._warned = -1
        self._page: LockPage | None = None
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self.look)
        self.watch = IdleWatch(self)
        self.watch.idle.connect(self.lock)
        around = program.tools.around
        around.lock_wanted.connect(self.lock)
        around.lock_minutes_chosen.connect(self._choose)
        program.window.lock_wanted.connect(self.lock)

    def begin(self) -> None:
        """Keep watch over the workspace; one that was locked, or too long without its server, is covered at once."""
        workspace = self._program.workspace
        if workspace is None:
            return
        self._program.tools.around.own_lock_minutes = self._program.preferences.present.lock_minutes
        if workspace.way is not None:
            self._cover(workspace, workspace.way)
        self._take(workspace, workspace.terms)
        self._clock.start()

    def end(self) -> None:
        """Watch over nothing any more."""
        self._clock.stop()
        self.watch.set_minutes(0)
        self._page = None
        self._warned = -1

    def lock(self) -> None:
        """Hide everything until somebody proves to be the one who works here."""
        workspace = self._program.workspace
        if workspace is None or self._page is not None:
            return
        # The page has to stand before it is known what opens it: nothing is shown for a moment longer.
        self._cover(workspace, None)

        def work() -> LockedBy:
            workspace.store.custody.lock()
            return find_way(workspace.secrets, vault=workspace.vault)

        self._program.tools.background.write(work, partial(self._know_way, workspace), self._fail)

    def look(self) -> None:
        """See how the device stands with its organisation's terms."""
        workspace = self._program.workspace
        if workspace is not None:
            take = partial(self._take, workspace)
            self._program.tools.background.read(workspace.store.custody.terms, take, owner=self, token="terms")  # noqa: S106

    # Terms

    def _take(self, workspace: Workspace, terms: Terms) -> None:
        if workspace is not self._program.workspace:
            return
        around = self._program.tools.around
        if around.terms != terms:
            around.terms = terms
            around.terms_changed.emit()
        self.watch.set_minutes(lock_minutes(terms.lock_minutes, around.own_lock_minutes))
        if terms.days_left == 0:
            self._overdue(workspace, terms.offline_days)
        elif terms.days_left <= WARN_DAYS and terms.days_left != self._warned and terms.offline_days > WARN_DAYS:
            self._warned = terms.days_left
            said = text(
                "shell",
                "This computer locks in %n day(s) unless it reaches its server. Connect once.",
                n=terms.days_left,
            )
            self._program.tools.notices.inform(said)

    def _overdue(self, workspace: Workspace, days: int) -> None:
        from crm_desktop.views.sign_in.lock_page import LockedBy

        if self._page is not None and self._page.locked_by is LockedBy.SERVER:
            return
        self._program.tools.background.write(workspace.store.custody.lock, None, self._fail)
        self._cover(workspace, LockedBy.SERVER, days)

    def _choose(self, minutes: int) -> None:
        self._program.preferences.change(lock_minutes=minutes)
        self._program.tools.around.own_lock_minutes = minutes
        self._program.tools.around.terms_changed.emit()
        self.look()

    # The page

    def _cover(self, workspace: Workspace, way: LockedBy | None, days: int = 0) -> None:
        from crm_desktop.views.sign_in.lock_page import LockedBy, LockPage

        page = self._page = LockPage(way or LockedBy.PASSWORD, workspace.account.user_name, days)
        page.set_busy(way is None)
        page.submitted.connect(partial(self._try, workspace))
        page.server_wanted.connect(partial(self._ask_server, workspace))
        self._program.window.cover(page)
        if way is not None:
            self._program.tools.background.read(workspace.store.custody.must_wait, page.wait, owner=page, token="wait")  # noqa: S106

    def _know_way(self, workspace: Workspace, way: LockedBy) -> None:
        if self._page is not None and workspace is self._program.workspace:
            self._cover(workspace, way)

    def _try(self, workspace: Workspace, typed: str) -> None:
        from crm_desktop.views.sign_in.lock_page import LockedBy

        if self._page is not None and self._page.locked_by is LockedBy.SERVER:
            self._ask_server(workspace, typed)
        elif self._page is not None:
            self._attempt(workspace, partial(try_here, workspace, self._page.locked_by, typed))

    def _ask_server(self, workspace: Workspace, typed: str) -> None:
        name = self._program.preferences.present.sign_in_name
        self._attempt(workspace, partial(by_server, workspace, name, typed))

    def _attempt(self, workspace: Workspace, work: Callable[[], None]) -> None:
        page = self._page
        if page is None:
            return
        page.set_busy(True)

        def opened(_none: None) -> None:
            if self._page is page:
                self._page = None
                self._program.window.uncover()
                self.watch.touch()
                self.look()

        def failed(error: Exception) -> None:
            page.set_busy(False)
            page.show_error(error)
            wrong = isinstance(error, Refused | Denied) and error.code in _WRONG
            if wrong:
                self._program.tools.background.write(workspace.store.custody.failed, page.wait, owner=page)

        self._program.tools.background.write(work, opened, failed, owner=page)

    def _fail(self, error: Exception) -> None:
        self._program.tools.notices.fail(error)
