"""A list of entries with the keys of the method: Insert adds, Del takes away, Alt and arrows put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from crm_desktop.models.fields import Values
from crm_desktop.models.record import Record
from crm_desktop.views.language.texts import Wording, say, tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import icon
from crm_desktop.views.widgets.component import Component

_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the organisation's own record, or what ships."""

    key: str
    title: str
    values: Values
    record: Record | None = None
    """None for what ships."""
    source: object = field(default=None, compare=False)
    """What a shipped one is copied from."""

    @property
    def active(self) -> bool:
        """Whether it is in use."""
        return self.values.get("active") is not False


class EntryList(Component, QListWidget):
    """`EntryList(name)`; `show_entries`, then `current()`; the side hears what keys want."""

    chosen = Signal()
    add_wanted = Signal()
    remove_wanted = Signal()
    move_wanted = Signal(int)

    def __init__(self, name: Wording, *, plain: bool = False) -> None:
        super().__init__()
        self._plain = plain
        self.entries: tuple[Entry, ...] = ()
        self.setProperty("choices", True)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self.setAccessibleName, name, self)
        self.currentRowChanged.connect(lambda _row: self.chosen.emit())
        self.settle()

    def show_entries(self, entries: Sequence[Entry], select: str = "") -> bool:
        """Show entries; the same one stays current, or the one that is named. Tell whether that one is there."""
        wanted, before = select or self.key, self.currentRow()
        self.entries = tuple(entries)
        self.blockSignals(True)
        self.clear()
        for each in entries:
            self.addItem(self._item(each))
        keys = [each.key for each in entries]
        at = keys.index(wanted) if wanted in keys else min(max(before, 0), len(keys) - 1)
        self.setCurrentRow(at)
        self.blockSignals(False)
        self.chosen.emit()
        return not select or select in keys

    @property
    def key(self) -> str:
        """The current entry's key, "" for none."""
        found = self.current()
        return found.key if found is not None else ""

    def current(self) -> Entry | None:
        """Return the current entry."""
        row = self.currentRow()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def retranslate(self) -> None:
        """Say whose each is again."""
        for row, entry in enumerate(self.entries):
            self._dress(self.item(row), entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add, take away, put in order; everything else as in every list."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Insert:
            self.add_wanted.emit()
        elif key == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif held == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_wanted.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _item(self, entry: Entry) -> QListWidgetItem:
        item = QListWidgetItem()
        item.setData(_KEY, entry.key)
        self._dress(item, entry)
        return item

    def _dress(self, item: QListWidgetItem, entry: Entry) -> None:
        item.setText(entry.title)
        said = entry.title
        if not self._plain:
            sign, whose = ("package", tr("method", "ships with the program"))
            if entry.record is not None:
                sign, whose = ("pencil", tr("method", "own"))
            if not entry.active:
                sign, whose = ("ban", tr("method", "switched off"))
            item.setIcon(icon(sign, 16, "text.secondary"))
            said = f"{entry.title}, {whose}"
        if not entry.active:
            item.setForeground(current_theme().color("text.tertiary"))
        item.setToolTip(said)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
