"""The list at the left of the sync centre: records with what is to be said about each; one is the current one."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.views.language.texts import tr
from crm_desktop.views.sync_centre.entries import Entry, Line
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.badge import badge_size, paint_badge
from crm_desktop.views.widgets.component import Component

_Index = QModelIndex | QPersistentModelIndex
_HEAD, _LINE, _MOST = 38, 27, 5
_SPOKEN = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))


class EntryModel(QAbstractListModel):
    """The entries, the lines under each, and which are folded."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self.lines: list[list[Line]] = []
        self.folded: set[tuple[str, str]] = set()

    def show(self, entries: list[Entry], lines: list[list[Line]]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries, self.lines = entries, lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many entries there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = _SPOKEN[0]) -> str | None:
        """Return an entry as a sentence."""
        if role not in _SPOKEN or not 0 <= index.row() < len(self.entries):
            return None
        entry = self.entries[index.row()]
        return f"{entry.title}, {entry.kind_words}: " + "; ".join(line.words for line in self.lines[index.row()])

    def shown_lines(self, row: int) -> list[Line]:
        """Return the lines that stand under an entry now."""
        return [] if self.entries[row].key in self.folded else self.lines[row][:_MOST]


class EntryList(Component, QListView):
    """`entry_changed` brings the current `Entry`, or None."""

    entry_changed = Signal(object)
    opened = Signal(object)
    """An `Entry` whose record is wanted as a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = EntryModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(_EntryDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.settle()

    @property
    def entry(self) -> Entry | None:
        """The current entry."""
        row = self.currentIndex().row()
        return self.entries.entries[row] if 0 <= row < len(self.entries.entries) else None

    def show_entries(self, entries: list[Entry], lines: list[list[Line]]) -> None:
        """Show other entries; the current record stays current where it is still listed, else its place does."""
        key, row = (self.entry.key if self.entry else None), max(0, self.currentIndex().row())
        self.blockSignals(True)
        self.entries.show(entries, lines)
        found = next((place for place, each in enumerate(entries) if each.key == key), min(row, len(entries) - 1))
        self.setCurrentIndex(self.entries.index(found, 0))
        self.blockSignals(False)
        self.entry_changed.emit(self.entry)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which entry is current."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.entry_changed.emit(self.entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold with the arrows, open with Enter, else move."""
        entry, key = self.entry, event.key()
        if entry is not None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.fold(entry, folded=key == Qt.Key.Key_Left)
        elif entry is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(entry)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold at the chevron, else go to the entry."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < 36 and self.entry is not None:
            top = self.visualRect(index).y()
            if event.position().y() - top < current_theme().scaled(_HEAD):
                self.fold(self.entry, folded=self.entry.key not in self.entries.folded)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the record."""
        if self.entry is not None and event.position().x() >= 36:
            self.opened.emit(self.entry)

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
        scaled, lines = current_theme().scaled, self._view.entries.shown_lines(index.row())
        return QSize(100, scaled(_HEAD) + scaled(_LINE) * len(lines) + (8 if lines else 0) + 1)

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
        self._paint_head(painter, head, entry, len(self._view.entries.lines[index.row()]))
        top = head.bottom()
        for line in lines:
            _paint_line(painter, QRectF(box.x(), top, box.width(), theme.scaled(_LINE)), line)
            top += theme.scaled(_LINE)

    def _paint_head(self, painter: QPainter, head: QRectF, entry: Entry, count: int) -> None:
        theme, side = current_theme(), current_theme().icon_size()
        quiet = theme.color("text.secondary")
        chevron = "chevron-right" if entry.key in self._view.entries.folded else "chevron-down"
        paint_icon(painter, chevron, QRectF(head.x() + 16, head.center().y() - 7, 14, 14), quiet)
        paint_icon(painter, entry.icon, QRectF(head.x() + 38, head.center().y() - side / 2, side, side), quiet)
        right = head.right() - 12 - _paint_end(painter, head, entry, count)
        room = QRectF(head.x() + 38 + side + 8, head.y(), right - head.x() - 46 - side - 8, head.height())
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
