"""The list at the left of the sync centre: records with what is to be said about each; one is the current one."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.views.language.texts import tr
from crm_desktop.views.sync_centre.entries import Entry, Line
from crm_desktop.views.sync_centre.ticks import ConflictTicks, conflict_ids
from crm_desktop.views.tables.delegates import paint_check
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.badge import badge_size, paint_badge
from crm_desktop.views.widgets.component import Component

_Index = QModelIndex | QPersistentModelIndex
_HEAD, _LINE, _MOST = 38, 27, 5
_SPOKEN = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))


class Words(Protocol):
    """What is said of an entry: how many lines, and which."""

    def count(self, entry: Entry) -> int:
        """Return how many lines there are."""
        ...

    def lines(self, entry: Entry) -> list[Line]:
        """Return the lines, the latest first."""
        ...


class EntryModel(QAbstractListModel):
    """The entries, the lines under each, and which are folded. Lines are made when they come in sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.folded: set[tuple[str, str]] = set()
        self._words: Words | None = None
        self._made: dict[int, list[Line]] = {}

    def show(self, entries: list[Entry], words: Words) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries, self._words, self._made = entries, words, {}
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many entries there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = _SPOKEN[0]) -> str | None:
        """Return an entry as a sentence."""
        if role not in _SPOKEN or not 0 <= index.row() < len(self.entries):
            return None
        entry = self.entries[index.row()]
        return f"{entry.title}, {entry.kind_words}: " + "; ".join(line.words for line in self.lines(index.row()))

    def lines(self, row: int) -> list[Line]:
        """Return all that is to be said of an entry."""
        if row not in self._made and self._words is not None:
            self._made[row] = self._words.lines(self.entries[row])
        return self._made[row]

    def count(self, row: int) -> int:
        """Return how much is to be said of an entry."""
        return self._words.count(self.entries[row]) if self._words is not None else 0

    def shown_lines(self, row: int) -> list[Line]:
        """Return the lines that stand under an entry now."""
        return [] if self.entries[row].key in self.folded else self.lines(row)[:_MOST]

    def shown_count(self, row: int) -> int:
        """Return how many lines stand under an entry now."""
        return 0 if self.entries[row].key in self.folded else min(_MOST, self.count(row))


class EntryList(Component, QListView):
    """`entry_changed` brings the current `Entry`, or None."""

    entry_changed = Signal(object)
    opened = Signal(object)
    """An `Entry` whose record is wanted as a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = EntryModel(self)
        self.ticks = ConflictTicks(self)
        self.ticking = False
        """Whether check boxes are shown: several records are to be decided about."""
        self.setModel(self.entries)
        self.setItemDelegate(_EntryDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.ticks.changed.connect(self.viewport().update)
        self.settle()

    def retranslate(self) -> None:
        """Read the list's name again."""
        self.setAccessibleName(tr("sync_centre", "What waits, and what is to decide"))

    @property
    def entry(self) -> Entry | None:
        """The current entry."""
        row = self.currentIndex().row()
        return self.entries.entries[row] if 0 <= row < len(self.entries.entries) else None

    def show_entries(self, entries: list[Entry], words: Words) -> None:
        """Show other entries; the current record stays current where it is still listed, else its place does."""
        key, row = (self.entry.key if self.entry else None), max(0, self.currentIndex().row())
        self.blockSignals(True)
        self.ticking = sum(bool(each.conflicts) for each in entries) > 1
        self.entries.show(entries, words)
        found = next((place for place, each in enumerate(entries) if each.key == key), min(row, len(entries) - 1))
        self.setCurrentIndex(self.entries.index(found, 0))
        # The one signal below stands for lost ticks too: showing a hundred conflicts twice takes twice as long.
        self.ticks.blockSignals(True)
        self.ticks.keep(conflict_ids(entries))
        self.ticks.blockSignals(False)
        self.blockSignals(False)
        self.entry_changed.emit(self.entry)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which entry is current."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.entry_changed.emit(self.entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold with the arrows, open with Enter, tick with Space and Ctrl+A, else move."""
        entry, key = self.entry, event.key()
        if self.ticking and event.matches(QKeySequence.StandardKey.SelectAll):
            self.ticks.toggle(conflict_ids(self.entries.entries))
            return
        if self.ticking and entry is not None and entry.conflicts and key == Qt.Key.Key_Space:
            self.ticks.toggle(conflict_ids([entry]))
            return
        if entry is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.fold(entry, folded=key == Qt.Key.Key_Left)
        elif entry is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(entry)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold at the chevron, tick at a check box, else go to the entry."""
        super().mousePressEvent(event)
        index, x = self.indexAt(event.position().toPoint()), event.position().x()
        if not index.isValid() or self.entry is None or x >= self.indent + 2:
            return
        down = event.position().y() - self.visualRect(index).y() - current_theme().scaled(_HEAD)
        if down < 0 and x < 36:
            self.fold(self.entry, folded=self.entry.key not in self.entries.folded)
        elif down < 0:
            self.ticks.toggle(conflict_ids([self.entry]))
        else:
            line = int(down // current_theme().scaled(_LINE))
            shown = self.entries.shown_lines(index.row())
            self.ticks.toggle([shown[line].conflict] if line < len(shown) and shown[line].conflict else [])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the record."""
        if self.entry is not None and event.position().x() >= self.indent:
            self.opened.emit(self.entry)

    @property
    def indent(self) -> int:
        """Where the kind's icon begins."""
        return 38 + (current_theme().metric("checkbox") + 10 if self.ticking else 0)

    def fold(self, entry: Entry, *, folded: bool) -> None:
        """Hide or show the lines of an entry."""
        (self.entries.folded.add if folded else self.entries.folded.discard)(entry.key)
        self.scheduleDelayedItemsLayout()

    def restyle(self) -> None:
        """Lay out for the theme's sizes."""
        self.scheduleDelayedItemsLayout()


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, view: EntryList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        scaled, lines = current_theme().scaled, self._view.entries.shown_count(index.row())
        return QSize(100, scaled(_HEAD) + scaled(_LINE) * lines + (8 if lines else 0) + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, box = current_theme(), QRectF(option.rect)
        head = QRectF(box.x(), box.y(), box.width(), theme.scaled(_HEAD))
        if index.row() == self._view.currentIndex().row():
            painter.fillRect(head, theme.color("bg.selected"))
            painter.fillRect(QRectF(head.x(), head.y(), 3, head.height()), theme.color("accent.solid"))
            if self._view.hasFocus():
                painter.setPen(theme.color("accent.focus"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(head.adjusted(0.5, 0.5, -1.5, -1.5))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(head, theme.color("bg.hover"))
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.color("border.subtle"))
        entry, lines = self._view.entries.entries[index.row()], self._view.entries.shown_lines(index.row())
        self._paint_head(painter, head, entry, self._view.entries.count(index.row()))
        top, shift = head.bottom(), self._view.indent - 38
        for line in lines:
            spot = QRectF(box.x(), top, box.width(), theme.scaled(_LINE))
            if shift and line.conflict:
                _paint_tick(painter, spot, "on" if line.conflict in self._view.ticks.ids else "off")
            _paint_line(painter, spot.adjusted(shift, 0, 0, 0), line)
            top += theme.scaled(_LINE)

    def _paint_head(self, painter: QPainter, head: QRectF, entry: Entry, count: int) -> None:
        theme, side = current_theme(), current_theme().icon_size()
        quiet = theme.color("text.secondary")
        chevron = "chevron-right" if entry.key in self._view.entries.folded else "chevron-down"
        paint_icon(painter, chevron, QRectF(head.x() + 16, head.center().y() - 7, 14, 14), quiet)
        x = head.x() + self._view.indent
        if self._view.ticking and entry.conflicts:
            _paint_tick(painter, head, self._view.ticks.state_of(entry))
        paint_icon(painter, entry.icon, QRectF(x, head.center().y() - side / 2, side, side), quiet)
        right = head.right() - 12 - _paint_end(painter, head, entry, count)
        room = QRectF(x + side + 8, head.y(), right - x - side - 16, head.height())
        name_room = room.adjusted(0, 0, -min(80.0, word_width(entry.kind_words, "caption") + 8), 0)
        width = draw_words(painter, name_room, entry.title, theme.color("text.primary"), ("body", 600))
        draw_words(painter, room.adjusted(width + 8, 0, 0, 0), entry.kind_words, quiet, ("caption", None))


def _paint_end(painter: QPainter, head: QRectF, entry: Entry, count: int) -> float:
    """Paint what an entry is about most of all at its right end; return the width."""
    theme = current_theme()
    if entry.conflicts:
        words, tone, icon = str(len(entry.conflicts)), "warning", "git-compare-arrows"
    elif entry.parked:
        words, tone, icon = tr("sync_centre", "Failed"), "danger", "cloud-alert"
    else:
        width = word_width(str(count), "caption")
        spot = QRectF(head.right() - 16 - width, head.y(), width + 1, head.height())
        draw_words(painter, spot, str(count), theme.color("text.secondary"), ("caption", None))
        return width + 4
    size = badge_size(words, icon)
    spot = QRectF(head.right() - 12 - size.width(), head.center().y() - size.height() / 2, size.width(), size.height())
    paint_badge(painter, spot, words, tone, icon)
    return size.width()


def _paint_tick(painter: QPainter, box: QRectF, state: str) -> None:
    side = current_theme().metric("checkbox")
    painter.save()
    paint_check(painter, QRectF(box.x() + 38, round(box.center().y() - side / 2), side, side), state)
    painter.restore()


def _paint_line(painter: QPainter, box: QRectF, line: Line) -> None:
    theme, side = current_theme(), current_theme().icon_size("sm")
    ink = theme.color(f"{line.tone}.text" if line.tone else "text.secondary")
    paint_icon(painter, line.icon, QRectF(box.x() + 50, box.center().y() - side / 2, side, side), ink)
    quiet = theme.color("text.secondary")
    width = word_width(line.when, "caption") if line.when else 0.0
    room = QRectF(box.x() + 50 + side + 8, box.y(), box.width() - 50 - side - 8 - width - 28, box.height())
    draw_words(painter, room, line.words, quiet, ("caption", None))
    if line.when:
        draw_words(painter, box.adjusted(0, 0, -16, 0), line.when, quiet, ("caption", None), right=True)
