"""The history of a record, whole or of one field; an earlier value comes back with a click, as a new act with Undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QStackedWidget, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Update
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.records.history_delegate import HistoryDelegate
from crm_desktop.views.records.history_model import HistoryItem, HistoryModel, fields_in
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from crm_desktop.store.queries.history import HistoryLine
    from crm_desktop.store.queries.record_page import PageContent


class HistoryList(QListView):
    """The list itself; `restore_wanted` tells the field whose earlier value should come back."""

    restore_wanted = Signal(object)

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(HistoryDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setAccessibleName(str(text("records", "History")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Restore with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._restore(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Restore at the word."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and HistoryDelegate.restore_rect(QRectF(self.visualRect(index))).contains(event.position()):
            self._restore(index)

    def _restore(self, index: QModelIndex) -> None:
        item = self._model.item(index) if index.isValid() else None
        if item is not None and item.restores:
            self.restore_wanted.emit(item)


class HistoryView(Card):
    """`history.show_content(content, words)`: reads the history of the record when it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(text("records", "History"), padding=8)
        self.desk = desk
        self._of = ("", "")
        self._content: PageContent | None = None
        self._lines: list[HistoryLine] = []
        self._linked: dict[str, str] = {}
        self.model = HistoryModel()
        self.list = HistoryList(self.model)
        self.narrow = Combo()
        self.narrow.setFixedWidth(200)
        self.narrow.setAccessibleName(tr("records", "Changes to show"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(EmptyState("history", text("records", "No history on this device")))
        self.header.end.addWidget(self.narrow)
        self.body.addWidget(self._stack, 1)
        self.narrow.activated.connect(lambda _index: self._show())
        self.list.restore_wanted.connect(self._restore)
        current_language().changed.connect(self._offer)
        self.setFocusProxy(self.list)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show another record's history."""
        if content is self._content:
            return
        self._content = content
        record = content.view.record
        self._linked = dict(content.view.linked)
        if self._of != (record.kind, record.id):
            self._of = (record.kind, record.id)
            self.narrow.setCurrentIndex(0)
        self._read()

    def _read(self) -> None:
        from crm_desktop.store.queries.history_view import history_view

        if self._of[1]:
            self.desk.read(self, self._take, history_view, *self._of)

    def _take(self, found: tuple[list[HistoryLine], dict[str, str]]) -> None:
        self._lines = found[0]
        self._linked |= found[1]
        self._offer()

    def _offer(self) -> None:
        """Offer the fields that were changed, and keep the choice."""
        if not self._of[0]:
            return
        kind, chosen = KINDS[self._of[0]], self.narrow.currentData()
        self.narrow.clear()
        self.narrow.addItem(tr("records", "All fields"), "")
        for name in fields_in(kind, self._lines):
            self.narrow.addItem(str(label("fields", kind.label_key(name))), name)
        self.narrow.setCurrentIndex(max(0, self.narrow.findData(chosen)))
        self.narrow.setAccessibleName(tr("records", "Show the history of"))
        self._show()

    def _show(self) -> None:
        words = Wordings(lookups_of(self.desk), current_formats(self.desk.clock.now()), self._linked)
        self.model.show_lines(self._of[0], self._lines, words, str(self.narrow.currentData() or ""))
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _restore(self, item: HistoryItem) -> None:
        kind, record_id = self._of
        said = text("records", "{field} is {value} again", field=item.field, value=item.back)
        self.desk.act("record.restore_value", [Update(kind, record_id, dict(item.restores))], said)
