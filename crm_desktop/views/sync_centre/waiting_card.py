"""What waits to be sent about one record: each field before and after, and when it was written."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.fields import Value
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.sync_centre.differences import words_for
from crm_desktop.views.sync_centre.entries import Entry, change_words, name_of, shown_changes
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph


class WaitingCard(Card):
    """`card.show_entry(entry, words)`."""

    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(text("sync_centre", "Waiting"), " ", icon="cloud-upload", padding=0, parent=parent)
        self.header.end.addWidget(Button(text("sync_centre", "Open record"), self.open_wanted.emit, small=True))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(20, 12, 20, 16)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        for column, share in enumerate((3, 5, 7, 2)):
            self._grid.setColumnStretch(column, share)
        inside = QWidget()
        inside.setLayout(self._grid)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.body.addWidget(area, 1)

    def show_entry(self, entry: Entry, words: Wordings) -> None:
        """Show the changes of a record, the latest first."""
        self.header.title.set_wording(entry.title)
        self.header.remark.set_wording(tr("sync_centre", "saved on this device, not sent yet"))
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        heads = (
            text("sync_centre", "Field"),
            text("sync_centre", "Before"),
            text("sync_centre", "After"),
            text("sync_centre", "When"),
        )
        for column, wording in enumerate(heads):
            self._grid.addWidget(Label(wording, "caption", "text.secondary"), 0, column)
        row = 1
        for act, change in reversed(entry.waits):
            if change.id in entry.settled:
                self._put(row, (tr("sync_centre", "Decided"), "", "", words.formats.moment(act.made_at)))
                row += 1
            else:
                row = self._add(change, words, words.formats.moment(act.made_at), row)
        self._grid.setRowStretch(row, 1)

    def _add(self, change: RecordChange, words: Wordings, when: str, row: int) -> int:
        """Add a row for each field of a change; return where the next one goes."""
        before: dict[str, Value] = {name: edit.before for name, edit in change.fields.items()}
        after: dict[str, Value] = {name: edit.after for name, edit in change.fields.items()}
        names = list(shown_changes(change))
        if change.operation is not Operation.UPDATE or not names:
            self._put(row, (change_words(change), "", "", when))
            row += 1
        for name in names:
            old = words_for(change.kind, None, before, name, words) if change.operation is Operation.UPDATE else ""
            new = words_for(change.kind, None, after, name, words)
            self._put(row, (name_of(change.kind, name), old, new, when))
            row += 1
        return row

    def _put(self, row: int, said: tuple[str, str, str, str]) -> None:
        name, old, new, when = said
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(Paragraph(name), row, 0, top)
        self._grid.addWidget(Paragraph(old), row, 1, top)
        self._grid.addWidget(Paragraph(new, role="text.primary"), row, 2, top)
        self._grid.addWidget(Label(when, "caption", "text.secondary"), row, 3, top)
