"""How a record's or a field's sync state is marked wherever it is shown: icon, tone and words."""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.models.record import SyncState
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.theme.tokens import tokens

STATES: Mapping[SyncState, tuple[str, str, Text]] = {
    SyncState.WAITING: ("waiting", "info", text("tables", "Waiting to sync")),
    SyncState.CONFLICT: ("conflict", "danger", text("tables", "To decide")),
    SyncState.PARKED: ("failed", "danger", text("tables", "Not accepted")),
}
"""Icon, tone and words of what a record has to say about sync; nothing for one that is up to date."""
_HINTS: Mapping[SyncState, Text] = {
    SyncState.WAITING: text("tables", "Waiting to sync. Click to see it in the sync centre."),
    SyncState.CONFLICT: text("tables", "Two people changed this. Click to decide."),
    SyncState.PARKED: text("tables", "The server did not accept this. Click to see why."),
}


def mark_icon(state: SyncState) -> tuple[str, str]:
    """Return the icon's name and the colour role of a state that is not up to date."""
    icon, tone, _ = STATES[state]
    return tokens().icon_for("sync", icon), f"{tone}.text"


def mark_words(state: SyncState) -> str:
    """Return what a screen reader says of a mark, "" for what is up to date."""
    return str(STATES[state][2]) if state in STATES else ""


def mark_hint(state: SyncState) -> str:
    """Return what stands in the hint over a mark, "" for what is up to date."""
    return str(_HINTS[state]) if state in _HINTS else ""
