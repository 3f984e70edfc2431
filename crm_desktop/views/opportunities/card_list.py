"""The cards of one stage under keys and pointer. What moves where is decided by the board; here it is only said."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from crm_desktop.models.record import Record
from crm_desktop.views.opportunities.card_delegate import GAP, CardDelegate, card_height
from crm_desktop.views.opportunities.card_model import MORE, CardModel
from crm_desktop.views.widgets.component import Component, set_surface

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_ALT, _CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class CardList(Component, QListView):
    """Signals what a person wants of a card; which card of the whole board is current says `cards.chosen`."""

    card_changed = Signal()
    """Another card is the current one, or the focus came here."""
    panel_wanted = Signal()
    page_wanted = Signal()
    more_wanted = Signal()
    menu_wanted = Signal(QPoint)
    delete_wanted = Signal()
    column_wanted = Signal(int)
    """The focus is to go so many columns to the right."""
    move_wanted = Signal(int, int)
    """The current card is to go so many stages to the right, so many places down."""
    lifted = Signal(QPoint)
    """The current card is being dragged; where in the card the pointer holds it."""
    carried = Signal(QPoint)
    """The pointer is here on the screen while dragging."""
    dropped = Signal()
    drag_cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CardModel(self)
        self.dragging = False
        self._pressed: QPoint | None = None
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(self, self.cards))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        set_surface(self, "app")
        self.settle()

    @property
    def current_card(self) -> Record | None:
        """The card that keys act on."""
        return self.cards.card(self.currentIndex().row())

    def go_to(self, row: int) -> None:
        """Make a row the current one and have it in sight."""
        index = self.cards.index(max(0, min(row, self.cards.rowCount() - 1)), 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def card_box(self, row: int) -> QRect:
        """Return where a card stands in the viewport."""
        return self.visualRect(self.cards.index(row, 0)).adjusted(0, 0, 0, -GAP)

    def place_at(self, spot: QPoint) -> int:
        """Return before which card something dropped at a point of the viewport would come."""
        height = card_height() + GAP
        row = (spot.y() + self.verticalOffset() + height // 2) // height
        # The slot itself stands among the rows; below it every card is one row further down.
        slot = self.cards.slot
        if 0 <= slot < row:
            row -= 1
        return max(0, min(row, len(self.cards.cards)))

    def restyle(self) -> None:
        """Lay the cards out for the theme's sizes."""
        self.scheduleDelayedItemsLayout()

    # Keys

    def event(self, event: QEvent) -> bool:
        """Take the arrows with Alt before they mean back and forward."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if Qt.Key(event.key()) in _ARROWS and event.modifiers() & _ALT:
                event.accept()
                return True
            if self.dragging and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of boards do, else move or look for a name."""
        if not self._press(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key is Qt.Key.Key_Escape and self.dragging:
            self._end_drag()
            self.drag_cancelled.emit()
        elif key in _ARROWS and modifiers & _ALT:
            self.move_wanted.emit(*_ARROWS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.column_wanted.emit(_ARROWS[key][0])
        elif key in _ENTER:
            self._enter(page=bool(modifiers & _CONTROL))
        elif key is Qt.Key.Key_Delete and self.current_card is not None:
            self.delete_wanted.emit()
        else:
            return False
        return True

    def _enter(self, *, page: bool) -> None:
        if self.cards.kind_of(self.currentIndex().row()) == MORE:
            self.more_wanted.emit()
        elif self.current_card is not None:
            (self.page_wanted if page else self.panel_wanted).emit()

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the card, and be ready to drag it."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            if self.cards.kind_of(index.row()) == MORE:
                self.more_wanted.emit()
            elif self.current_card is not None:
                self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lift the card once the pointer has gone far enough, then carry it."""
        spot = event.position().toPoint()
        if self.dragging:
            self.carried.emit(event.globalPosition().toPoint())
        elif self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if (spot - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                self.dragging = True
                self.lifted.emit(self._pressed - self.card_box(self.currentIndex().row()).topLeft())
                self.carried.emit(event.globalPosition().toPoint())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the card. A mere click has chosen it; the panel follows where it is open, and opens with Enter."""
        if self.dragging:
            self._end_drag()
            self.dropped.emit()
        self._pressed = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the card's page."""
        self._pressed = None
        if event.button() is Qt.MouseButton.LeftButton and self.current_card is not None:
            self.page_wanted.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the card's menu, at the pointer or beside the card."""
        if self.current_card is None:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            corner = self.card_box(self.currentIndex().row()).center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(corner))
        else:
            self.menu_wanted.emit(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current card as soon as keys arrive."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cards.rowCount():
            self.setCurrentIndex(self.cards.index(0, 0))
        self.card_changed.emit()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the ring no longer."""
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Tell which card is current; take input methods even where nothing can be edited."""
        super().currentChanged(current, previous)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.card_changed.emit()

    def _end_drag(self) -> None:
        self.dragging, self._pressed = False, None
