"""What can be chosen in an own field: a row for each entry with its two names; off, on and order by buttons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.custom_edits import option_edits
from crm_desktop.models.edits import Edit, Update
from crm_desktop.models.record import Record
from crm_desktop.models.studies.method_edits import move
from crm_desktop.views.language.texts import say, text, tr
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.text_input import TextInput


class Options(QWidget):
    """`Options(write)`, then `show_options(picklist, records, writable=…)`; `write` is given the edits."""

    def __init__(self, write: Callable[[list[Edit]], object]) -> None:
        super().__init__()
        self._write = write
        self._picklist = ""
        self._records: list[Record] = []
        self.rows: list[OptionRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.add_button = Button(text("own_fields", "Add a choice"), self.add, icon="plus", small=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(Label(text("own_fields", "Choices"), "caption", "text.secondary"))
        whole.addLayout(self._column)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch()
        whole.addLayout(foot)

    def show_options(self, picklist: str, records: list[Record], *, writable: bool) -> None:
        """Show the entries of a picklist."""
        if picklist != self._picklist or [each.id for each in records] != [row.record.id for row in self.rows]:
            self._make(records)
        self._picklist, self._records = picklist, records
        for row, record in zip(self.rows, records, strict=True):
            row.show_record(record, writable=writable)
        self.add_button.setVisible(writable)

    def add(self) -> None:
        """Add an entry behind the others."""
        places = [each.get("position") for each in self._records]
        last = max((place for place in places if isinstance(place, int)), default=-1)
        self._write(option_edits(self._picklist, [tr("own_fields", "New choice")], last + 1))

    def _make(self, records: list[Record]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [OptionRow(record, self._write, self._move) for record in records]
        for row in self.rows:
            self._column.addWidget(row)

    def _move(self, record_id: str, by: int) -> None:
        edits = move(self._records, record_id, by)
        if edits:
            self._write(edits)


class OptionRow(QWidget):
    """One entry: English and Chinese name, up, down, off or on."""

    def __init__(
        self, record: Record, write: Callable[[list[Edit]], object], shift: Callable[[str, int], object]
    ) -> None:
        super().__init__()
        self.record, self._write = record, write
        self.english = TextInput(placeholder=text("own_fields", "English"))
        self.chinese = TextInput(placeholder=text("own_fields", "Chinese"))
        say(self.english.setAccessibleName, text("own_fields", "Choice in English"))
        say(self.chinese.setAccessibleName, text("own_fields", "Choice in Chinese"))
        for name, line in (("label", self.english), ("label_zh", self.chinese)):
            line.editingFinished.connect(partial(self._typed, name, line))
        up = IconButton(text("own_fields", "Move up"), "arrow-up", partial(shift, record.id, -1), small=True)
        down = IconButton(text("own_fields", "Move down"), "arrow-down", partial(shift, record.id, 1), small=True)
        self.switch = Button("", self._switch, kind="quiet", small=True)
        self._buttons = (up, down, self.switch)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.english, 1)
        row.addWidget(self.chinese, 1)
        for button in self._buttons:
            row.addWidget(button)

    def show_record(self, record: Record, *, writable: bool) -> None:
        """Show the entry; what is being typed stays."""
        self.record = record
        on = record.get("active") is not False
        for name, line in (("label", self.english), ("label_zh", self.chinese)):
            if not line.isModified():
                line.setText(str(record.get(name) or ""))
            line.setReadOnly(not writable)
            line.setEnabled(on)
        self.switch.set_wording(text("own_fields", "Switch off") if on else text("own_fields", "Use again"))
        for button in self._buttons:
            button.setVisible(writable)

    def _typed(self, name: str, line: TextInput) -> None:
        written = line.text().strip()
        line.setModified(False)
        if written != (self.record.get(name) or "") and (written or name != "label"):
            self._write([Update("picklist_option", self.record.id, {name: written or None})])

    def _switch(self) -> None:
        on = self.record.get("active") is False
        self._write([Update("picklist_option", self.record.id, {"active": on})])
