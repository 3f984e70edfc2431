"""The rows of the timeline: name and amount at the left, a mark at the day on the axis; keys and drags move the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.models.record import Record
from crm_desktop.views.language.texts import text
from crm_desktop.views.opportunities.board_words import CardWords, Face
from crm_desktop.views.opportunities.months import MONTHS, Axis, moved_by_month
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.paint import rounded_box

NAMES = 300
"""The room of names and amounts at the left."""
_GRIP = 14
Index = QModelIndex | QPersistentModelIndex


class ClosingModel(QAbstractListModel):
    """The opportunities and what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.deals: list[Record] = []
        self.faces: list[Face] = []

    def show(self, deals: Sequence[Record], words: Mapping[str, CardWords]) -> None:
        """Show these opportunities; `words` by stage id."""
        self.beginResetModel()
        self.deals = [each for each in deals if str(each.get("stage_id")) in words]
        self.faces = [words[str(each.get("stage_id"))].face(each) for each in self.deals]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.deals)

    def data(self, index: Index, role: int = 0) -> str | None:
        """Return the name, for type-ahead, and the whole as a sentence."""
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self.deals[index.row()].title
        return self.faces[index.row()].sentence if role == int(Qt.ItemDataRole.AccessibleTextRole) else None


class ClosingList(Component, QListView):
    """`list.closing.show(…)`; Alt with ← and → moves the day by a week, with Shift a month; marks can be dragged."""

    deal_changed = Signal()
    panel_wanted = Signal()
    page_wanted = Signal()
    day_wanted = Signal(object, str)
    """A record, and the day (`YYYY-MM-DD`) on which it is to close."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.closing = ClosingModel()
        self.today = date.min
        self.held: tuple[int, date] | None = None
        """The row whose mark is being dragged, and the day under the pointer."""
        self.setModel(self.closing)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(str(text("opportunities", "Timeline of close dates")))
        set_surface(self, "surface")
        self.doubleClicked.connect(lambda _index: self.page_wanted.emit())
        self.settle()

    @property
    def axis(self) -> Axis:
        """Where the months stand, as in the header above."""
        parent = self.parentWidget()
        width = parent.width() if parent is not None else self.width()
        return Axis(self.today, NAMES, max(1.0, width - NAMES - 16))

    @property
    def current_deal(self) -> Record | None:
        """The opportunity that keys act on."""
        row = self.currentIndex().row()
        return self.closing.deals[row] if 0 <= row < len(self.closing.deals) else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell who is current now."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.deal_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, the page with Ctrl+Enter, move the day with Alt and arrows."""
        deal, keys = self.current_deal, event.modifiers()
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if deal is not None and by and keys & Qt.KeyboardModifier.AltModifier:
            day = _day_of(deal)
            month = bool(keys & Qt.KeyboardModifier.ShiftModifier)
            self._ask(deal, moved_by_month(day, by) if month else day + timedelta(days=7 * by))
        elif deal is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.page_wanted if keys & Qt.KeyboardModifier.ControlModifier else self.panel_wanted).emit()
        elif event.key() == Qt.Key.Key_Escape and self.held is not None:
            self._let_go()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a mark."""
        super().mousePressEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            day = _day_of(self.closing.deals[row])
            if abs(event.position().x() - self.axis.x_of(day)) <= _GRIP:
                self.held = (row, day)
            else:
                self.panel_wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the mark."""
        super().mouseMoveEvent(event)
        if self.held is not None:
            self.held = (self.held[0], self.axis.day_at(event.position().x()))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the mark down."""
        super().mouseReleaseEvent(event)
        if self.held is not None:
            row, day = self.held
            self._let_go()
            self._ask(self.closing.deals[row], day)

    def restyle(self) -> None:
        """Lay the rows out again."""
        self.scheduleDelayedItemsLayout()

    def _let_go(self) -> None:
        self.held = None
        self.viewport().update()

    def _ask(self, deal: Record, day: date) -> None:
        if day != _day_of(deal):
            self.day_wanted.emit(deal, day.isoformat())


class _Delegate(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, view: ClosingList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row of lists."""
        return QSize(100, current_theme().metric("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, words and mark."""
        view, theme, box = self._view, current_theme(), QRectF(option.rect)
        face, deal = view.closing.faces[index.row()], view.closing.deals[index.row()]
        current = index.row() == view.currentIndex().row()
        if current:
            painter.fillRect(box, theme.color("bg.selected"))
            painter.fillRect(QRectF(box.x(), box.y(), 3, box.height()), theme.color("accent.solid"))
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.color("border.subtle"))
        amount = word_width(face.amount, "body")
        name = QRectF(24, box.y(), NAMES - 48 - amount, box.height())
        draw_words(painter, name, face.name, theme.color("text.primary"), ("body", 500))
        money = QRectF(24, box.y(), NAMES - 40, box.height())
        draw_words(painter, money, face.amount, theme.color("text.primary"), ("body", None), right=True)
        self._paint_axis(painter, box)
        held = view.held if view.held is not None and view.held[0] == index.row() else None
        self._paint_mark(painter, box, face, held[1] if held is not None else _day_of(deal))

    def _paint_axis(self, painter: QPainter, box: QRectF) -> None:
        theme, axis = current_theme(), self._view.axis
        for number in range(MONTHS):
            line = QRectF(axis.left + number * axis.column, box.y(), 1, box.height())
            painter.fillRect(line, theme.color("border.subtle"))
        painter.fillRect(QRectF(axis.x_of(axis.today), box.y(), 1, box.height()), theme.color("accent.solid"))

    def _paint_mark(self, painter: QPainter, box: QRectF, face: Face, day: date) -> None:
        theme, axis = current_theme(), self._view.axis
        x, side = axis.x_of(day), theme.scaled(12)
        tone = "danger.solid" if day < axis.today else "accent.solid"
        spot = QRectF(x - side / 2, box.center().y() - side / 2, side, side)
        rounded_box(painter, spot, side / 2, theme.color(tone))
        words = f"{face.close} · {face.account}" if face.account else face.close
        if day != date.min and self._view.held is not None:
            words = day.isoformat()
        width = word_width(words, "caption")
        ink = theme.color("danger.text" if day < axis.today else "text.secondary")
        right = x + side + width < axis.left + axis.width
        place = QPointF(x + side, box.y()) if right else QPointF(x - side - width, box.y())
        draw_words(painter, QRectF(place.x(), place.y(), width + 2, box.height()), words, ink, ("caption", None))


def _day_of(deal: Record) -> date:
    return date.fromisoformat(str(deal.get("close_on")))
