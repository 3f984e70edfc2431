"""Leaving a device for good, as the person sees it: handing over, waiting for a connection, one sentence at the end.

The steps themselves, and how they survive a crash, stand in farewell.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.composition.farewell import (
    Farewell,
    Step,
    begin_farewell,
    conclude,
    destroy,
    give_up,
    hand_over,
    unsent,
)
from crm_desktop.composition.program import Program
from crm_desktop.composition.protection import keyring_of
from crm_desktop.models.errors import Unreachable
from crm_desktop.views.language.texts import text

if TYPE_CHECKING:
    from crm_desktop.composition.workspace import Workspace
    from crm_desktop.sync.credentials import Secrets
    from crm_desktop.views.sign_in.farewell_page import HandingOverPage

T = TypeVar("T")
AGAIN_MS = 60_000
"""Between two attempts to reach the server by itself."""
SIGNED_OUT = "signed_out"


class Departure(QObject):
    """`leave` from the work, or `go_on` after a start; `over` when somebody may sign in again."""

    over = Signal()
    opening_wanted = Signal(object)
    """A Farewell whose work is still to be handed over: the replica has to be opened for it, and not shown."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self._program = program
        self._page: HandingOverPage | None = None
        self._again: Callable[[], None] = lambda: None
        self._timer = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._timer.timeout.connect(self._try_again)

    def leave(self, reason: str) -> None:
        """Begin: from now on nothing of the data is shown on this device."""
        workspace = self._take_workspace()
        if workspace is None:
            return
        now = self._program.tools.clock.now()

        def begin() -> Farewell:
            return begin_farewell(self._program.profile, reason, unsent(workspace), now)

        self._run(begin, partial(self._handing_over, workspace), partial(self._stuck, lambda: self.leave(reason)))

    def sign_out(self) -> None:
        """Delete the data at once, as the person was asked; nothing is handed over and nothing is told afterwards."""
        workspace = self._take_workspace()
        if workspace is None:
            return
        profile, now = self._program.profile, self._program.tools.clock.now()

        def work() -> None:
            farewell = give_up(profile, begin_farewell(profile, SIGNED_OUT, 0, now))
            workspace.stop_sync()
            workspace.signed_in.sign_out()
            workspace.close()
            destroy(profile, workspace.secrets, farewell)
            conclude(profile)

        self._run(work, lambda _none: self._end(), lambda _error: self._end())

    def go_on(self, farewell: Farewell) -> None:
        """Take up at the start what a crash or the end of the program has interrupted."""
        match farewell.step:
            case Step.HAND_OVER:
                self.opening_wanted.emit(farewell)
            case Step.DESTROY:
                self._destroy(farewell, self._secrets(), None)
            case Step.TELL:
                self._told(farewell)

    def opened(self, farewell: Farewell, workspace: Workspace) -> None:
        """Hand over what a replica holds that was opened only for this."""
        self._program.parting = workspace
        self._handing_over(workspace, farewell)

    def cannot_open(self, farewell: Farewell) -> None:
        """Destroy what nobody can read any more."""
        self._destroy(give_up(self._program.profile, farewell), self._secrets(), None)

    # The steps

    def _handing_over(self, workspace: Workspace, farewell: Farewell) -> None:
        from crm_desktop.views.sign_in.farewell_page import HandingOverPage

        page = self._page = HandingOverPage(farewell.reason, farewell.total)
        page.again_wanted.connect(self._try_again)
        page.delete_wanted.connect(partial(self._ask_to_delete, workspace, farewell))
        self._program.window.show_stage(page)
        self._hand_over(workspace, farewell)

    def _hand_over(self, workspace: Workspace, farewell: Farewell) -> None:
        profile, now = self._program.profile, self._program.tools.clock.now()
        work = partial(hand_over, profile, workspace, farewell, now)
        again = partial(self._hand_over, workspace, farewell)

        def done(farewell: Farewell) -> None:
            self._destroy(farewell, workspace.secrets, workspace)

        self._run(work, done, partial(self._stuck, again))

    def _stuck(self, again: Callable[[], None], error: Exception) -> None:
        self._again = again
        if self._page is not None:
            self._page.show_trouble(error)
        if isinstance(error, Unreachable):
            self._timer.start()

    def _try_again(self) -> None:
        self._timer.stop()
        again, self._again = self._again, lambda: None
        again()

    def _ask_to_delete(self, workspace: Workspace, farewell: Farewell) -> None:
        from crm_desktop.views.widgets.dialog import ask

        def delete() -> None:
            self._timer.stop()
            self._destroy(give_up(self._program.profile, farewell), workspace.secrets, workspace)

        question = text("sign_in", "Delete without sending?")
        explanation = text("sign_in", "%n change(s) only on this computer would be lost for good.", n=farewell.total)
        verb = text("sign_in", "Delete")
        ask(self._program.window, question, explanation, verb, delete, destructive=True)

    def _destroy(self, farewell: Farewell, secrets: Secrets | None, workspace: Workspace | None) -> None:
        profile = self._program.profile

        def work() -> Farewell:
            if workspace is not None:
                workspace.close()
            return destroy(profile, secrets, farewell)

        self._program.parting = None
        again = partial(self._destroy, farewell, secrets, workspace)
        self._run(work, self._told, partial(self._stuck, again))

    def _told(self, farewell: Farewell) -> None:
        from crm_desktop.views.sign_in.farewell_page import ToldPage

        self._page = None
        self._program.forget_person()
        page = ToldPage(farewell.reason, (farewell.delivered, farewell.kept, farewell.lost))
        page.understood.connect(self._understood)
        self._program.window.show_stage(page)

    def _understood(self) -> None:
        conclude(self._program.profile)
        self._end()

    def _end(self) -> None:
        self._page = None
        self._program.forget_person()
        self.over.emit()

    # Help

    def _take_workspace(self) -> Workspace | None:
        """Take the workspace out of the program, so that no screen and no sync finds it any more."""
        workspace, self._program.workspace = self._program.workspace, None
        self._program.parting = workspace
        self._program.window.clear()
        return workspace

    def _secrets(self) -> Secrets | None:
        """Return the keyring's entries; those of a vault go with its file."""
        profile = self._program.profile
        return None if profile.vault.exists() else keyring_of(profile, lambda _waits: None)

    def _run(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        self._program.tools.background.write(work, then, failed)
