"""The timeline as a card: a line to log something in passing, a filter, and the entries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.access import Standing
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value
from crm_desktop.models.mentions import mentioned
from crm_desktop.models.quick_log import read_quick_log
from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_paste import FilePaste
from crm_desktop.views.files.pending_files import PendingFiles
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.records.log_activity import log_quickly
from crm_desktop.views.records.quick_line import QuickLine, people_of
from crm_desktop.views.records.timeline_view import FILTERS, TimelineView
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.menu import Menu

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings


class TimelineCard(Card):
    """`card.show_content(content, words)`; `opened` and `finish` are told about the entry a person means."""

    def __init__(self, desk: Desk, opened: Callable[[Record], object], finish: Callable[[Record], object]) -> None:
        super().__init__(text("records", "Timeline"))
        self.body.setContentsMargins(16, 12, 12, 12)
        self.desk = desk
        self._record: Record | None = None
        self._only = ""
        self.line = QuickLine(lookups_of(desk))
        self.timeline = TimelineView(desk)
        self._filter = Button(FILTERS[""][0], self._choose_filter, icon="list-filter", small=True)
        self.header.end.addWidget(self._filter)
        self.files = PendingFiles(desk)
        mention = IconButton(text("records", "Mention a colleague"), "at-sign", self.line.mention)
        attach = IconButton(label("acts", "attachment.add"), "paperclip", self.files.choose)
        beside = QHBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(self.line, 1)
        beside.addWidget(mention)
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
        values = {**read_quick_log(words, formats.now, formats.zone), **links}
        log_quickly(self.desk, self, values, self.files.files, self._told(record, words, links))
        self.line.clear()
        self.files.clear()

    def _told(self, record: Record, words: str, links: dict[str, Value]) -> tuple[Create, ...]:
        """Return a task for each colleague who is mentioned and whom the server lets us give one."""
        lookups = lookups_of(self.desk)
        people, now = people_of(lookups), self.desk.clock.now()
        tasks, barred = [], []
        for user in mentioned(words, people):
            values: dict[str, Value] = {"subject": words[:200], "owner_id": user, "due_at": now, **links}
            owner = record.get("owner_id") if record.kind == "account" else None
            if lookups.may_edit(KINDS["task"], Standing(values, owner)):
                tasks.append(Create("task", values))
            else:
                barred.append(people[user])
        if barred:
            names = current_formats(now).listed(barred)
            self.desk.notices.inform(
                text("records", "{names} cannot be told from here: outside your team", names=names)
            )
        return tuple(tasks)

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
