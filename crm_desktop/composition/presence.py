"""Working: the open workspace joined to the window, the sync to the screens, and what ends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.composition.farewell import REMOVED, unsent
from crm_desktop.composition.layers_kept import hidden_layers, keep_layers
from crm_desktop.composition.network_watch import NetworkWatch
from crm_desktop.composition.program import Program
from crm_desktop.composition.upkeep_rounds import UpkeepRounds
from crm_desktop.composition.workspace import Workspace
from crm_desktop.models.contents import MEGABYTE
from crm_desktop.models.errors import Denied
from crm_desktop.models.rescue import SHUT_OUT
from crm_desktop.models.sync_run import Touched
from crm_desktop.settings import VERSION, device_name
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text
from crm_desktop.views.refresh import Changed
from crm_desktop.views.surroundings import SignedInAs, Surroundings

if TYPE_CHECKING:
    from crm_desktop.store.repair import Rescue
    from crm_desktop.sync.schedule import SyncLoop
    from crm_desktop.views.sign_in.sign_in_page import SignInPage


class Presence(QObject):
    """`start` once the program has a workspace; the signals say what ends the work."""

    broken = Signal()
    """The person wants the damaged replica repaired; it is closed."""
    shut_out = Signal(str)
    """The server no longer trusts this device or this person, or they part: a reason as in farewell.py."""
    signed_out = Signal()

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self._program = program
        self._said = ""
        self._upkeep = UpkeepRounds(program, self)
        self._network: NetworkWatch | None = None
        tools, window = program.tools, program.window
        tools.sync.changed.connect(self._follow)
        tools.sync.touched.connect(self._announce)
        tools.refresh.changed.connect(self._tell_sync)
        window.sync_wanted.connect(self._sync_now)
        window.sign_out_wanted.connect(self._ask_to_sign_out)
        window.announcements.remedies["store.damaged"] = (text("shell", "Repair"), self._repair)
        self._listen(tools.around)

    def start(self) -> None:
        """Show the workplace, or the first sync, and begin to sync."""
        workspace, tools, window = self._workspace, self._program.tools, self._program.window
        desk = tools.desk(workspace.store, workspace.account.user_id)
        account = workspace.account
        tools.around.signed_in = SignedInAs(
            server=account.server,
            user_name=account.user_name,
            organisation_name=account.organisation_name,
            device_name=device_name(),
            passphrase=workspace.vault,
        )
        tools.around.server = workspace.server_desk
        tools.around.tour_due = desk.me not in self._program.preferences.present.toured
        tools.around.hidden_layers = hidden_layers(self._program.preferences.present.hidden_layers, desk.me)
        tools.around.records_only = self._program.preferences.present.records_only
        self._keep_files(self._program.preferences.present.file_budget_mb)
        window.furnish(desk)
        window.workplace.rail.set_person(workspace.account.user_name, "", desk.me)
        if workspace.rescue is not None:
            self._tell_rescue(workspace.rescue)
        if workspace.fresh:
            self._show_first_sync(desk)
        tools.background.read(workspace.start_sync, lambda _none: None)
        if self._network is None:
            self._network = NetworkWatch(lambda: self._tell(lambda loop: loop.network_changed()), self)

    def _listen(self, around: Surroundings) -> None:
        """Answer what screens ask of the program."""
        around.pause_wanted.connect(self._pause)
        around.resume_wanted.connect(self._resume)
        around.check_wanted.connect(lambda: self._tell(lambda loop: loop.check_now()))
        around.sign_out_wanted.connect(self._ask_to_sign_out)
        around.files_wanted.connect(lambda: self._tell(lambda loop: loop.files_changed()))
        around.records_only_chosen.connect(self._use_files)
        around.file_budget_chosen.connect(self._keep_files)
        around.choices_changed.connect(self._program.keep_choices)
        around.tour_taken.connect(self._keep_toured)
        around.layers_chosen.connect(lambda: keep_layers(self._program.preferences, around.hidden_layers))
        around.remove_wanted.connect(self._ask_to_remove)
        around.repair_wanted.connect(self._repair)
        around.new_key_wanted.connect(self._wish_for_new_key)

    @property
    def _workspace(self) -> Workspace:
        workspace = self._program.workspace
        assert workspace is not None
        return workspace

    def _keep_toured(self) -> None:
        """Remember that this person needs no guide any more; it is no secret and outlives signing out."""
        file, me = self._program.preferences, self._program.preferences.present.user_id
        if me and me not in file.present.toured:
            file.change(toured=[*file.present.toured, me][-20:])

    def _show_first_sync(self, desk: Desk) -> None:
        from crm_desktop.views.first_sync.first_sync_page import FirstSyncPage

        workspace, window = self._workspace, self._program.window
        if workspace.vault:
            protection = text("first_sync", "Unlocks with your passphrase.")
        else:
            protection = text("first_sync", "Unlocks with the keyring of this system.")
        page = FirstSyncPage(desk, self._program.tools.sync, workspace.account.user_name, protection)
        page.pause_wanted.connect(self._pause)
        page.resume_wanted.connect(self._resume)
        page.start_wanted.connect(window.show_workplace)
        window.show_stage(page)

    def _repair(self) -> None:
        workspace, self._program.workspace = self._workspace, None
        self._program.window.clear()
        self._program.tools.background.write(workspace.close, lambda _none: self.broken.emit())

    def _wish_for_new_key(self) -> None:
        from crm_desktop.sync.keys import wish_for_new_key

        said = text("shell", "Your data gets its new key at the next start.")
        self._program.tools.background.write(
            partial(wish_for_new_key, self._workspace.secrets),
            lambda _none: self._program.tools.notices.inform(said),
            self._program.tools.notices.fail,
        )

    def _tell_rescue(self, rescue: Rescue) -> None:
        kept = text(
            "shell", "The damaged file was set aside. %n change(s) that were not sent are kept.", n=rescue.rescued
        )
        lost = text("shell", "%n change(s) could not be read; they are still in the damaged file.", n=rescue.unreadable)
        self._program.tools.notices.inform(kept)
        if rescue.unreadable:
            self._program.tools.notices.inform(lost)

    # Sync

    def _tell(self, word: Callable[[SyncLoop], object]) -> None:
        """Tell the loop something off the UI thread: it may still be loading, and it looks into the store."""
        workspace = self._program.workspace
        if workspace is not None:
            self._program.tools.background.read(lambda: word(workspace.loop), lambda _none: None)

    def _sync_now(self) -> None:
        self._tell(lambda loop: loop.sync_now())

    def _pause(self) -> None:
        self._tell(lambda loop: loop.pause())

    def _resume(self) -> None:
        self._tell(lambda loop: loop.resume())

    def _use_files(self, records_only: bool) -> None:
        self._program.preferences.change(records_only=records_only)
        self._tell(lambda loop: loop.use_files(not records_only))

    def _keep_files(self, megabytes: int) -> None:
        self._program.preferences.change(file_budget_mb=megabytes)
        files = self._workspace.store.attachments
        files.keeping = replace(files.keeping, budget=megabytes * MEGABYTE)
        self._tell(lambda loop: loop.files_changed())

    def _tell_sync(self, changed: Changed) -> None:
        """Tell the loop of a person's act; what the loop itself brought is no news to it."""
        if changed.initiator is not self._program.tools.sync:
            self._tell(lambda loop: loop.committed())

    def _announce(self, touched: Touched) -> None:
        self._program.tools.refresh.announce(set(touched.kinds), set(touched.ids), self._program.tools.sync)
        self._upkeep.note_records()

    def _follow(self) -> None:
        """Notice when the sign-in has ended, once for each time."""
        self._upkeep.note_news()
        status = self._program.tools.sync.status
        failure = status.failure if status is not None else None
        ended = failure.code if failure is not None and status and status.connection.value == "signed_out" else ""
        if failure is None or not ended or ended == self._said or self._program.workspace is None:
            self._said = ended
            return
        self._said = ended
        error = Denied(failure.code, **dict(failure.facts))
        if ended in SHUT_OUT:
            self.shut_out.emit(ended)
            return
        from crm_desktop.views.language.errors import explain

        card = self._program.window.announcements.card
        card.explain(explain(error), (text("shell", "Sign in again"), self._sign_in_again))

    # Signing in again, signing out

    def _sign_in_again(self) -> None:
        from crm_desktop.views.sign_in.sign_in_page import SignInPage

        window, account = self._program.window, self._workspace.account
        page = SignInPage(VERSION)
        page.offer_offline(account.user_name)
        page.offline_wanted.connect(window.show_workplace)
        page.submitted.connect(partial(self._renew, page))
        window.show_stage(page)
        page.prefill(account.server, self._program.preferences.present.sign_in_name)
        page.server.set_locked(text("sign_in", "Sign out first to use another server"))

    def _renew(self, page: SignInPage, _server: str, name: str, password: str) -> None:
        workspace = self._workspace

        def back(_session: object) -> None:
            self._tell(lambda loop: loop.signed_in())
            self._program.window.show_workplace()

        def failed(error: Exception) -> None:
            page.set_busy(False)
            page.show_error(error)

        page.set_busy(True)
        self._program.tools.background.write(partial(workspace.sign_in_again, name, password), back, failed)

    def _ask_to_sign_out(self) -> None:
        from crm_desktop.views.widgets.dialog import ask

        if self._program.workspace is None:
            return
        status = self._program.tools.sync.status
        waiting = status.waiting if status is not None else 0
        if waiting:
            explanation = text(
                "shell", "%n change(s) on this device were never sent. They would be lost for good.", n=waiting
            )
        else:
            explanation = text("shell", "The data on this device is deleted. Everything stays on the server.")
        verb = text("shell", "Sign out and delete")
        question = text("shell", "Sign out and delete the data on this device?")
        ask(self._program.window, question, explanation, verb, self.signed_out.emit, destructive=True)

    def _ask_to_remove(self) -> None:
        """Name what waits before this computer is removed."""
        if self._program.workspace is not None:
            count = partial(unsent, self._workspace)
            self._program.tools.background.read(count, self._ask_to_remove_with, owner=self, token="unsent")  # noqa: S106

    def _ask_to_remove_with(self, waiting: int) -> None:
        from crm_desktop.views.widgets.dialog import ask

        if waiting:
            explanation = text(
                "shell", "%n change(s) to hand over to the server first. Then the data here is deleted.", n=waiting
            )
        else:
            explanation = text("shell", "Everything was sent. The data here is deleted; it stays on the server.")
        question, verb = text("shell", "Remove this computer?"), text("shell", "Remove this computer")
        ask(self._program.window, question, explanation, verb, partial(self.shut_out.emit, REMOVED), destructive=True)
