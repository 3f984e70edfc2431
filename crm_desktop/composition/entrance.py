"""The way from a started program to a working one: signing in, unlocking, opening the replica; and the way out again.

One page at a time stands in the window; everything slow happens off the UI thread and comes back here. Pages are
loaded when they are needed: whoever works here already sees none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.composition.farewell import read_farewell, wipe
from crm_desktop.composition.program import Program
from crm_desktop.composition.protection import Protection, keyring_of
from crm_desktop.composition.workspace import Account, Opening, Workspace, open_workspace
from crm_desktop.models.errors import Broken, UserError
from crm_desktop.settings import VERSION
from crm_desktop.views.language.texts import text

if TYPE_CHECKING:
    from crm_desktop.composition.signing_in import Arrival
    from crm_desktop.sync.credentials import Secrets
    from crm_desktop.sync.schedule import Audience
    from crm_desktop.views.sign_in.passphrase_page import ChoosePassphrasePage, UnlockPage
    from crm_desktop.views.sign_in.sign_in_page import SignInPage

_LOST = frozenset({"store.wrong_key", "keys.lost", "keys.damaged"})
"""Errors after which the data on this device cannot be read again, whatever one tries."""


class Entrance(QObject):
    """`begin` after the first paint; `opened` says that somebody can work now."""

    opened = Signal()
    """The program has a workspace."""
    departing = Signal(object)
    """A Farewell under way: this device does not show its data any more."""
    _keyring_waits = Signal(bool)

    def __init__(self, program: Program) -> None:
        super().__init__(program.window)
        self._program = program
        self._find_secrets: Callable[[], Secrets] | None = None
        """Where the secrets of whoever works here are; called off the UI thread."""
        self._keyring_waits.connect(self._show_waiting)

    def begin(self) -> None:
        """Open the data of whoever signed in last, or ask to sign in."""
        remembered = self._program.preferences.present
        if (farewell := read_farewell(self._program.profile)) is not None:
            self.departing.emit(farewell)
            return
        if not remembered.user_id:
            self.ask_to_sign_in()
            return
        if self._program.profile.vault.exists():
            self._ask_passphrase(lambda vault: self._open_with(lambda: vault))
        else:
            # Where there is no keyring any more its calls say so: what it protected cannot be opened otherwise.
            self._open_with(partial(keyring_of, self._program.profile, self._keyring_waits.emit))

    # Signing in

    def ask_to_sign_in(self, problem: Exception | None = None) -> None:
        """Show the sign-in page."""
        from crm_desktop.views.sign_in.sign_in_page import SignInPage

        page = SignInPage(VERSION)
        page.server_typed.connect(partial(self._greet, page))
        page.submitted.connect(partial(self._sign_in, page))
        self._program.window.show_stage(page)
        remembered = self._program.preferences.present
        page.prefill(remembered.server, remembered.sign_in_name)
        if problem is not None:
            page.show_error(problem)

    def _greet(self, page: SignInPage, typed: str) -> None:
        from crm_desktop.composition.signing_in import greet

        self._program.tools.background.read(
            partial(greet, self._program.profile, typed),
            lambda _none: page.show_server(None),
            lambda error: page.show_server(error if isinstance(error, UserError) else Broken("sync.unexpected")),
            owner=page,
            token="greet",  # noqa: S106  (names the question, is no secret)
        )

    def _sign_in(self, page: SignInPage, server: str, name: str, password: str) -> None:
        from crm_desktop.composition.signing_in import sign_in

        page.set_busy(True)
        self._program.preferences.change(server=server, sign_in_name=name)
        remembered = self._program.preferences.present
        self._program.tools.background.write(
            partial(sign_in, self._program.profile, remembered, server, name, password),
            self._arrived,
            partial(self._still_out, page),
        )

    def _still_out(self, page: SignInPage, error: Exception) -> None:
        page.set_busy(False)
        page.show_error(error)

    def _arrived(self, arrival: Arrival) -> None:
        account = arrival.account
        self._program.preferences.change(
            user_id=account.user_id,
            user_name=account.user_name,
            organisation_name=account.organisation_name,
            server=account.server,
        )
        match arrival.protection:
            case Protection.KEYRING:
                secrets = keyring_of(self._program.profile, self._keyring_waits.emit)
                self._take_in(arrival, secrets)
            case Protection.PASSPHRASE:
                self._ask_passphrase(partial(self._take_in, arrival))
            case Protection.NO_KEYRING:
                self._choose_passphrase(arrival)

    def _take_in(self, arrival: Arrival, secrets: Secrets) -> None:
        from crm_desktop.sync.keys import KeptToken

        def settle() -> Workspace:
            arrival.held.move_to(secrets)
            arrival.signed_in.keeper = KeptToken(secrets)
            workspace = self._open_workspace(arrival.account, secrets)
            workspace.adopt(arrival.signed_in)
            workspace.store.custody.unlocked()
            workspace.way, workspace.terms = None, workspace.store.custody.terms()
            return workspace

        self._program.tools.background.write(settle, self._enter_workspace, self._cannot_open)

    # Passphrases

    def _choose_passphrase(self, arrival: Arrival) -> None:
        from crm_desktop.views.sign_in.passphrase_page import ChoosePassphrasePage

        page = ChoosePassphrasePage()
        page.chosen.connect(partial(self._create_vault, page, arrival))
        self._program.window.show_stage(page)

    def _create_vault(self, page: ChoosePassphrasePage, arrival: Arrival, passphrase: str) -> None:
        from crm_desktop.sync.vault import create_vault

        def failed(error: Exception) -> None:
            page.set_busy(False)
            page.show_error(error)

        page.set_busy(True)
        work = partial(create_vault, self._program.profile.folder, passphrase)
        self._program.tools.background.write(work, partial(self._take_in, arrival), failed)

    def _ask_passphrase(self, then: Callable[[Secrets], None]) -> None:
        from crm_desktop.views.sign_in.passphrase_page import UnlockPage

        page = UnlockPage(self._program.preferences.present.user_name)
        page.submitted.connect(partial(self._open_vault, page, then))
        page.start_over_wanted.connect(self._ask_to_start_over)
        self._program.window.show_stage(page)

    def _open_vault(self, page: UnlockPage, then: Callable[[Secrets], None], passphrase: str) -> None:
        from crm_desktop.sync.vault import open_vault

        def failed(error: Exception) -> None:
            page.set_busy(False)
            page.show_error(error)

        page.set_busy(True)
        self._program.tools.background.write(
            partial(open_vault, self._program.profile.folder, passphrase), then, failed
        )

    # Opening

    def open_to_part(self, then: Callable[[Workspace], None], fail: Callable[[], None]) -> None:
        """Open the replica only to hand over what it holds; its passphrase is asked for, and nothing is shown."""

        def failed(error: Exception) -> None:
            if isinstance(error, UserError) and error.code not in _LOST:
                self._cannot_open(error)
            else:
                fail()

        def open_with(find_secrets: Callable[[], Secrets]) -> None:
            work = partial(self._open_remembered, find_secrets)
            self._program.tools.background.write(work, then, failed)

        if self._program.profile.vault.exists():
            self._ask_passphrase(lambda vault: open_with(lambda: vault))
        else:
            open_with(partial(keyring_of, self._program.profile, self._keyring_waits.emit))

    def begin_anew(self) -> None:
        """Set a damaged replica aside and begin a new one with what was not sent yet."""
        self._program.window.show_workplace()
        if self._find_secrets is not None:
            self._open_with(self._find_secrets, begin_anew=True)

    def _open_with(self, find_secrets: Callable[[], Secrets], *, begin_anew: bool = False) -> None:
        self._find_secrets = find_secrets
        work = partial(self._open_remembered, find_secrets, begin_anew=begin_anew)
        self._program.tools.background.write(work, self._enter_workspace, self._cannot_open)

    def _open_remembered(self, find_secrets: Callable[[], Secrets], *, begin_anew: bool = False) -> Workspace:
        remembered = self._program.preferences.present
        account = Account(remembered.server, remembered.user_id, remembered.user_name, remembered.organisation_name)
        return self._open_workspace(account, find_secrets(), begin_anew=begin_anew)

    def _open_workspace(self, account: Account, secrets: Secrets, *, begin_anew: bool = False) -> Workspace:
        how = Opening(
            self._program.tools.clock, self._audience, begin_anew, self._program.preferences.present.records_only
        )
        return open_workspace(self._program.profile, account, secrets, how)

    def _audience(self) -> Audience:
        from crm_desktop.sync.schedule import Audience

        feed = self._program.tools.sync
        return Audience(feed.publish, feed.touch)

    def _enter_workspace(self, workspace: Workspace) -> None:
        self._find_secrets = lambda: workspace.secrets
        self._program.workspace = workspace
        self.opened.emit()

    def _cannot_open(self, error: Exception) -> None:
        from crm_desktop.views.sign_in.trouble_page import TroublePage, WayOn

        again = WayOn(text("sign_in", "Try again"), self.begin)
        ways = [again]
        code = error.code if isinstance(error, UserError) else ""
        if code == "store.damaged" and self._find_secrets is not None:
            ways.insert(0, WayOn(text("sign_in", "Repair"), self.begin_anew))
        if code in _LOST:
            ways.append(WayOn(text("sign_in", "Start over..."), self._ask_to_start_over, destructive=True))
        self._program.window.show_stage(TroublePage(error, ways))

    def _ask_to_start_over(self) -> None:
        from crm_desktop.views.widgets.dialog import ask

        ask(
            self._program.window,
            text("sign_in", "Delete the data on this device and sign in again?"),
            text(
                "sign_in",
                "Everything that was synced comes back from the server. Changes that were never sent are lost.",
            ),
            text("sign_in", "Delete and sign in"),
            self._start_over,
            destructive=True,
        )

    def _start_over(self) -> None:
        def work() -> None:
            wipe(self._program.profile)

        self._program.forget_person()
        self._program.tools.background.write(work, lambda _none: self.ask_to_sign_in(), self._cannot_open)

    def _show_waiting(self, waits: bool) -> None:
        from crm_desktop.views.sign_in.trouble_page import waiting_for_keyring

        if waits and self._program.workspace is None:
            self._program.window.show_stage(waiting_for_keyring())
        elif self._program.workspace is None:
            self._program.window.show_workplace()
