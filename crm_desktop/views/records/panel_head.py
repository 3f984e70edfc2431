"""The head of the panel: tile, name, a line of facts, and the three things one does most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.value_look import short_facts
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.avatar import Avatar
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_view import RecordView

SUBTITLES: dict[str, tuple[str, ...]] = {
    "account": ("city", "industry", "employees"),
    "contact": ("job_title", "account_id"),
    "opportunity": ("account_id", "stage_id"),
    "task": ("priority", "account_id"),
    "visit": ("state", "account_id"),
}
"""The fields that stand below a name; a kind without them has no line there."""
_LOGGED = ("account", "contact", "opportunity")


class PanelHead(QWidget):
    """Shows who the record is."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._record = ("", "")
        self._disc = Avatar("", "", 40)
        self._tile = Avatar("", "", 40, tile=True)
        self.name = Label("", "heading", weight=600, elide=True)
        self._below = Label("", "caption", "text.secondary", elide=True)
        self._log = Button(label("acts", "activity.log"), self._log_activity, icon="notebook-pen", small=True)
        self._talk = Button(
            label("acts", "interview.start"), self._start_interview, icon="mic", small=True, kind="primary"
        )
        self._open = Button(text("records", "Open"), self._open_page, icon="external-link", small=True)
        close = IconButton(text("records", "Close panel"), "x", self.closed.emit, shortcut="Ctrl+\\", small=True)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self._below)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._disc)
        top.addWidget(self._tile)
        top.addLayout(names, 1)
        top.addWidget(close)
        # With large text the verbs stand below each other.
        self._verbs = (self._talk, self._log, self._open)
        verbs = FlowLayout(8, fill=True)
        for verb in self._verbs:
            verbs.addWidget(verb)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(verbs)

    def show_view(self, view: RecordView, words: Wordings) -> None:
        """Show another record."""
        record, kind = view.record, view.record.declaration
        self._record = (record.kind, record.id)
        person = record.kind in ("contact", "user")
        for face, shown in ((self._disc, person), (self._tile, not person)):
            face.set_record(record.title, record.id)
            face.setVisible(shown)
        self.name.set_wording(record.title)
        subtitle = short_facts(kind, SUBTITLES.get(kind.name, ()), record.values, words)
        self._below.set_wording(subtitle)
        self._below.setVisible(bool(subtitle))
        self._log.setVisible(record.kind in _LOGGED)
        self._talk.setVisible(record.kind == "account")
        self._open.setVisible(kind.page)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much of the verbs as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let the last verb say itself by its sign where that keeps all in one line."""
        shown = [each for each in self._verbs if not each.isHidden()]
        self._open.set_icon_only(False)
        wanted = sum(each.sizeHint().width() for each in shown) + 8 * (len(shown) - 1)
        if wanted <= self.width():
            return
        self._open.set_icon_only(True)
        wanted = sum(each.sizeHint().width() for each in shown) + 8 * (len(shown) - 1)
        # On a line of its own it has room for its word again.
        self._open.set_icon_only(wanted <= self.width())

    def _open_page(self) -> None:
        self._desk.navigator.go(Place(self._desk_kind(), self._record[1]))

    def _desk_kind(self) -> str:
        from crm_desktop.models.catalog import KINDS

        return KINDS[self._record[0]].plural

    def _start_interview(self) -> None:
        self._desk.navigator.create("interview", {"account_id": self._record[1]})

    def _log_activity(self) -> None:
        kind, record_id = self._record
        self._desk.navigator.create("activity", {f"{kind}_id": record_id})
