"""What a calendar file would bring: entries in order, what they become, and what is known already. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm_desktop.models.calendars.ics_in import ReadEvent
from crm_desktop.models.calendars.two_way import Local, take
from crm_desktop.models.edits import Edit


@dataclass(frozen=True, slots=True)
class FilePlan:
    """Groups of a file's entries by their id: new ones, those that change what is here, and those with a problem."""

    groups: tuple[tuple[ReadEvent, ...], ...]
    known: Mapping[tuple[str, str], Local]
    """By kind and by the id under which calendars know it."""

    @property
    def readable(self) -> tuple[tuple[ReadEvent, ...], ...]:
        """Those that can be imported."""
        return tuple(group for group in self.groups if is_readable(group))

    def edits(self, owner: str) -> list[Edit]:
        """Return all edits of the import: one act, one undo."""
        edits: list[Edit] = []
        for group in self.readable:
            edits += take(group, self.known.get((group[0].kind, group[0].uid)), owner)
        return edits


def grouped(events: Iterable[ReadEvent]) -> tuple[tuple[ReadEvent, ...], ...]:
    """Return the entries by what they belong to, in the order of the file."""
    groups: dict[str, list[ReadEvent]] = {}
    for number, event in enumerate(events):
        groups.setdefault(f"{event.kind}:{event.uid or number}", []).append(event)
    return tuple(tuple(group) for group in groups.values())


def is_readable(group: tuple[ReadEvent, ...]) -> bool:
    """Tell whether something can be made of it."""
    return any(not each.problem and each.occurrence_at is None for each in group)
