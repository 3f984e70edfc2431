"""Knowing the person who wants to unlock: by passphrase, by the password of the last sign-in, or by the server.

Off the UI thread; no window here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.errors import Refused

if TYPE_CHECKING:
    from crm_desktop.composition.workspace import Workspace
    from crm_desktop.views.sign_in.lock_page import LockedBy


def try_here(workspace: Workspace, way: LockedBy, typed: str) -> None:
    """Unlock with what was typed; raises Refused: passphrase.wrong, unlock.wrong, unlock.wait."""
    from crm_desktop.sync.unlocking import fits
    from crm_desktop.sync.vault import open_vault
    from crm_desktop.views.sign_in.lock_page import LockedBy

    _be_patient(workspace)
    if way is LockedBy.PASSPHRASE:
        open_vault(workspace.store.path.parent, typed)
    elif not fits(workspace.secrets, typed):
        raise Refused("unlock.wrong")
    workspace.store.custody.unlocked()


def by_server(workspace: Workspace, name: str, typed: str) -> None:
    """Unlock by signing in anew; raises Denied, Unreachable, Refused."""
    _be_patient(workspace)
    workspace.sign_in_again(name, typed)
    workspace.store.custody.unlocked()
    workspace.loop.signed_in()


def _be_patient(workspace: Workspace) -> None:
    """Refuse an attempt that comes too early after wrong ones, whoever asks."""
    wait = workspace.store.custody.must_wait()
    if wait > 0:
        raise Refused("unlock.wait", seconds=-(-wait // 1_000))
