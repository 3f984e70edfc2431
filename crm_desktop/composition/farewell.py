"""Leaving a device for good, step by step: hand over, destroy, tell. Each step may be broken off and done again.

How far it has come stands in a file of the profile, so that the next start goes on there and never shows the data.
No window here; see departure.py.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.errors import Broken, Denied, UserError
from crm_desktop.settings import Profile, write_whole

if TYPE_CHECKING:
    from crm_desktop.composition.workspace import Workspace
    from crm_desktop.sync.credentials import Secrets

REMOVED = "device.removed"
"""The reason where the person removes this device; the others are in models/rescue.py."""
GRACE_MS = 7 * DAY_MS
"""So long the work waits, unreadable to the person, for a connection; then it is destroyed with everything else."""
_FILE = "farewell.json"
_STAYS = ("preferences.json", "device-id", "running.lock", "fieldline.log", "crash", _FILE)
"""Beginnings of the names of files that hold nothing of a customer. Whatever else lies in the profile goes."""


class Step(StrEnum):
    """What comes next."""

    HAND_OVER = "hand_over"
    DESTROY = "destroy"
    TELL = "tell"


class Farewell(msgspec.Struct, frozen=True):
    """How far it has come, and what came of the work that was not sent: counts of acts."""

    reason: str
    began_at: int
    """By this device's clock, in milliseconds."""
    step: Step = Step.HAND_OVER
    total: int = 0
    kept: int = 0
    lost: int = 0

    @property
    def delivered(self) -> int:
        """How many acts were applied."""
        return max(0, self.total - self.kept - self.lost)


def read_farewell(profile: Profile) -> Farewell | None:
    """Return the farewell under way. One that cannot be read only remembers to destroy."""
    try:
        return msgspec.json.decode((profile.folder / _FILE).read_bytes(), type=Farewell)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Farewell("device.revoked", 0, Step.DESTROY)


def begin_farewell(profile: Profile, reason: str, total: int, now: int) -> Farewell:
    """Decide that the data of this device is never shown again; `total` counts the acts that are not sent yet."""
    return _put(profile, Farewell(reason, now, total=total))


def conclude(profile: Profile) -> None:
    """Forget the farewell: the person was told."""
    with contextlib.suppress(OSError):
        (profile.folder / _FILE).unlink(missing_ok=True)


def unsent(workspace: Workspace) -> int:
    """Return how many acts are nowhere but here: waiting, or parked."""
    from crm_desktop.store.queries.sync_state import sync_counts

    counts = workspace.store.read(sync_counts)
    return counts.waiting + counts.parked


def hand_over(profile: Profile, workspace: Workspace, farewell: Farewell, now: int) -> Farewell:
    """Deliver what was not sent; return the farewell one step on. Raises Unreachable and Broken: try again later.

    Where the server takes nothing (any more), or the grace is over, what is left counts as lost.
    """
    workspace.stop_sync()
    before = unsent(workspace)
    if now > farewell.began_at + GRACE_MS:
        return _put(profile, msgspec.structs.replace(farewell, step=Step.DESTROY, lost=before))
    try:
        if farewell.reason == REMOVED:
            _shut_out_myself(workspace)
        lost = _deliver(workspace)
    except Denied:
        lost = before
    kept = max(0, unsent(workspace) - lost)
    return _put(profile, msgspec.structs.replace(farewell, step=Step.DESTROY, kept=kept, lost=lost))


def give_up(profile: Profile, farewell: Farewell) -> Farewell:
    """Skip the handing over: the person does not want to wait for a connection."""
    return _put(profile, msgspec.structs.replace(farewell, step=Step.DESTROY, lost=farewell.total))


def destroy(profile: Profile, secrets: Secrets | None, farewell: Farewell) -> Farewell:
    """Make the data of this device unreadable: the key goes first, then every file. Any number of times."""
    keyring_failed = False
    if secrets is not None:
        try:
            forget_secrets(secrets)
        except Broken:
            # Without its file the key opens nothing; the files go all the same.
            keyring_failed = True
    wipe(profile)
    if keyring_failed and secrets is not None:
        with contextlib.suppress(Broken):
            forget_secrets(secrets)
    return _put(profile, msgspec.structs.replace(farewell, step=Step.TELL))


def forget_secrets(secrets: Secrets) -> None:
    """Destroy the key first, then what else is kept for this profile."""
    from crm_desktop.sync.keys import KeptToken, forget_database_key
    from crm_desktop.sync.unlocking import forget_verifier

    forget_database_key(secrets)
    forget_verifier(secrets)
    KeptToken(secrets).keep_refresh_token("")


def wipe(profile: Profile) -> None:
    """Delete everything of the profile that may hold something of a customer: replica, files, vault, damaged copies."""
    for path in profile.folder.iterdir():
        if path.name.startswith(_STAYS):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    if profile.replica.exists():
        raise Broken("profile.read_only")


def _shut_out_myself(workspace: Workspace) -> None:
    """Revoke this very device, unless that was done before something broke."""
    from crm_desktop.models.rescue import SHUT_OUT

    try:
        workspace.server_desk.revoke_device(workspace.signed_in.device.id)
    except Denied as refusal:
        if refusal.code not in SHUT_OUT:
            raise


def _deliver(workspace: Workspace) -> int:
    """Hand everything over by the right of a device that is shut out; return how many acts the server did not take."""
    from crm_desktop.models.rescue import ParkedWork, RescueRequest
    from crm_desktop.store.queries.sync_state import parked
    from crm_desktop.sync.course import Course, Listener
    from crm_desktop.sync.rescue import RescueLine
    from crm_desktop.sync.rescue import hand_over as deliver

    store, session = workspace.store, workspace.signed_in
    token = session.keeper.refresh_token()
    if not token:
        raise Denied("session.ended")
    line = RescueLine(session.address, RescueRequest(refresh_token=token, device_id=session.device.id))
    silent = Listener(lambda _touched: None, lambda _report: None)
    course = Course(store.replica, store.outbox, line, workspace.clock, silent, threading.Event())
    try:
        return deliver(course, line, lambda: [ParkedWork(act.transaction, act.refusal) for act in store.read(parked)])
    finally:
        line.close()


def _put(profile: Profile, farewell: Farewell) -> Farewell:
    try:
        write_whole(profile.folder / _FILE, msgspec.json.encode(farewell))
    except UserError:
        # A full disk must not stop a farewell; without the file the server's next word begins it again.
        if farewell.step is Step.HAND_OVER:
            raise
    return farewell
