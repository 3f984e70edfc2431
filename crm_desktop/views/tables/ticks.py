"""Which records of a list are ticked: a few row numbers, or all of the list but a few."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Ticks(QObject):
    """`ticks.toggle(rowid)`; "all" is a state of its own, so that a million rows are ticked at once."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all = False
        """Whether the whole list is meant, but for `rows`."""
        self.rows: frozenset[int] = frozenset()
        """The ticked rows; with `all`, those that are not."""

    def __contains__(self, rowid: int) -> bool:
        return (rowid in self.rows) is not self.all

    def count(self, total: int) -> int:
        """Return how many of `total` records are ticked."""
        return max(0, total - len(self.rows)) if self.all else len(self.rows)

    @property
    def any(self) -> bool:
        """Whether anything is ticked."""
        return self.all or bool(self.rows)

    def toggle(self, rowid: int) -> None:
        """Tick a record, or not any more."""
        self._take(self.all, self.rows ^ {rowid})

    def tick(self, rowids: Iterable[int]) -> None:
        """Tick these too."""
        some = frozenset(rowids)
        self._take(self.all, self.rows - some if self.all else self.rows | some)

    def tick_all(self) -> None:
        """Tick the whole list."""
        self._take(True, frozenset())

    def clear(self) -> None:
        """Tick nothing."""
        self._take(False, frozenset())

    def keep(self, listed: frozenset[int]) -> None:
        """Forget rows that are not in the list any more."""
        self._take(self.all, self.rows & listed)

    def _take(self, every: bool, rows: frozenset[int]) -> None:
        if (every, rows) != (self.all, self.rows):
            self.all, self.rows = every, rows
            self.changed.emit()
