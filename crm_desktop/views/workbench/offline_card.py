"""What of one's material is on this device: usable today without a network, or still on its way."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.store.queries.workbench import Offline
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.icon_word import IconWord
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.progress import Bar

_HERE = ("check", "success.text")


class OfflineCard(Card):
    """`card.show_state(offline, bytes, formats)`."""

    def __init__(self) -> None:
        super().__init__(text("workbench", "Offline material"), icon="hard-drive")
        self.ready = Badge(text("workbench", "Usable today"), "success", icon="circle-check")
        self.header.end.addWidget(self.ready)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._figures: list[IconWord] = []
        for words in (
            text("workbench", "Accounts and contacts"),
            text("workbench", "Processes"),
            text("workbench", "Files and recordings"),
        ):
            self._add(words)
        self.bar = Bar()
        self.remark = Label("", "caption", "text.secondary", elide=True)
        self.kept = IconWord("lock")
        self.body.addLayout(self._rows)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.remark)
        self.body.addStretch()
        self.body.addWidget(self.kept)

    def show_state(self, state: Offline, size: int, formats: Formats) -> None:
        """Show how much is here."""
        people = state.accounts + state.contacts
        done = text("workbench", "{count} here", count=formats.number(people))
        self._figures[0].show_words(done)
        self._figures[1].show_words(text("workbench", "{count} here", count=formats.number(state.processes)))
        here, every = formats.number(state.files_here), formats.number(state.files)
        self._figures[2].show_words(f"{here} / {every}")
        missing = state.files - state.files_here
        self._figures[2].show_tone(*(("cloud-download", "text.secondary") if missing else _HERE))
        self.bar.setVisible(state.files > 0)
        self.bar.set_share(state.files_here / state.files if state.files else 1.0)
        said = text("workbench", "%n file(s) are fetched when they are opened.", n=missing)
        self.remark.set_wording(said if missing else text("workbench", "Everything is on this device."))
        self.ready.setVisible(state.complete)
        words = text("workbench", "Encrypted on this device · {size}", size=formats.file_size(size))
        self.kept.show_words(words)

    def _add(self, words: Wording) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        figure = IconWord(*_HERE, ink=_HERE[1], style="body")
        line.addWidget(Label(words, elide=True), 1)
        line.addWidget(figure)
        self._figures.append(figure)
        self._rows.addWidget(row)
