"""What backs a step: quotes and comments, pictures and files that hang on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.commands.annotate import Comment
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.refresh import Changed
from crm_desktop.views.widgets.card import SectionHeader
from crm_desktop.views.widgets.icon_word import IconWord
from crm_desktop.views.widgets.text_input import TextInput

_MOST = 50


def evidence(reader: Reader, kind: str, record_id: str) -> list[Record]:
    """Return the notes and files that hang on an element, oldest first."""
    condition = "record_kind = ? AND record_id = ? AND deleted_at IS NULL ORDER BY id LIMIT ?"
    return [each for name in ("note", "attachment") for each in where(reader, name, condition, kind, record_id, _MOST)]


class Evidence(QWidget):
    """`Evidence(desk, run)`; `show_element(kind, id)` reads off the UI thread."""

    def __init__(self, desk: Desk, run: Callable[[Command], bool]) -> None:
        super().__init__()
        self._desk, self._run = desk, run
        self._of = ("", "")
        self.rows: list[IconWord] = []
        self.counted: Callable[[int], object] = lambda _count: None
        self.header = SectionHeader(text("diagram", "Evidence"), style="bodyStrong")
        self.add = TextInput(placeholder=text("diagram", "Quote or comment"), icon="quote")
        self.add.setAccessibleName(str(label("acts", "diagram.comment")))
        self.add.returnPressed.connect(self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.header)
        self._column.addWidget(self.add)
        desk.refresh.changed.connect(self._written)

    def show_element(self, kind: str, record_id: str) -> None:
        """Show what hangs on another element."""
        if self._of != (kind, record_id):
            self._of = (kind, record_id)
            self._show(())
            self._read()

    def _read(self) -> None:
        of = self._of
        if of[1]:
            self._desk.read(self, lambda found: self._arrived(of, found), evidence, *of)

    def _arrived(self, of: tuple[str, str], found: list[Record]) -> None:
        if of == self._of:
            self._show(found)

    def _show(self, found: Sequence[Record]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        for record in found:
            row = IconWord()
            row.show_icon("quote" if record.kind == "note" else "paperclip", record.title)
            row.setToolTip(record.title)
            self.rows.append(row)
            self._column.insertWidget(self._column.count() - 1, row)
        self.header.remark.set_wording(str(len(found)) if found else "")
        self.counted(len(found))

    def _add(self) -> None:
        if self._run(Comment(self._of[1], self.add.text())):
            self.add.clear()

    def _written(self, change: Changed) -> None:
        if self.isVisible() and not {"note", "attachment"}.isdisjoint(change.kinds):
            self._read()
