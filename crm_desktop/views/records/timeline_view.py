"""A record's timeline: newest first, filtered by kind, opened with Enter, tasks completed with one key."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.records.timeline_delegate import TimelineDelegate
from crm_desktop.views.records.timeline_model import CHANGE, EVERYTHING, TimelineModel
from crm_desktop.views.refresh import Changed
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.menu import Menu

KINDS_SHOWN = frozenset({"activity", "visit", "task", "note", "attachment", "account", "contact", "opportunity"})
FILTERS = {
    "": (text("records", "All types"), EVERYTHING),
    "activity": (text("records", "Logged activities"), ("activity",)),
    "visit": (text("records", "Visits"), ("visit",)),
    "task": (text("records", "Tasks"), ("task",)),
    "note": (text("records", "Notes and files"), ("note", "attachment")),
    "change": (text("records", "Changes"), (CHANGE,)),
}
"""What a timeline can be narrowed to: name, and the kinds of entries."""


class TimelineList(QListView):
    """The list itself; `opened` tells the record whose entry was opened, `done` the task that is done, or not."""

    opened = Signal(object)
    done = Signal(object)
    deleted = Signal(object)

    def __init__(self, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(TimelineDelegate(self, model))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(100)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(self._open)
        self.setAccessibleName(str(text("records", "Timeline")))

    def record_at(self, index: QModelIndex) -> Record | None:
        """Return the record of an entry."""
        return self._model.item(index).record if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, complete with Ctrl+Enter, delete with Del; the arrows walk over headings."""
        record = self.record_at(self.currentIndex())
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if record is not None and enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.done.emit(record)
        elif record is not None and enter:
            self.opened.emit(record)
        elif record is not None and event.key() == Qt.Key.Key_Delete:
            self.deleted.emit(record)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with an entry."""
        keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        record = self.record_at(index)
        if record is None:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.add_entry(text("records", "Open"), lambda: self.opened.emit(record), icon="pencil", shortcut="Return")
        if record.kind in ("task", "visit"):
            key = "task.reopen" if record.get("done") else "task.complete" if record.kind == "task" else "visit.done"
            menu.add_entry(label("acts", key), lambda: self.done.emit(record), icon="check", shortcut="Ctrl+Return")
        menu.add_line()
        delete = label("acts", f"{record.kind}.delete")
        menu.add_entry(delete, lambda: self.deleted.emit(record), icon="trash-2", shortcut="Del", danger=True)
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if keyboard else event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let bodies wrap anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        record = self.record_at(index)
        if record is not None:
            self.opened.emit(record)


class TimelineView(QWidget):
    """`timeline.show_record(kind, id)`; says so while there is nothing."""

    opened = Signal(object)
    """The record of an entry that a person wants to see whole."""
    finish_wanted = Signal(object)
    """A visit that took place."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.model = TimelineModel(desk)
        self.list = TimelineList(self.model)
        self._of = ("", "")
        self._changing = Changing(desk, self, desk.notices.fail)
        self._empty = EmptyState(
            "notebook-pen",
            text("records", "Nothing logged yet"),
            text("records", "Calls, visits and notes stand here, newest first."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.list.opened.connect(self.opened)
        self.list.done.connect(self._finish)
        self.list.deleted.connect(self._changing.delete)
        self.model.modelReset.connect(self._show_empty)
        self.model.rowsInserted.connect(lambda *_: self._show_empty())
        desk.refresh.changed.connect(self._written)
        current_language().changed.connect(self.model.read_words)
        self.setFocusProxy(self.list)

    def show_record(self, kind: str, record_id: str) -> None:
        """Show another record's timeline."""
        self._of = (kind, record_id)
        self.model.show_record(kind, record_id)

    def show_only(self, key: str) -> None:
        """Narrow it to one of FILTERS."""
        self.model.show_only(FILTERS[key][1])

    def _finish(self, record: Record) -> None:
        if record.kind == "task":
            self._changing.finish_task(record, done=not record.get("done"))
        elif record.kind == "visit" and record.get("state") != "done":
            self.finish_wanted.emit(record)

    def _written(self, change: Changed) -> None:
        if self._of[1] and not KINDS_SHOWN.isdisjoint(change.kinds):
            self.model.read_again()

    def _show_empty(self) -> None:
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
