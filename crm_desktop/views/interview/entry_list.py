"""What was noted at the question that is asked now, in the order in which it was said; the newest is kept in sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.edits import Delete, Update
from crm_desktop.views.files.previews import previews_of
from crm_desktop.views.interview.entry_row import EntryRow
from crm_desktop.views.interview.entry_words import look_of
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.paragraph import Paragraph


class EntryList(Component, QScrollArea):
    """`EntryList(talk)`; `play` tells an entry and a moment, `file_wanted` an entry and which of its files."""

    play = Signal(str, int)
    file_wanted = Signal(str, int)

    def __init__(self, talk: Talk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.talk = talk
        self.rows: list[EntryRow] = []
        self._question = ""
        self._previews = previews_of(talk.desk)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setProperty("pane", True)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setProperty("scrollContent", True)
        self._empty = Paragraph(
            text("interview", "Type what you hear. Enter takes it down, Tab goes on to the next step."), centred=True
        )
        self._empty.setContentsMargins(24, 32, 24, 0)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addWidget(self._empty)
        self._list.addStretch()
        self.setWidget(inside)
        self._down = QTimer(self, singleShot=True, interval=0)
        self._down.timeout.connect(self._to_end)
        talk.view_changed.connect(self.show_entries)
        talk.entry_added.connect(self._added)
        talk.stood.connect(self._stood)
        self.settle()
        self.show_entries()

    def show_entries(self) -> None:
        """Show the entries of the question; rows that are there already only look again."""
        entries = self.talk.entries(self.talk.question_id)
        other = self._question != self.talk.question_id
        self._question = self.talk.question_id
        while len(self.rows) > len(entries):
            self._drop(self.rows.pop())
        for place, entry in enumerate(entries):
            look = look_of(self.talk, entry)
            if place < len(self.rows):
                self.rows[place].show_look(look)
            else:
                self._put(EntryRow(look, self._previews))
        self._empty.setVisible(not entries)
        if other:
            self._down.start()

    def retranslate(self) -> None:
        """Read the chips again."""
        self.setAccessibleName(tr("interview", "Answers"))
        self.show_entries()

    def _stood(self) -> None:
        if self._question != self.talk.question_id:
            self.show_entries()

    def _added(self, entry_id: str) -> None:
        # One more row and nothing else: 200 entries are not looked at again for each answer.
        newest = self.talk.view.entries[-1]
        if newest.id == entry_id and self._question == self.talk.question_id:
            self._empty.hide()
            self._put(EntryRow(look_of(self.talk, newest), self._previews))
        self._down.start()

    def _put(self, row: EntryRow) -> None:
        self.rows.append(row)
        self._list.insertWidget(self._list.count() - 1, row)
        row.stand.connect(self.talk.stand)
        row.play.connect(self.play)
        row.open_file.connect(self.file_wanted)
        row.menu_wanted.connect(self._open_menu)
        row.deletion.connect(self._delete)

    def _drop(self, row: EntryRow) -> None:
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _to_end(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _open_menu(self, entry_id: str, at: QPoint) -> None:
        entry = next((each for each in self.talk.view.entries if each.id == entry_id), None)
        if entry is None:
            return
        internal = bool(entry.get("internal"))
        menu = Menu(self)
        words = text("interview", "May go into the report") if internal else text("interview", "Keep internal")
        menu.add_entry(words, lambda: self._set_internal(entry_id, internal=not internal), icon="eye-off")
        menu.add_line()
        menu.add_entry(text("interview", "Delete entry"), lambda: self._delete(entry_id), icon="trash-2")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _set_internal(self, entry_id: str, *, internal: bool) -> None:
        self.talk.write("interview.edit_entry", [Update("interview_entry", entry_id, {"internal": internal})])

    def _delete(self, entry_id: str) -> None:
        self.talk.write("interview.delete_entry", [Delete("interview_entry", entry_id)])
