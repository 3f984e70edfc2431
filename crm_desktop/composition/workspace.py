"""An open replica with its sync: what exists while somebody works. Built and closed off the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from crm_desktop.composition.ways_in import find_way
from crm_desktop.models.clock import Clock
from crm_desktop.models.errors import Refused
from crm_desktop.settings import Profile, device_name, platform_name

if TYPE_CHECKING:
    from crm_desktop.models.exchange import Device
    from crm_desktop.store.opening import Store
    from crm_desktop.store.repair import Rescue
    from crm_desktop.sync.credentials import Secrets
    from crm_desktop.sync.schedule import Audience, SyncLoop
    from crm_desktop.sync.server_desk import ServerDesk
    from crm_desktop.sync.session import SignedIn
    from crm_desktop.views.sign_in.lock_page import LockedBy


_WORKING = "working"
"""A file beside the replica while it is open."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who works on this device, at which server."""

    server: str
    user_id: str
    user_name: str = ""
    organisation_name: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a workspace is opened: `begin_anew` sets a damaged replica aside and keeps what was not sent yet."""

    clock: Clock
    audience: Callable[[], Audience]
    begin_anew: bool = False
    records_only: bool = False
    """Files stay where they are: the mode for weak and metered networks."""


class Workspace:
    """The open replica of one account.

    Its sign-in and its sync loop are made when they are asked for: what they load is not needed to show records.
    """

    def __init__(self, profile: Profile, account: Account, secrets: Secrets, store: Store, how: Opening) -> None:
        self.account = account
        self.secrets = secrets
        self.store = store
        self.fresh = store.replica.position() is None
        """There was no complete replica when it was opened."""
        self.vault = profile.vault.exists()
        """Its secrets are under a passphrase, not in the system's keyring."""
        self.rescue: Rescue | None = None
        """What became of a damaged replica, where it was begun anew just now."""
        self.terms = store.custody.terms()
        """What the organisation asked of this device when it was opened."""
        self.way: LockedBy | None = None
        """What unlocks it, where it was locked when it was opened."""
        self._profile, self._how = profile, how
        self._note_start()

    @cached_property
    def signed_in(self) -> SignedIn:
        """The sign-in at the server; nothing is sent before it is used."""
        from crm_desktop.sync.keys import KeptToken
        from crm_desktop.sync.session import SignedIn

        session = SignedIn(self.account.server, this_device(self._profile), KeptToken(self.secrets))
        session.heard = self.store.custody.heard
        return session

    @cached_property
    def server_desk(self) -> ServerDesk:
        """What screens ask of the server beside the sync."""
        from crm_desktop.sync.server_desk import ServerDesk

        return ServerDesk(self.signed_in.address, self.signed_in, self.clock)

    @property
    def clock(self) -> Clock:
        """The clock that everything here counts by."""
        return self._how.clock

    def adopt(self, signed_in: SignedIn) -> None:
        """Work with a sign-in that was made before there was a replica; it has just heard of the server."""
        self.signed_in = signed_in
        session = signed_in.session()
        if session is not None:
            self.store.custody.heard(session.now)
        signed_in.heard = self.store.custody.heard

    @cached_property
    def loop(self) -> SyncLoop:
        """The sync of this replica; it rests until somebody starts it."""
        from crm_desktop.sync.checking import BothSides
        from crm_desktop.sync.course import Listener
        from crm_desktop.sync.engine import Engine
        from crm_desktop.sync.files.loop import FileLoop
        from crm_desktop.sync.files.transport import HttpFileServer
        from crm_desktop.sync.first_sync import FirstSync
        from crm_desktop.sync.keys import database_key
        from crm_desktop.sync.schedule import SyncLoop
        from crm_desktop.sync.transport import HttpServer

        store, session = self.store, self.signed_in
        server = HttpServer(session.address, session)
        key = partial(database_key, self.secrets, replica_exists=True)
        helper = FirstSync(self._profile.replica, key, session.address, session)
        silent = Listener(lambda _touched: None, lambda _report: None)
        both = BothSides(store.parts, server)
        engine = Engine(store.replica, store.outbox, store.journal, server, self._how.clock, silent, helper, both)
        files = FileLoop(store.attachments.queue, HttpFileServer(session.address, session))
        files.allow(records_only=self._how.records_only)
        return SyncLoop(engine, server, self._how.audience(), files=files)

    def start_sync(self) -> None:
        """Begin to keep in step; off the UI thread, because it loads the network's libraries."""
        self.store.attachments.sweep()
        self.loop.start()

    def sign_in_again(self, name: str, password: str) -> None:
        """Sign in after the sign-in has ended. Raises Denied, Unreachable; Refused("sign_in.other_user")."""
        from crm_desktop.sync.unlocking import keep_verifier

        session = self.signed_in.sign_in(name, password)
        if session.user_id != self.account.user_id:
            self.signed_in.sign_out()
            raise Refused("sign_in.other_user", name=self.account.user_name)
        keep_verifier(self.secrets, password)

    def stop_sync(self) -> None:
        """Stop syncing; the replica stays open."""
        if "loop" in self.__dict__:
            self.loop.stop()

    def _note_start(self) -> None:
        """Leave a mark that only an orderly end takes away; after any other end the data is checked at the server."""
        mark = self._profile.folder / _WORKING
        if mark.exists() and not self.fresh:
            self.store.parts.ask()
        # A folder that takes no file any more is said by the store, in its own words, at the first act.
        with suppress(OSError):
            mark.touch(mode=0o600)

    def close(self) -> None:
        """Stop syncing and close the replica."""
        self.stop_sync()
        if "server_desk" in self.__dict__:
            self.server_desk.close()
        self.store.close()
        with suppress(OSError):
            (self._profile.folder / _WORKING).unlink(missing_ok=True)


def open_workspace(profile: Profile, account: Account, secrets: Secrets, how: Opening) -> Workspace:
    """Open the replica with its key, or make an empty one; `start_sync` is the caller's.

    Raises Broken: what the key, the keyring and the store have to say.
    """
    from crm_desktop.composition.new_key import key_in_force
    from crm_desktop.store.opening import open_store
    from crm_desktop.sync.keys import database_key

    key = key_in_force(profile.replica, secrets, database_key(secrets, profile.replica.exists()))
    rescue = None
    if how.begin_anew:
        from crm_desktop.store.repair import begin_anew

        store, rescue = begin_anew(profile.replica, key, how.clock)
    else:
        store = open_store(profile.replica, key, how.clock)
    store.sign(account.user_id, device_name())
    workspace = Workspace(profile, account, secrets, store, how)
    workspace.rescue = rescue
    if workspace.vault:
        store.custody.unlocked()  # its passphrase has just been given
    elif store.custody.locked():
        workspace.way = find_way(secrets, vault=workspace.vault)
    return workspace


def this_device(profile: Profile) -> Device:
    """Return this device as the server's list of devices shows it."""
    from crm_desktop.models.exchange import Device

    return Device(id=profile.device_id(), name=device_name(), platform=platform_name())
