"""Step 2: which column becomes which field, what records are recognised by, and what may happen to them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.models.importing.mapping import Mode
from crm_desktop.views.forms.number_editors import CURRENCIES
from crm_desktop.views.importing.columns_table import ColumnsTable
from crm_desktop.views.importing.session import ImportSession
from crm_desktop.views.importing.step import Step
from crm_desktop.views.importing.words import field_words
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.text_input import TextInput


class ColumnsStep(Step):
    """Shows the draft's columns and changes them."""

    def __init__(self, session: ImportSession) -> None:
        super().__init__(session)
        self.table = ColumnsTable(session)
        self.table.columns.drafted.connect(self._drafted)
        self.template = TextInput()
        self.template.textEdited.connect(self._composed)
        self._composing = Field(
            text("importing", "No column is the name. It is made of"),
            self.template,
            hint=text("importing", "Column names in braces, and what you like between them"),
        )
        modes = [
            (Mode.BOTH.value, text("importing", "New and existing"), ""),
            (Mode.CREATE.value, text("importing", "Only new"), ""),
            (Mode.UPDATE.value, text("importing", "Only existing"), ""),
        ]
        self.mode = Segmented(modes, self._choose_mode)
        self.mode.setAccessibleName(str(text("importing", "Records to import")))
        self._keys = Label("", "caption", "text.secondary", elide=True)
        self.currency = Combo()
        self.currency.setAccessibleName(str(text("importing", "Currency of the amounts")))
        self.currency.activated.connect(lambda _: self._choose_currency())
        self._amounts = Label(text("importing", "Amounts in"), "caption", "text.secondary")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.mode)
        row.addStretch(1)
        row.addWidget(self._amounts)
        row.addWidget(self.currency)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._keys)
        self.column.addWidget(self._composing)
        self.column.addLayout(row)
        self.column.addWidget(self.note)

    @property
    def ready(self) -> bool:
        """Whether nothing is missing that a preview needs."""
        draft = self.session.draft
        return draft is not None and bool(draft.fields) and not str(self.note.said)

    def enter(self) -> None:
        """Show the columns as they are."""
        draft = self.session.draft
        assert draft is not None
        self.table.show_file()
        self.template.setText(draft.template)
        self.mode.choose(draft.mode.value)
        self.currency.clear()
        self.currency.addItems(list(dict.fromkeys((draft.currency, *CURRENCIES))))
        self._look()

    def first_focus(self) -> QWidget:
        """Begin in the table."""
        return self.table

    def _drafted(self) -> None:
        self.session.forget()
        self._look()

    def _composed(self, typed: str) -> None:
        if self.session.draft is not None:
            self.session.draft.template = typed.strip()
            self._drafted()

    def _choose_mode(self, mode: str) -> None:
        if self.session.draft is not None:
            self.session.draft.mode = Mode(mode)
            self._drafted()

    def _choose_currency(self) -> None:
        if self.session.draft is not None:
            self.session.draft.currency = self.currency.currentText()
            self._drafted()

    def _look(self) -> None:
        """Say what records are recognised by, and what is missing."""
        draft = self.session.draft
        assert draft is not None
        formats = current_formats(self.session.desk.clock.now())
        self._composing.setVisible(draft.title_is_made)
        for widget in (self._amounts, self.currency):
            widget.setVisible(bool(draft.amounts_without_currency()))
        names = [str(field_words(draft.kind, name)) for name in draft.keys or draft.usual_keys()]
        keys = text("importing", "Existing records are recognised by: {fields}", fields=formats.listed(names))
        self._keys.set_wording(keys if names else "")
        open_dates, lacking, strangers = self.table.columns.open_dates(), draft.lacking(), draft.wrong_places()
        if not draft.fields:
            self.note.say(text("importing", "Choose what at least one column becomes"), "warning")
        elif open_dates:
            columns = formats.listed(open_dates)
            said = text("importing", "Say whether day or month comes first in: {columns}", columns=columns)
            self.note.say(said, "warning")
        elif strangers:
            said = text("importing", "The file has no column {columns}", columns=formats.listed(strangers))
            self.note.say(said, "danger")
        elif lacking:
            fields = formats.listed([str(field_words(draft.kind, name)) for name in lacking])
            self.note.say(text("importing", "New records need: {fields}", fields=fields), "warning")
        else:
            self.note.say("")
        self.changed.emit()
