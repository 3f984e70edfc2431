"""What opens a locked replica, told from where its secrets are kept. Off the UI thread; no window here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_desktop.sync.credentials import Secrets
    from crm_desktop.views.sign_in.lock_page import LockedBy


def find_way(secrets: Secrets, *, vault: bool) -> LockedBy:
    """Return what opens it: the passphrase of a vault, else the password of the last sign-in, else only the server."""
    from crm_desktop.sync.unlocking import has_verifier
    from crm_desktop.views.sign_in.lock_page import LockedBy

    if vault:
        return LockedBy.PASSPHRASE
    return LockedBy.PASSWORD if has_verifier(secrets) else LockedBy.SERVER
