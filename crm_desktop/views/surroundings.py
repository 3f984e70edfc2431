"""What lies around the desk: how the sync stands, who is signed in where, and what screens may ask the program for.

The composition root fills it in and listens to the wishes; without one they go unheard, and nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from crm_desktop.views.sync_status import SyncStatusFeed


@dataclass(frozen=True, slots=True)
class SignedInAs:
    """Who works on this device; plain facts for the settings."""

    server: str = ""
    user_name: str = ""
    organisation_name: str = ""
    device_name: str = ""
    passphrase: bool = False
    """The key is under a passphrase, not in the system's keyring."""


class Surroundings(QObject):
    """One for a window; `sync` is the feed that pill and sync centre follow."""

    pause_wanted = Signal()
    resume_wanted = Signal()
    choices_changed = Signal()
    """Language, theme, density, text size or motion were chosen: worth keeping at once."""
    sign_out_wanted = Signal()
    repair_wanted = Signal()
    """The data on this device is to be set aside and fetched again; what waits is kept."""

    def __init__(self, sync: SyncStatusFeed | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sync = sync if sync is not None else SyncStatusFeed(self)
        self.signed_in = SignedInAs()
