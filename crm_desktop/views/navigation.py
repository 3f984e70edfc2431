"""Going from place to place: screens ask, the shell goes and keeps the way back. Screens never import each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from crm_desktop.models.rules.views import Definition

OPENED = frozenset(
    [".bpmn", ".drawio", ".vcf", ".vcard", ".csv", ".tsv", ".xlsx", ".xls", ".ods", ".ics", ".ical", ".ifb"]
)
"""Endings of files for which some companion of the window listens to `file_requested`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is: a section, perhaps one of its saved views, perhaps one record's page.

    `section` is the plural of a kind with pages (`accounts`), or `agenda`, `sync`, `settings`.
    """

    section: str
    record_id: str = ""
    view_id: str = ""
    tab: str = ""


def filtered(section: str, definition: Definition) -> Place:
    """Return the place of a list with a filter that nobody saved."""
    from crm_desktop.models.rules.views import encode

    return Place(section, view_id=f"{_FILTER}{encode(definition)}")


def filter_of(place: Place) -> Definition | None:
    """Return what the list of a place is filtered by, where that is no saved view; None for everything else."""
    from crm_desktop.models.rules.views import decode

    if not place.view_id.startswith(_FILTER):
        return None
    try:
        return decode(place.view_id.removeprefix(_FILTER))
    except ValueError:
        return None


_FILTER = "filter:"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The list a record was opened from, for previous and next on its page. `ids` may be a window of a long list."""

    ids: tuple[str, ...] = ()
    position: int = 0
    total: int = 0


class Navigator(QObject):
    """Passes on the wish to go somewhere; made once for a window by the composition root."""

    requested = Signal(object, object)
    """A `Place`, and `Neighbours` or None."""
    palette_requested = Signal(str)
    """The text to start the palette with."""
    create_requested = Signal(str, object)
    """A kind, and a mapping of values that are known already."""

    window_requested = Signal(object)
    """A `Place` to be shown in another window."""
    file_requested = Signal(object)
    """The Path of a file of this device."""

    place: Place | None = None
    """Where the person is, also after going back and forward; the shell keeps it. None before anything is shown."""

    def go(self, place: Place, neighbours: Neighbours | None = None) -> None:
        """Show a place."""
        self.requested.emit(place, neighbours)

    def open_window(self, place: Place) -> None:
        """Show a place in another window."""
        self.window_requested.emit(place)

    def open_file(self, path: Path) -> None:
        """Offer a file to whoever opens or imports its kind."""
        self.file_requested.emit(path)

    def open_palette(self, text: str = "") -> None:
        """Open the command palette."""
        self.palette_requested.emit(text)

    def create(self, kind: str, values: dict[str, object] | None = None) -> None:
        """Open the form for a new record of the kind."""
        self.create_requested.emit(kind, values or {})
