"""An open replica with its sync: what exists while somebody works. Built and closed off the UI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.models.clock import Clock
from crm_desktop.models.errors import Refused
from crm_desktop.settings import Profile, device_name, platform_name

if TYPE_CHECKING:
    from crm_desktop.models.exchange import Device
    from crm_desktop.store.opening import Store
    from crm_desktop.store.repair import Rescue
    from crm_desktop.sync.credentials import Secrets
    from crm_desktop.sync.schedule import Audience, SyncLoop
    from crm_desktop.sync.session import SignedIn


@dataclass(frozen=True, slots=True)
class Account:
    """Who works on this device, at which server."""

    server: str
    user_id: str
    user_name: str = ""
    organisation_name: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The open replica, the sign-in and the sync loop of one account."""

    account: Account
    secrets: Secrets
    store: Store
    signed_in: SignedIn
    loop: SyncLoop
    fresh: bool
    """There was no complete replica when it was opened."""
    vault: bool
    """Its secrets are under a passphrase, not in the system's keyring."""
    rescue: Rescue | None = None
    """What became of a damaged replica, where it was begun anew just now."""

    def sign_in_again(self, name: str, password: str) -> None:
        """Sign in after the sign-in has ended. Raises Denied, Unreachable; Refused("sign_in.other_user")."""
        session = self.signed_in.sign_in(name, password)
        if session.user_id != self.account.user_id:
            self.signed_in.sign_out()
            raise Refused("sign_in.other_user", name=self.account.user_name)

    def close(self) -> None:
        """Stop syncing and close the replica."""
        self.loop.stop()
        self.store.close()

    def destroy(self, profile: Profile, *, sign_out: bool) -> None:
        """Close the replica and make it unreadable: its key goes first, then its files."""
        from crm_desktop.sync.keys import forget_database_key
        from crm_desktop.sync.vault import FILE_NAME

        self.close()
        forget_database_key(self.secrets)
        if sign_out:
            self.signed_in.sign_out()
        else:
            self.signed_in.keeper.keep_refresh_token("")
        remove_replica(profile)
        (profile.folder / FILE_NAME).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a workspace is opened: `begin_anew` sets a damaged replica aside and keeps what was not sent yet."""

    clock: Clock
    audience: Audience
    begin_anew: bool = False


def open_workspace(
    profile: Profile, account: Account, secrets: Secrets, signed_in: SignedIn, how: Opening
) -> Workspace:
    """Open the replica with its key, or make an empty one, and prepare its sync; `loop.start()` is the caller's.

    Raises Broken: what the key, the keyring and the store have to say.
    """
    from crm_desktop.store.opening import open_store
    from crm_desktop.sync.keys import database_key
    from crm_desktop.sync.vault import vault_exists

    key = database_key(secrets, profile.replica.exists())
    rescue = None
    if how.begin_anew:
        from crm_desktop.store.repair import begin_anew

        store, rescue = begin_anew(profile.replica, key, how.clock)
    else:
        store = open_store(profile.replica, key, how.clock)
    store.sign(account.user_id, signed_in.device.name)
    loop = _loop(profile, store, secrets, signed_in, how)
    fresh = store.replica.position() is None
    return Workspace(account, secrets, store, signed_in, loop, fresh, vault_exists(profile.folder), rescue)


def this_device(profile: Profile) -> Device:
    """Return this device as the server's list of devices shows it."""
    from crm_desktop.models.exchange import Device

    return Device(id=profile.device_id(), name=device_name(), platform=platform_name())


def remove_replica(profile: Profile) -> None:
    """Delete the replica's files, whatever of them there is."""
    for path in profile.folder.glob(f"{profile.replica.name}*"):
        path.unlink(missing_ok=True)


def _loop(profile: Profile, store: Store, secrets: Secrets, signed_in: SignedIn, how: Opening) -> SyncLoop:
    from crm_desktop.sync.course import Listener
    from crm_desktop.sync.engine import Engine
    from crm_desktop.sync.first_sync import FirstSync
    from crm_desktop.sync.keys import database_key
    from crm_desktop.sync.schedule import SyncLoop
    from crm_desktop.sync.transport import HttpServer

    server = HttpServer(signed_in.address, signed_in)
    helper = FirstSync(
        profile.replica, lambda: database_key(secrets, replica_exists=True), signed_in.address, signed_in
    )
    silent = Listener(lambda _touched: None, lambda _report: None)
    engine = Engine(store.replica, store.outbox, store.journal, server, how.clock, silent, helper)
    return SyncLoop(engine, server, how.audience)
