"""The timeline as a card: a line to log something in passing, a filter, and the entries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.fields import Value
from crm_desktop.models.quick_log import read_quick_log
from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_paste import FilePaste
from crm_desktop.views.files.pending_files import PendingFiles
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.records.log_activity import log_quickly
from crm_desktop.views.records.timeline_view import FILTERS, TimelineView
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.text_input import TextInput

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings


class TimelineCard(Card):
    """`card.show_content(content, words)`; `opened` and `finish` are told about the entry a person means."""

    def __init__(self, desk: Desk, opened: Callable[[Record], object], finish: Callable[[Record], object]) -> None:
        super().__init__(text("records", "Timeline"), padding=12)
        self.desk = desk
        self._record: Record | None = None
        self._only = ""
        self.line = QuickLine()
        self.timeline = TimelineView(desk)
        self._filter = Button(FILTERS[""][0], self._choose_filter, icon="list-filter", small=True)
        self.header.end.addWidget(self._filter)
        self.files = PendingFiles(desk)
        attach = IconButton(label("acts", "attachment.add"), "paperclip", self.files.choose)
        beside = QHBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(self.line, 1)
        beside.addWidget(attach)
        self._entry = QWidget()
        entry = QVBoxLayout(self._entry)
        entry.setContentsMargins(0, 0, 0, 0)
        entry.setSpacing(8)
        entry.addLayout(beside)
        entry.addWidget(self.files)
        FilePaste(self.line, self.files.acts.picture_name, self.files.add)
        self.body.addWidget(self._entry)
        self.body.addWidget(self.timeline, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.timeline.opened.connect(opened)
        self.timeline.finish_wanted.connect(finish)
        self.line.returnPressed.connect(self._log)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show another record's timeline."""
        record = content.view.record
        if self._record is None or self._record.id != record.id:
            self.line.clear()
            self.files.clear()
            self.timeline.show_record(record.kind, record.id)
        self._record = record
        self._entry.setVisible(not record.deleted)

    def _log(self) -> None:
        # Files alone say by their names what was noted.
        words = self.line.text().strip() or ", ".join(each.name for each in self.files.files)
        record = self._record
        if not words or record is None:
            return
        formats = current_formats(self.desk.clock.now())
        links: dict[str, Value] = {f"{record.kind}_id": record.id}
        if record.get("account_id"):
            links["account_id"] = record.get("account_id")
        log_quickly(self.desk, self, {**read_quick_log(words, formats.now, formats.zone), **links}, self.files.files)
        self.line.clear()
        self.files.clear()

    def _choose_filter(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, (name, _) in FILTERS.items():
            menu.add_entry(name, partial(self._narrow, key), checked=key == self._only)
        menu.open_below(self._filter, right=True)

    def _narrow(self, key: str) -> None:
        self._only = key
        self._filter.set_wording(FILTERS[key][0])
        self.timeline.show_only(key)


class QuickLine(TextInput):
    """The line that logs what is typed with Enter; Escape clears it."""

    def __init__(self) -> None:
        super().__init__(placeholder=text("records", "Log a call, visit or note…"), icon="notebook-pen")
        self.setAccessibleName(str(text("records", "Log a call, visit or note…")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
