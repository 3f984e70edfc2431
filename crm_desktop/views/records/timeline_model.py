"""The entries of a timeline for a list view: headings and entries in one row of items, read a portion at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.records.entry_words import EntryWords, entry_words, heading
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.queries.timeline import TimelineEntry

CHANGE = "change"
"""As in `store.queries.timeline`, which is loaded later."""
EVERYTHING = ("activity", "visit", "task", "note", "attachment", CHANGE)
PORTION = 100
ITEM = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """A heading, or an entry with its words; `last` has no thread to a next one below the same heading."""

    heading: str = ""
    words: EntryWords | None = None
    record: Record | None = None
    last: bool = False
    key: tuple[str, str, object] = ("", "", None)
    """What its height depends on, beside the width: the record as it is now."""


class TimelineModel(QAbstractListModel):
    """`model.show_record(kind, id)`; more is read when the view comes near the end."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lookups = lookups_of(desk)
        self._of = ("", "")
        self._only: tuple[str, ...] = ()
        self._entries: list[TimelineEntry] = []
        self._items: list[TimelineItem] = []
        self._reading = False
        self._complete = True
        self._asked = 0
        self._lookups.changed.connect(self.read_words)

    @property
    def entries(self) -> list[TimelineEntry]:
        """What has been read so far."""
        return self._entries

    def show_record(self, kind: str, record_id: str) -> None:
        """Show another record's timeline, from its newest entry."""
        if self._of != (kind, record_id):
            self._of = (kind, record_id)
            self._take_all([])
        self.read_again()

    def show_only(self, kinds: tuple[str, ...]) -> None:
        """Show only entries of these kinds; all where none is named."""
        self._only = kinds
        self.read_again()

    def read_again(self) -> None:
        """Read what is shown once more."""
        self._ask(None, max(PORTION, len(self._entries)))

    def read_words(self) -> None:
        """Word everything again: another language, another day, people known now."""
        self._take_all(self._entries)

    def item(self, index: Index) -> TimelineItem:
        """Return the item of a row."""
        return self._items[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are so far."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = 0) -> Any:
        """Return the item, or the sentence for screen readers."""
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if role in (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.DisplayRole)):
            return item.heading or (item.words.spoken if item.words is not None else "")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let entries be selected and headings not."""
        if not index.isValid() or self._items[index.row()].words is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether older entries may be there."""
        return not parent.isValid() and not self._complete and not self._reading

    def fetchMore(self, parent: Index) -> None:
        """Read older entries."""
        if self.canFetchMore(parent) and self._entries:
            # Entries of the same millisecond may stand on both sides of the cut; doubles are left out when they arrive.
            self._ask(self._entries[-1].moment + 1, PORTION)

    def _ask(self, before: int | None, limit: int) -> None:
        from crm_desktop.store.queries.timeline import timeline

        if not self._of[1]:
            return
        self._reading = True
        self._asked += 1
        asked = self._asked
        only = self._only or EVERYTHING

        def take(found: list[TimelineEntry]) -> None:
            if asked == self._asked:
                self._reading = False
                self._arrived(found, older=before is not None, complete=len(found) < limit)

        self._desk.read(self, take, timeline, *self._of, limit, before, only)

    def _arrived(self, found: list[TimelineEntry], *, older: bool, complete: bool) -> None:
        self._complete = complete
        if not older:
            self._take_all(found)
            return
        known = {entry.key for entry in self._entries}
        fresh = [entry for entry in found if entry.key not in known]
        self._complete = complete or not fresh
        if fresh:
            self._append(fresh)

    def _take_all(self, entries: list[TimelineEntry]) -> None:
        self.beginResetModel()
        self._entries = list(entries)
        self._items = self._worded(entries, "")
        self.endResetModel()

    def _append(self, fresh: list[TimelineEntry]) -> None:
        last_heading = next((item.heading for item in reversed(self._items) if item.heading), "")
        items = self._worded(fresh, last_heading)
        self.beginInsertRows(QModelIndex(), len(self._items), len(self._items) + len(items) - 1)
        self._entries += fresh
        self._items += items
        self.endInsertRows()

    def _worded(self, entries: list[TimelineEntry], last_heading: str) -> list[TimelineItem]:
        words = Wordings(self._lookups, current_formats(self._desk.clock.now()))
        headings = [str(heading(entry, words)) for entry in entries]
        items: list[TimelineItem] = []
        for number, entry in enumerate(entries):
            if headings[number] != last_heading:
                last_heading = headings[number]
                items.append(TimelineItem(heading=last_heading, key=("", last_heading, None)))
            last = number + 1 == len(entries) or headings[number + 1] != last_heading
            said = entry_words(entry, words, with_day=_days_differ(last_heading, entry, words))
            key = ("".join(entry.key), said.title, said.body)
            # What was changed is read only: opening, finishing and deleting mean a record of its own.
            record = entry.record if entry.change is None else None
            items.append(TimelineItem(words=said, record=record, last=last, key=key))
        return items


def _days_differ(under: str, entry: TimelineEntry, words: Wordings) -> bool:
    """Tell whether the heading leaves open which day it was."""
    return under != words.formats.day(words.formats.day_of(entry.moment))
