"""Which conflicts are ticked in the sync centre: single ones, all of a record, all there are."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from crm_desktop.views.sync_centre.entries import Entry


class ConflictTicks(QObject):
    """`ticks.ids` are conflict entries; what is settled elsewhere meanwhile is forgotten by `keep`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: frozenset[str] = frozenset()

    def state_of(self, entry: Entry) -> str:
        """Return `on`, `some` or `off` for all conflicts of a record."""
        own = conflict_ids([entry])
        ticked = len(own & self.ids)
        return "off" if not ticked else "on" if ticked == len(own) else "some"

    def toggle(self, ids: Iterable[str]) -> None:
        """Tick these, or untick them where all of them are ticked."""
        some = frozenset(ids)
        self._set(self.ids - some if some <= self.ids else self.ids | some)

    def keep(self, there: Iterable[str]) -> None:
        """Forget all ticks but these."""
        self._set(self.ids & frozenset(there))

    def clear(self) -> None:
        """Tick nothing."""
        self._set(frozenset())

    def _set(self, ids: frozenset[str]) -> None:
        if ids != self.ids:
            self.ids = ids
            self.changed.emit()


def conflict_ids(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids of all conflicts of these entries."""
    return frozenset(each.entry.id for entry in entries for each in entry.conflicts)
