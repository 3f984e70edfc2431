"""What lies around the desk: how the sync stands, who is signed in where, and what screens may ask the program for.

The composition root fills it in and listens to the wishes; without one they go unheard, and nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm_desktop.views.sync_status import SyncStatusFeed

if TYPE_CHECKING:
    from crm_desktop.store.custody import Terms
    from crm_desktop.sync.server_desk import ServerDesk


@dataclass(frozen=True, slots=True)
class SignedInAs:
    """Who works on this device; plain facts for the settings."""

    server: str = ""
    user_name: str = ""
    organisation_name: str = ""
    device_name: str = ""
    passphrase: bool = False
    """The key is under a passphrase, not in the system's keyring."""


@dataclass(frozen=True, slots=True)
class CalendarState:
    """How the calendar elsewhere stands: where it is, when both sides were alike last, what went wrong."""

    address: str = ""
    user: str = ""
    at: int = 0
    kept_both: int = 0
    """In the last round: entries that were changed on both sides and now stand twice."""
    running: bool = False
    problem: Exception | None = None


class Surroundings(QObject):
    """One for a window; `sync` is the feed that pill and sync centre follow."""

    pause_wanted = Signal()
    resume_wanted = Signal()
    check_wanted = Signal()
    """What is on this computer is to be compared with the server, and repaired where it differs."""
    choices_changed = Signal()
    """Language, theme, density, text size or motion were chosen: worth keeping at once."""
    sign_out_wanted = Signal()
    remove_wanted = Signal()
    """This computer is to hand over what was not sent and to forget its data."""
    lock_wanted = Signal()
    lock_minutes_chosen = Signal(int)
    """The person's own time until an idle program locks, 0 for the organisation's."""
    terms_changed = Signal()
    """`terms` or `own_lock_minutes` are others now."""
    new_key_wanted = Signal()
    """The data on this device is to be encrypted under another key, at the next start."""
    files_wanted = Signal()
    """Somebody asked for a file, or wants a failed one tried again."""
    records_only_chosen = Signal(bool)
    """Files are to stay where they are, for weak and metered networks, or may go again."""
    file_budget_chosen = Signal(int)
    """How many megabytes of files that the server has too may lie on this device."""
    repair_wanted = Signal()
    """The data on this device is to be set aside and fetched again; what waits is kept."""

    calendar_chosen = Signal(str, str, str, str)
    """Visits and tasks are to be kept alike with a calendar: address, name, password, task list; "" for none."""
    calendar_round_wanted = Signal()
    calendar_changed = Signal()
    """`calendar` says something else now."""

    layers_chosen = Signal()
    """`hidden_layers` are others now."""
    tour_taken = Signal()
    """The person has seen the tour, or left it: it does not begin by itself again."""

    def __init__(self, sync: SyncStatusFeed | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sync = sync if sync is not None else SyncStatusFeed(self)
        self.signed_in = SignedInAs()
        self.terms: Terms | None = None
        """What the organisation asks of this device; None until it is known."""
        self.own_lock_minutes = 0
        self.records_only = False
        """Only records are synced, no files."""
        self.calendar = CalendarState()
        self.hidden_layers: frozenset[str] = frozenset()
        """What the person does not want to see on the steps of maps."""
        self.tour_due = False
        """The person who works here has not been shown around yet."""
        self.server: ServerDesk | None = None
        """What may be asked of the server beside the sync; its calls block. None while nobody works."""
